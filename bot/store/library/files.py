"""Rows of source files; an unchanged file is not read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.store.archive import ArchiveConnection


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as last read.

    `reading` is the version of the readers; `reason` explains a skipped file or part. `metadata` is a hash of the
    metadata beside the file. `needs_ocr`: it has pages without text that OCR could read.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str
    reading: int
    reason: str | None = None
    metadata: str = ""
    needs_ocr: bool = False


def known(connection: ArchiveConnection, folder: str) -> dict[str, StoredFile]:
    """Return the files of a folder by path."""
    rows = connection.execute(
        "SELECT path, size, mtime_ns, ctime_ns, sha256, reading, reason, metadata, needs_ocr FROM files "
        "WHERE folder = ?",
        [folder],
    )
    return {row[0]: replace(StoredFile(*row[:-1]), needs_ocr=bool(row[-1])) for row in rows}


def folders(connection: ArchiveConnection) -> list[str]:
    """Return the folders that files were read from."""
    return [folder for (folder,) in connection.execute("SELECT DISTINCT folder FROM files ORDER BY folder").fetchall()]


def put(db: ArchiveConnection, folder: str, read: Iterable[StoredFile]) -> None:
    """Add or replace files of a folder."""
    for file in read:
        db.execute(
            """
            INSERT INTO files (folder, path, size, mtime_ns, ctime_ns, sha256, reading, reason, metadata, needs_ocr)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (folder, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
                ctime_ns = excluded.ctime_ns, sha256 = excluded.sha256, reading = excluded.reading,
                reason = excluded.reason, metadata = excluded.metadata, needs_ocr = excluded.needs_ocr
            """,
            [
                *(folder, file.path, file.size, file.mtime_ns, file.ctime_ns),
                *(file.sha256, file.reading, file.reason),
                *(file.metadata, int(file.needs_ocr)),
            ],
        )


def remove(db: ArchiveConnection, folder: str, paths: Iterable[str] | None = None) -> None:
    """Delete the rows of some files of a folder, or of all."""
    if paths is None:
        db.execute("DELETE FROM files WHERE folder = ?", [folder])
    for path in paths or ():
        db.execute("DELETE FROM files WHERE folder = ? AND path = ?", [folder, path])
