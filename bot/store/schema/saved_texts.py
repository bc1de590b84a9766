"""The table of saved filters and verdict templates, as SQL."""

from __future__ import annotations

# `owner` is the person of a personal text, 0 for one of the whole desk. `name_key` is the name case-folded. `number` is
# that of the event that added the row, so that no old button ever means another row.
SAVED_TEXTS = (
    """
    CREATE TABLE saved_texts (
        desk_id INTEGER NOT NULL REFERENCES desks (id), number INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('filter', 'verdict template')), owner INTEGER NOT NULL,
        name TEXT NOT NULL, name_key TEXT NOT NULL, content TEXT NOT NULL, author INTEGER NOT NULL,
        version INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, changed_at TEXT NOT NULL,
        PRIMARY KEY (desk_id, number), UNIQUE (desk_id, kind, owner, name_key),
        FOREIGN KEY (desk_id, author) REFERENCES people (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
)
