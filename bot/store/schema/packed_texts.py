"""Columns of packed texts, as SQL.

A text is in the plain column, as in earlier versions, or packed; then the plain column is empty. The SQL function
`unpacked` reads both (bot/store/packing.py).
"""

from __future__ import annotations

from bot.store.schema.public_views import QUOTES

# The packed bodies of attributions stand apart: SQLite keeps only a kilobyte of a row without a rowid in its page, and
# gives the rest a page of its own.
PACKED_TEXTS = (
    "ALTER TABLE documents ADD COLUMN packed BLOB",
    "ALTER TABLE documents ADD COLUMN packed_blocks BLOB",
    """
    CREATE TABLE attribution_bodies (
        document_id TEXT NOT NULL, version TEXT NOT NULL, packed BLOB NOT NULL,
        PRIMARY KEY (document_id, version),
        FOREIGN KEY (document_id, version) REFERENCES attributions (document_id, version) ON DELETE CASCADE
    ) STRICT
    """,
    # What is still to be packed; both end empty.
    "CREATE INDEX documents_unpacked ON documents (id) WHERE packed IS NULL",
    "CREATE INDEX attributions_unpacked ON attributions (document_id) WHERE body <> ''",
    "DROP VIEW public_quotes",
    QUOTES.replace("d.text", "unpacked(d.text, d.packed)")
    .replace("a.body", "unpacked(a.body, b.packed)")
    .replace("JOIN documents d", "LEFT JOIN attribution_bodies b USING (document_id, version)\n    JOIN documents d"),
)
