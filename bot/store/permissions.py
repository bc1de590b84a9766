"""Private folders and files, and the advice for missing permissions."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

from bot.errors import SetupError

_OURS = (
    *("factdesk.db*", "index", "index-*", "replaced-*", "backups", "submitted", "cache", "corpora", "*.lock"),
    *("heartbeat", "disconnected-shards", "errors.log", "health.json*", "backups.json", ".*"),
)
_NOT_SEARCHED = ("cache", "corpora", ".*")  # each of their databases tightens its own folder
_FOR_OTHERS = 0o077


def create_private_folder(folder: Path, setting: str) -> None:
    """Create or tighten the folder of a database, for its owner alone.

    Raises SetupError, with the fix, if the folder can't be created or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"The folder {folder} can't be created ({error.strerror}); {_creation_fix(folder, setting, error)}"
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SetupError(f"{folder} can't be written; {writing_fix(folder, setting)}")
    tighten(folder)


def tighten(folder: Path) -> None:
    """Take the rights of group and others from our files in a folder, and from the folder if all in it is ours.

    A folder that holds other things too, such as a home folder, keeps its own rights.
    """
    with suppress(OSError):
        if not _holds_other_things(folder):
            _tighten_one(folder)
        for entry in filter(_is_ours, folder.iterdir()):
            if not _matches(entry.name, _NOT_SEARCHED):
                for path in _below(entry):
                    _tighten_one(path)


def writing_fix(path: Path, setting: str) -> str:
    """Return what to do about a folder or file that can't be written.

    It is named itself, never a folder above it. A folder that holds other things, such as `/`, must not change hands.
    """
    if _holds_other_things(path):
        return f"it holds other things than factdesk's data: name a folder of its own in {setting}."
    user = os.getuid()
    return (
        f"give it to user {user} (chown -R {user} {path}; for a container, on the host's side of that folder), "
        f"or name another folder in {setting}."
    )


def _creation_fix(folder: Path, setting: str, error: OSError) -> str:
    if error.errno not in {errno.EACCES, errno.EPERM}:
        return f"name another folder in {setting}."
    user = os.getuid()
    return (
        f"create it for user {user} (mkdir -p {folder} && chown {user} {folder}; for a container, on the host's side), "
        f"or name another folder in {setting}."
    )


def _holds_other_things(path: Path) -> bool:
    """Return True for a folder that can be listed and holds more than factdesk's files."""
    with suppress(OSError):
        return not all(map(_is_ours, path.iterdir()))
    return False


def _is_ours(entry: Path) -> bool:
    return _matches(entry.name, _OURS)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _below(entry: Path) -> Iterator[Path]:
    yield entry
    if entry.is_dir() and not entry.is_symlink():
        for folder, folders, files in os.walk(entry):
            yield from (Path(folder, name) for name in (*folders, *files))


def _tighten_one(path: Path) -> None:
    """Change the mode of a file or folder; a link is left alone, and so is somebody else's file."""
    with suppress(OSError):
        status = path.lstat()
        if not stat.S_ISLNK(status.st_mode) and status.st_mode & _FOR_OTHERS:
            path.chmod(stat.S_IMODE(status.st_mode) & ~_FOR_OTHERS)
