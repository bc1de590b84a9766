"""The table of checked drafts, as SQL."""

from __future__ import annotations

# Outside of the desk and its log: rows are deleted after FACTDESK_DRAFT_HOURS, and no backup holds them, nor the rows
# of `answers` with the visibility "draft". `body` is the check with the draft's text, `fine` a JSON list of keys of
# items that the person marked as fine, `earlier` the check of the version before.
DRAFT_CHECKS = (
    """
    CREATE TABLE draft_checks (
        id TEXT PRIMARY KEY, guild_id INTEGER, user_id INTEGER NOT NULL, created_at TEXT NOT NULL,
        body TEXT NOT NULL, fine TEXT NOT NULL, earlier TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX draft_checks_user ON draft_checks (user_id, created_at)",
    "CREATE INDEX draft_checks_created_at ON draft_checks (created_at)",
)
