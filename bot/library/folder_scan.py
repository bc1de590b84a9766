"""Lists the article files of a folder, and the skipped ones."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.corpus.metadata_files import NO_FILE_METADATA, SIDECAR, FileMetadata
from bot.corpus.readers import RECORDS
from bot.errors import UserError
from bot.library.metadata_lookup import MetadataLookup

_NOT_ARTICLES = "README.md"
_LEAVES_FOLDER = "links out of the folder; set FACTDESK_FOLLOW_LINKS=true to read what it links to."


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: path below the folder, bytes, times of the last changes.

    `ctime_ns` changes with every write, and no program can set it back as it can `mtime_ns`. `metadata` comes from
    files beside it and above it.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
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
    """Suffixes of article files in lower case, the maximum size, and the treatment of links out of the folder."""

    suffixes: Collection[str]
    max_bytes: int
    follow_links: bool = False


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

    Each folder is read once. Links to other parts of the folder are followed, links out of it only if `follow_links`
    is set. Hidden files and README.md are no articles.
    """
    result = _FolderWalk(folder, file_filter).run()
    if result.toml_files:
        _add_metadata(folder, result)
    return result


def _add_metadata(folder: Path, result: Scan) -> None:
    """Give each file the metadata from its sidecar and its folders."""
    lookup = MetadataLookup(folder, result.toml_files, {file.path for file in result.files})
    result.files = [replace(file, metadata=lookup.of(file.path)) for file in result.files]
    result.skipped += [Skipped(shown(path), shown(reason)) for path, reason in lookup.broken]
    if lookup.other:
        result.other_files[SIDECAR] += len(lookup.other)


def shown(path: str) -> str:
    """Return `path` as one printable line, with other bytes escaped."""
    safe = path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)


class _FolderWalk:
    """One walk through a folder; a stack instead of recursion, for folders of any depth."""

    def __init__(self, folder: Path, file_filter: FileFilter) -> None:
        self._root = folder
        self._real_root = os.path.realpath(folder)
        self._filter = file_filter
        self._visited: set[tuple[int, int]] = set()
        self._result = Scan()

    def run(self) -> Scan:
        """Return what the folder and all folders below it hold."""
        pending = [self._entries(str(self._root), "")]
        while pending:
            entry, path = next(pending[-1], (None, ""))
            if entry is None:
                pending.pop()
            elif self._leaves_folder(entry, path):
                self._skip(path, _LEAVES_FOLDER)
            elif _is_folder(entry):
                pending.append(self._entries(entry.path, path))
            else:
                self._add_file(entry, path)
        return self._result

    def _entries(self, folder: str, prefix: str) -> Iterator[tuple[os.DirEntry[str], str]]:
        """Yield the entries of one folder that aren't hidden, each with its path below the root."""
        try:
            status = Path(folder).stat()
            if (status.st_dev, status.st_ino) in self._visited:
                self._skip(prefix, "links to a folder that has been read already.")
                return
            self._visited.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._result.unreadable.append(prefix)
            self._skip(prefix or str(self._root), f"can't be read ({error.strerror}).")
            return
        for entry in entries:
            if not entry.name.startswith("."):
                yield entry, f"{prefix}/{entry.name}" if prefix else entry.name

    def _leaves_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        """Return True for a link to a folder or article outside the root that must not be followed."""
        if self._filter.follow_links or not entry.is_symlink():
            return False
        is_read = self._has_article_name(path) or Path(path).suffix.lower() == SIDECAR
        if not _is_folder(entry) and not is_read:
            return False
        target = os.path.realpath(entry.path)
        return os.path.commonpath((target, self._real_root)) != self._real_root

    def _has_article_name(self, path: str) -> bool:
        return Path(path).name != _NOT_ARTICLES and Path(path).suffix.lower() in self._filter.suffixes

    def _add_file(self, entry: os.DirEntry[str], path: str) -> None:
        suffix = Path(entry.name).suffix.lower()
        if suffix == SIDECAR:
            self._result.toml_files.append(path)
            return
        if not self._has_article_name(entry.name):
            if entry.name != _NOT_ARTICLES:
                self._result.other_files[shown(suffix) or "no suffix"] += 1
            return
        try:
            status = entry.stat()
        except OSError as error:
            self._skip(path, f"can't be read ({error.strerror}).")
            return
        if reason := self._unfit(status, suffix) or _unusable_name(path):
            self._skip(path, reason)
        else:
            found = FoundFile(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            self._result.files.append(found)

    def _unfit(self, status: os.stat_result, suffix: str) -> str | None:
        if not stat.S_ISREG(status.st_mode):
            return "is not a regular file."
        if status.st_size > self._filter.max_bytes and suffix != RECORDS:
            return f"is larger than the {self._filter.max_bytes // 1_000_000} MB of FACTDESK_MAX_FILE_MB."
        return None

    def _skip(self, path: str, reason: str) -> None:
        self._result.skipped.append(Skipped(shown(path), reason))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # for instance a link to itself
        return False


def _unusable_name(path: str) -> str | None:
    try:
        path.encode()
    except UnicodeEncodeError:
        return "has a name that is not valid UTF-8."
    # Of folders' names only the encoding counts: a no-break space in one must not leave out all that lies below.
    is_printable = path.rpartition("/")[2].isprintable()
    return None if is_printable else "has a line break or another unprintable character in its name."
