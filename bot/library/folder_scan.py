"""A folder of articles as it stands on disk: which files there are to read, and which are left out, and why."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from bot.corpus.readers import RECORDS
from bot.errors import UserError

_NOT_ARTICLES = "README.md"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: its path below the folder, its size in bytes, when it was last changed."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was left out, or a part of it; `reason` ends the sentence "<path> ..."."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files are articles: by suffix, in small letters, and up to a size."""

    suffixes: Collection[str]
    max_bytes: int


@dataclass(slots=True)
class Scan:
    """What a folder holds. `unread` are the folders below it that can't be listed; `others` counts by suffix."""

    files: list[FoundFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def may_hold(self, path: str) -> bool:
        """Return whether `path` may still be there, below a folder that can't be listed."""
        return any(folder == "" or path.startswith(folder + "/") for folder in self.unread)


def check(folder: Path) -> Path:
    """Return the folder's one true path. Raises UserError where it is missing or not a folder."""
    try:
        true = folder.resolve(strict=True)
        os.scandir(true).close()
    except FileNotFoundError:
        raise UserError(
            f"The folder {shown(str(folder))} is missing. Check that its disk is mounted; its documents stay indexed."
        ) from None
    except NotADirectoryError:
        raise UserError(f"{shown(str(folder))} is a file. Name the folder that contains it.") from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
        raise UserError(f"The folder {shown(str(folder))} can't be read ({reason}). Check its permissions.") from None
    return true


def scan(folder: Path, wanted: FileFilter) -> Scan:
    """Return what stands in `folder` and below it, in a stable order.

    Links are followed, each folder is read once. Hidden files and README.md are no articles and are passed over.
    """
    found = Scan()
    _walk(folder, "", found, set(), wanted)
    return found


def shown(path: str) -> str:
    """Return `path` in one printable line, whatever bytes it is made of."""
    safe = path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)


def _walk(folder: Path, below: str, found: Scan, visited: set[tuple[int, int]], wanted: FileFilter) -> None:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in visited:
            found.skipped.append(Skipped(shown(below), "links to a folder that has been read already."))
            return
        visited.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        found.unread.append(below)
        found.skipped.append(Skipped(shown(below or str(folder)), f"can't be read ({error.strerror})."))
        return
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        if not entry.name.startswith("."):
            if _is_folder(entry):
                _walk(Path(entry.path), path, found, visited, wanted)
            else:
                _add(entry, path, found, wanted)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _add(entry: os.DirEntry[str], path: str, found: Scan, wanted: FileFilter) -> None:
    suffix = Path(entry.name).suffix.lower()
    if entry.name == _NOT_ARTICLES:
        return
    if suffix not in wanted.suffixes:
        found.others[shown(suffix) or "no suffix"] += 1
        return
    reason = _unusable_name(entry.name)
    try:
        status = entry.stat()
    except OSError as error:
        found.skipped.append(Skipped(shown(path), f"can't be read ({error.strerror})."))
        return
    if not stat.S_ISREG(status.st_mode):
        reason = "is not a regular file."
    elif status.st_size > wanted.max_bytes and suffix != RECORDS:
        reason = f"is larger than the {wanted.max_bytes // 1_000_000} MB of FACTDESK_MAX_FILE_MB."
    if reason:
        found.skipped.append(Skipped(shown(path), reason))
    else:
        found.files.append(FoundFile(path, status.st_size, status.st_mtime_ns))


def _unusable_name(name: str) -> str | None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is not valid UTF-8."
    return None if name.isprintable() else "has a line break or another unprintable character in its name."
