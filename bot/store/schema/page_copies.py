"""Table of the copies of linked pages, as SQL."""

from __future__ import annotations

# A row is written before the page is fetched; `outbox` has a message of the kind 'archive' until it was. The result is
# not changed any more, but an erasure takes it.
PAGE_COPIES = (
    """
    CREATE TABLE page_copies (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
        url TEXT NOT NULL, state TEXT NOT NULL, person INTEGER NOT NULL, created_at TEXT NOT NULL, finished_at TEXT,
        title TEXT, published TEXT, sha256 TEXT, text TEXT, archived TEXT, failure TEXT,
        PRIMARY KEY (desk_id, claim, number),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number),
        CHECK (kind IN ('text', 'web')), CHECK (state IN ('waiting', 'done', 'failed'))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX page_copies_person ON page_copies (desk_id, person)",
    """
    CREATE TRIGGER page_copies_stay_as_made
    BEFORE UPDATE OF kind, url, person, created_at, finished_at, sha256, text, archived ON page_copies
    WHEN old.state <> 'waiting' AND new.url <> '[erased]' BEGIN
        SELECT RAISE(ABORT, 'a copy of a page can not be changed');
    END
    """,
)
