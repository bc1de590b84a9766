"""Tables of the attachments of flagged messages, as SQL."""

from __future__ import annotations

# `file_contents` holds a content once for a desk; `sha256` of `kept_files` names it. `earlier_claim` is the claim where
# the same file, or a like picture, was flagged before. `card_files` names the files that the card's message holds.
KEPT_FILES = (
    """
    CREATE TABLE kept_files (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, flag INTEGER NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL, url TEXT, spoiler INTEGER NOT NULL,
        state TEXT NOT NULL, sha256 TEXT, picture_hash TEXT, kept_at TEXT, earlier_claim INTEGER, likeness TEXT,
        PRIMARY KEY (desk_id, claim, flag, position),
        FOREIGN KEY (desk_id, claim, flag) REFERENCES flags (desk_id, claim, number),
        CHECK ((state = 'kept') = (sha256 IS NOT NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX kept_files_sha256 ON kept_files (desk_id, sha256) WHERE sha256 IS NOT NULL",
    "CREATE INDEX kept_files_picture ON kept_files (desk_id, claim, picture_hash) WHERE picture_hash IS NOT NULL",
    """
    CREATE TABLE file_contents (
        desk_id INTEGER NOT NULL REFERENCES desks (id), sha256 TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (desk_id, sha256)
    ) STRICT
    """,
    "ALTER TABLE claims ADD COLUMN card_files TEXT NOT NULL DEFAULT '[]'",
)
