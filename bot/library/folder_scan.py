"""Lists the article files of a folder, and the skipped ones."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.corpus.metadata_files import NO_FILE_METADATA, SIDECAR, FileMetadata
from bot.corpus.readers import RECORDS
from bot.errors import UserError
from bot.library.metadata_lookup import MetadataLookup

_NOT_ARTICLES = "README.md"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: path below the folder, bytes, modification time.

    `metadata` comes from files beside it and above it.
    """

    path: str
    size: int
    mtime_ns: int
    metadata: FileMetadata = NO_FILE_METADATA


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or record left out of the index.

    `reason` completes the sentence "<path> ...".
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Suffixes of article files in lower case, and the maximum size."""

    suffixes: Collection[str]
    max_bytes: int


@dataclass(slots=True)
class Scan:
    """Result of listing a folder.

    `unreadable` are subfolders that can't be listed; `other_files` counts the files of other types by suffix.
    `toml_files` may hold metadata of articles.
    """

    files: list[FoundFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    other_files: Counter[str] = field(default_factory=Counter)
    toml_files: list[str] = field(default_factory=list)

    def may_hold(self, path: str) -> bool:
        """Return True for a path below an unreadable folder."""
        return any(folder == "" or path.startswith(folder + "/") for folder in self.unreadable)


def check(folder: Path) -> Path:
    """Return the resolved path of a folder.

    Raises UserError if it is missing, not a folder, or unreadable.
    """
    try:
        resolved = folder.resolve(strict=True)
        os.scandir(resolved).close()
    except FileNotFoundError:
        raise UserError(
            f"The folder {shown(str(folder))} is missing. Check that its disk is mounted; its documents stay indexed."
        ) from None
    except NotADirectoryError:
        raise UserError(f"{shown(str(folder))} is a file. Name the folder that contains it.") from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
        raise UserError(f"The folder {shown(str(folder))} can't be read ({reason}). Check its permissions.") from None
    return resolved


def check_all(folders: Sequence[Path]) -> tuple[list[Path], dict[Path, str]]:
    """Return the resolved paths of the usable folders, and the others with a sentence about each.

    Raises UserError if no folder is usable.
    """
    usable: list[Path] = []
    unusable: dict[Path, str] = {}
    for folder in folders:
        try:
            usable.append(check(folder))
        except UserError as error:
            unusable[_resolved(folder)] = error.message
    if unusable and not usable:
        raise UserError(" ".join(unusable.values()))
    return usable, unusable


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return folder


def scan(folder: Path, file_filter: FileFilter) -> Scan:
    """List the article files in `folder` and below, in a stable order.

    Links are followed, and each folder is read once. Hidden files and README.md are no articles.
    """
    result = Scan()
    _walk(folder, "", result, set(), file_filter)
    if result.toml_files:
        _add_metadata(folder, result)
    return result


def _add_metadata(folder: Path, result: Scan) -> None:
    """Give each file the metadata from its sidecar and its folders."""
    lookup = MetadataLookup(folder, result.toml_files, {file.path for file in result.files})
    result.files = [replace(file, metadata=lookup.of(file.path)) for file in result.files]
    result.skipped += [Skipped(shown(path), reason) for path, reason in lookup.broken]
    if lookup.other:
        result.other_files[SIDECAR] += len(lookup.other)


def shown(path: str) -> str:
    """Return `path` as one printable line, with other bytes escaped."""
    safe = path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)


def _walk(folder: Path, prefix: str, result: Scan, visited: set[tuple[int, int]], file_filter: FileFilter) -> None:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in visited:
            result.skipped.append(Skipped(shown(prefix), "links to a folder that has been read already."))
            return
        visited.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        result.unreadable.append(prefix)
        result.skipped.append(Skipped(shown(prefix or str(folder)), f"can't be read ({error.strerror})."))
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}" if prefix else entry.name
        if not entry.name.startswith("."):
            if _is_folder(entry):
                _walk(Path(entry.path), path, result, visited, file_filter)
            else:
                _add_file(entry, path, result, file_filter)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # for instance a link to itself
        return False


def _add_file(entry: os.DirEntry[str], path: str, result: Scan, file_filter: FileFilter) -> None:
    suffix = Path(entry.name).suffix.lower()
    if entry.name == _NOT_ARTICLES:
        return
    if suffix == SIDECAR:
        result.toml_files.append(path)
        return
    if suffix not in file_filter.suffixes:
        result.other_files[shown(suffix) or "no suffix"] += 1
        return
    reason = _unusable_name(entry.name)
    try:
        status = entry.stat()
    except OSError as error:
        result.skipped.append(Skipped(shown(path), f"can't be read ({error.strerror})."))
        return
    if not stat.S_ISREG(status.st_mode):
        reason = "is not a regular file."
    elif status.st_size > file_filter.max_bytes and suffix != RECORDS:
        reason = f"is larger than the {file_filter.max_bytes // 1_000_000} MB of FACTDESK_MAX_FILE_MB."
    if reason:
        result.skipped.append(Skipped(shown(path), reason))
    else:
        result.files.append(FoundFile(path, status.st_size, status.st_mtime_ns))


def _unusable_name(name: str) -> str | None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is not valid UTF-8."
    return None if name.isprintable() else "has a line break or another unprintable character in its name."
