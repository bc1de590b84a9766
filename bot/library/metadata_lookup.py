"""Finds the metadata files of a folder and reads them once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path, PurePosixPath

from bot.corpus.metadata_files import (
    FOLDER_DEFAULTS,
    LARGEST,
    NO_FILE_METADATA,
    SIDECAR,
    FileMetadata,
    MetadataFileError,
    with_folder_defaults,
    with_sidecar,
)
from bot.corpus.readers import RECORDS, SUFFIXES

_Reader = Callable[[FileMetadata, bytes, str], FileMetadata]


class MetadataLookup:
    """The metadata files below one folder.

    `broken` holds path and reason of files that can't be used; `other` the paths of TOML files of another kind.
    """

    def __init__(self, folder: Path, toml_files: Iterable[str], articles: Collection[str]) -> None:
        self.broken: list[tuple[str, str]] = []
        self.other: list[str] = []
        self._folder = folder
        self._defaults: dict[str, FileMetadata] = {}
        self._folders: set[str] = set()
        self._sidecars: set[str] = set()
        for path in toml_files:
            self._classify(path, articles)

    def of(self, article: str) -> FileMetadata:
        """Return the metadata of an article by its path below the folder."""
        defaults = self._folder_defaults(_parent(article))
        sidecar = article + SIDECAR
        return self._read(with_sidecar, defaults, sidecar) if sidecar in self._sidecars else defaults

    def _classify(self, path: str, articles: Collection[str]) -> None:
        article = path.removesuffix(SIDECAR)
        suffix = PurePosixPath(article).suffix.lower()
        if PurePosixPath(path).name == FOLDER_DEFAULTS:
            self._folders.add(_parent(path))
        elif suffix == RECORDS:
            self.broken.append((path, "describes a .jsonl file. Give the metadata in its records instead."))
        elif article in articles:
            self._sidecars.add(path)
        elif suffix in SUFFIXES:
            name = PurePosixPath(article).name
            self.broken.append((path, f"describes no article: {name} isn't beside it or can't be read."))
        else:
            self.other.append(path)

    def _folder_defaults(self, folder: str) -> FileMetadata:
        """Return a folder's defaults; the nearest file wins, key by key."""
        above: list[str] = []
        while folder not in self._defaults and folder:
            above.append(folder)
            folder = _parent(folder)
        if folder not in self._defaults:
            self._defaults[folder] = self._own_defaults(folder, NO_FILE_METADATA)
        found = self._defaults[folder]
        for below in reversed(above):
            found = self._defaults[below] = self._own_defaults(below, found)
        return found

    def _own_defaults(self, folder: str, inherited: FileMetadata) -> FileMetadata:
        if folder not in self._folders:
            return inherited
        return self._read(with_folder_defaults, inherited, f"{folder}/{FOLDER_DEFAULTS}".lstrip("/"))

    def _read(self, reader: _Reader, inherited: FileMetadata, path: str) -> FileMetadata:
        """Return the metadata with a file's own; a broken file changes nothing."""
        try:
            with (self._folder / path).open("rb") as file:
                return reader(inherited, file.read(LARGEST + 1), path)
        except MetadataFileError as error:
            self.broken.append((path, str(error)))
        except OSError as error:
            self.broken.append((path, f"can't be read ({error.strerror}). It is ignored until then."))
        return inherited


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
