"""Quarantine: files and records that gave no document, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.model.quarantine import QuarantinedItem
from bot.store.archive import ArchiveConnection
from bot.store.sqlite import timestamps

_WHOLE_FILE = ""


def replace(db: ArchiveConnection, items: Iterable[QuarantinedItem], read: Iterable[tuple[str, str]]) -> None:
    """Write `items` in place of all rows of the files `read`, given as (folder, path).

    An item with the reason that it had before keeps its `since`.
    """
    before: dict[tuple[str, str, str], tuple[str, str]] = {}
    for folder, path in read:
        rows = db.execute("SELECT record, reason, since FROM quarantine WHERE folder = ? AND path = ?", [folder, path])
        before |= {(folder, path, record): (reason, since) for record, reason, since in rows}
        db.execute("DELETE FROM quarantine WHERE folder = ? AND path = ?", [folder, path])
    for item in items:
        record = item.record or _WHOLE_FILE
        reason, since = before.get((item.folder, item.path, record), ("", ""))
        kept = since if reason == item.reason else timestamps.stamp(item.since)
        db.execute(
            """
            INSERT INTO quarantine (folder, path, record, reason, since, version) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (folder, path, record) DO UPDATE SET reason = excluded.reason, since = excluded.since,
                version = excluded.version
            """,
            [item.folder, item.path, record, item.reason, kept, item.version],
        )


def keep_only(db: ArchiveConnection, folder: str, paths: Collection[str]) -> None:
    """Delete the rows of one folder whose file is not in `paths`."""
    rows = db.execute("SELECT DISTINCT path FROM quarantine WHERE folder = ?", [folder]).fetchall()
    for (path,) in rows:
        if path not in paths:
            db.execute("DELETE FROM quarantine WHERE folder = ? AND path = ?", [folder, path])


def remove_folder(db: ArchiveConnection, folder: str) -> None:
    """Delete all rows of one folder."""
    db.execute("DELETE FROM quarantine WHERE folder = ?", [folder])


def listed(connection: ArchiveConnection) -> list[QuarantinedItem]:
    """Return all items, ordered by folder, path and record."""
    rows = connection.execute(
        "SELECT folder, path, record, reason, since, version FROM quarantine ORDER BY folder, path, record"
    )
    return [
        QuarantinedItem(folder, path, record or None, reason, timestamps.moment(since), version)
        for folder, path, record, reason, since, version in rows
    ]


def reason(connection: ArchiveConnection, folder: str, path: str) -> str | None:
    """Return why a file gave no document, or None."""
    row = connection.execute(
        "SELECT reason FROM quarantine WHERE folder = ? AND path = ? LIMIT 1", [folder, path]
    ).fetchone()
    return None if row is None else str(row[0])


def count_files(connection: ArchiveConnection) -> int:
    """Count the files with at least one item."""
    return int(
        connection.execute("SELECT count(*) FROM (SELECT DISTINCT folder, path FROM quarantine) AS found").fetchone()[0]
    )


def outdated(connection: ArchiveConnection, folder: str, version: str) -> frozenset[str]:
    """Return the paths of one folder that another version of factdesk left out."""
    rows = connection.execute("SELECT path FROM quarantine WHERE folder = ? AND version <> ?", [folder, version])
    return frozenset(path for (path,) in rows)


def release(db: ArchiveConnection) -> list[str]:
    """Forget that the quarantined files were read, so that the next sync reads them; return their folders."""
    folders = [row[0] for row in db.execute("SELECT DISTINCT folder FROM quarantine ORDER BY folder").fetchall()]
    db.execute(
        "DELETE FROM files WHERE EXISTS "
        "(SELECT 1 FROM quarantine WHERE quarantine.folder = files.folder AND quarantine.path = files.path)"
    )
    return folders
