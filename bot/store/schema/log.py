"""Tables and triggers by which the log proves each row and permits an erasure, as SQL."""

from __future__ import annotations

# `changes` holds the rows that an event changed (bot/store/log/capture.py). The salt of a hashed value is deleted with
# the value, so that the hash that stays in the log can't be guessed. A trigger gives way to exactly one change, the
# erasure; an event keeps its hash then, and the event of the erasure records the hash of what is left.
LOG_REPLAY = (
    "ALTER TABLE events ADD COLUMN changes TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE salts (
        desk_id INTEGER NOT NULL REFERENCES desks (id), name TEXT NOT NULL, row TEXT NOT NULL, changed TEXT NOT NULL,
        salt TEXT NOT NULL, PRIMARY KEY (desk_id, name, row, changed)
    ) STRICT, WITHOUT ROWID
    """,
    "DROP TRIGGER claims_keep_their_words",
    """
    CREATE TRIGGER claims_keep_their_words BEFORE UPDATE OF desk_id, number, text, created_at ON claims
    WHEN (new.desk_id, new.number, new.created_at) IS NOT (old.desk_id, old.number, old.created_at)
        OR new.text NOT IN (old.text, '[erased]')
    BEGIN
        SELECT RAISE(ABORT, 'the words of a claim can not be changed');
    END
    """,
    "DROP TRIGGER evidence_stays_as_pinned",
    """
    CREATE TRIGGER evidence_stays_as_pinned
    BEFORE UPDATE OF desk_id, claim, number, kind, text, person, created_at, document_id, sha256, span_start, span_end
    ON evidence
    WHEN new.text NOT IN (old.text, '[erased]') OR (
        new.desk_id, new.claim, new.number, new.kind, new.person, new.created_at, new.document_id, new.sha256,
        new.span_start, new.span_end
    ) IS NOT (
        old.desk_id, old.claim, old.number, old.kind, old.person, old.created_at, old.document_id, old.sha256,
        old.span_start, old.span_end
    ) BEGIN
        SELECT RAISE(ABORT, 'evidence can not be changed');
    END
    """,
    "DROP TRIGGER events_are_not_changed",
    """
    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    WHEN new.after IS NOT json_set(old.after, '$.why', '[erased]') OR (
        new.desk_id, new.number, new.claim, new.action, new.at, new.person, new.before, new.previous, new.hash,
        new.changes
    ) IS NOT (
        old.desk_id, old.number, old.claim, old.action, old.at, old.person, old.before, old.previous, old.hash,
        old.changes
    ) BEGIN
        SELECT RAISE(ABORT, 'an event can not be changed');
    END
    """,
)
