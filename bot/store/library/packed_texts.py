"""Packs the texts of documents and attributions that an earlier version left plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.packing import pack

if TYPE_CHECKING:
    import sqlite_utils

_PLAIN_TEXTS = "SELECT id, text, blocks FROM documents INDEXED BY documents_unpacked WHERE packed IS NULL LIMIT ?"
_PLAIN_BODIES = """
    SELECT document_id, version, body FROM attributions INDEXED BY attributions_unpacked WHERE body <> '' LIMIT ?
"""


def pack_some(db: sqlite_utils.Database, limit: int) -> int:
    """Pack up to `limit` plain texts, and return their number; 0 if none is left."""
    texts = db.execute(_PLAIN_TEXTS, [limit]).fetchall()
    for id_, text, blocks in texts:
        db.execute(
            """
            UPDATE documents SET packed = ?, text = '', packed_blocks = coalesce(packed_blocks, ?), blocks = ''
            WHERE id = ?
            """,
            [pack(text), pack(blocks), id_],
        )
    bodies = [] if texts else db.execute(_PLAIN_BODIES, [limit]).fetchall()
    for id_, version, body in bodies:
        db.execute("INSERT INTO attribution_bodies VALUES (?, ?, ?)", [id_, version, pack(body)])
        db.execute("UPDATE attributions SET body = '' WHERE document_id = ? AND version = ?", [id_, version])
    return len(texts) or len(bodies)


def free_share(db: sqlite_utils.Database) -> float:
    """Return the share of the file that is free for new rows."""
    [pages] = db.execute("PRAGMA page_count").fetchone()
    [free] = db.execute("PRAGMA freelist_count").fetchone()
    return float(free / pages)
