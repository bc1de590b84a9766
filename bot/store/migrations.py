"""The tables, and the steps by which an older file comes to them; each step is one transaction.

A new step goes to the end, raises `SCHEMA_VERSION` in database.py and gets a test with rows before and after.
"""

from __future__ import annotations

import sqlite_utils
from sqlite_utils.migrations import Migrations

from bot.store import records
from bot.store.answer_feedback import FEEDBACK
from bot.store.answers import ANSWER_MESSAGES
from bot.store.claim_index import CLAIM_INDEX
from bot.store.derived_tables import DERIVED, WORD_VECTORS
from bot.store.desk_tables import DESK
from bot.store.drafts import DRAFTS
from bot.store.verdict_news import VERDICT_NEWS
from bot.text import opening

steps = Migrations("factdesk")


@steps()
def documents_files_attributions_answers(db: sqlite_utils.Database) -> None:
    """Documents with their files, what the index must still learn, what was worked out, what was answered."""
    for statement in _FIRST:
        db.execute(statement)


@steps()
def voices(db: sqlite_utils.Database) -> None:
    """Who stands behind the attributions; those kept so far are dropped, and worked out again with their voices."""
    for statement in _VOICES:
        db.execute(statement)


@steps()
def desk(db: sqlite_utils.Database) -> None:
    """The claims desk; what is indexed so far counts as held against its watched claims already."""
    for statement in DESK:
        db.execute(statement)


@steps()
def claim_index(db: sqlite_utils.Database) -> None:
    """The index over claims; those that are there come into it at the first search."""
    for statement in CLAIM_INDEX:
        db.execute(statement)


@steps()
def drafts(db: sqlite_utils.Database) -> None:
    """Flags in the making, which outlive a restart."""
    for statement in DRAFTS:
        db.execute(statement)


@steps()
def verdict_news(db: sqlite_utils.Database) -> None:
    """Whom a verdict is still to be told; those of earlier ones have heard of them."""
    db.execute(VERDICT_NEWS)


@steps()
def units_and_sentence_vectors(db: sqlite_utils.Database) -> None:
    """Units and sentence vectors of documents; the bot works out those of the documents that are there."""
    for statement in DERIVED:
        db.execute(statement)


@steps()
def answer_feedback(db: sqlite_utils.Database) -> None:
    """What people press under answers."""
    for statement in FEEDBACK:
        db.execute(statement)


@steps()
def answer_messages(db: sqlite_utils.Database) -> None:
    """Which message shows an answer; answers given before are found by their buttons alone."""
    for statement in ANSWER_MESSAGES:
        db.execute(statement)


@steps()
def headings(db: sqlite_utils.Database) -> None:
    """Say how a document without a title begins, so that no card has to show the name of its file."""
    for statement in _HEADINGS:
        db.execute(statement)
    untitled = db.execute("SELECT id FROM documents WHERE title IS NULL AND json_valid(blocks)").fetchall()
    for (id_,) in untitled:
        text, body = db.execute("SELECT text, blocks FROM documents WHERE id = ?", [id_]).fetchone()
        db.execute("UPDATE documents SET heading = ? WHERE id = ?", [opening(text, records.blocks(body)), id_])


@steps()
def answer_states(db: sqlite_utils.Database) -> None:
    """Give the saved answers one of four states in place of answered or not."""
    db.execute(_ANSWER_STATES)


@steps()
def word_vectors(db: sqlite_utils.Database) -> None:
    """Vectors of single words; the bot works out those of the words that are indexed."""
    db.execute(WORD_VECTORS)


# `generation` counts the changes to the documents; the index carries the generation that it has seen.
_FIRST = (
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY, folder TEXT NOT NULL, path TEXT NOT NULL,
        sha256 TEXT NOT NULL, name TEXT NOT NULL, title TEXT, outlet TEXT, authors TEXT NOT NULL, published TEXT,
        url TEXT, blocks TEXT NOT NULL, generation INTEGER NOT NULL, text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX documents_place ON documents (folder, path, id, sha256)",
    "CREATE INDEX documents_generation ON documents (generation)",
    # Covers the autocompletion, which would otherwise walk over the texts.
    "CREATE INDEX documents_heading ON documents (coalesce(title, name) COLLATE NOCASE, id, name, title, outlet)",
    "CREATE INDEX documents_outlet ON documents (outlet)",
    """
    CREATE TABLE files (
        folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        sha256 TEXT NOT NULL, reading INTEGER NOT NULL, reason TEXT,
        PRIMARY KEY (folder, path)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE removals (document_id TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE state (generation INTEGER NOT NULL) STRICT",
    "INSERT INTO state (generation) VALUES (0)",
    """
    CREATE TABLE attributions (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        version TEXT NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (document_id, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE answers (
        id TEXT PRIMARY KEY, guild_id INTEGER, channel_id INTEGER NOT NULL, user_id INTEGER,
        visibility TEXT NOT NULL, created_at TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX answers_created_at ON answers (created_at)",
)

# `mentions` counts the rows of `voices` that bear the name; a name that none bears any more goes.
_VOICES = (
    "DELETE FROM attributions",
    """
    CREATE TABLE voice_names (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, tail TEXT NOT NULL,
        acronym TEXT, mentions INTEGER NOT NULL DEFAULT 0, UNIQUE (name, kind)
    ) STRICT
    """,
    "CREATE INDEX voice_names_tail ON voice_names (tail)",
    "CREATE INDEX voice_names_acronym ON voice_names (acronym)",
    "CREATE INDEX voice_names_words ON voice_names (words)",
    """
    CREATE TABLE voices (
        document_id TEXT NOT NULL, version TEXT NOT NULL, position INTEGER NOT NULL,
        name_id INTEGER NOT NULL REFERENCES voice_names (id), role TEXT NOT NULL, own INTEGER NOT NULL,
        PRIMARY KEY (document_id, version, position, name_id),
        FOREIGN KEY (document_id, version) REFERENCES attributions (document_id, version) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX voices_name ON voices (name_id)",
    """
    CREATE TRIGGER voices_come AFTER INSERT ON voices BEGIN
        UPDATE voice_names SET mentions = mentions + 1 WHERE id = new.name_id;
    END
    """,
    """
    CREATE TRIGGER voices_go AFTER DELETE ON voices BEGIN
        UPDATE voice_names SET mentions = mentions - 1 WHERE id = old.name_id;
        DELETE FROM voice_names WHERE id = old.name_id AND mentions = 0;
    END
    """,
)

_HEADINGS = (
    "ALTER TABLE documents ADD COLUMN heading TEXT",
    "DROP INDEX documents_heading",
    """
    CREATE INDEX documents_heading ON documents
        (coalesce(title, heading, name) COLLATE NOCASE, id, name, title, heading, outlet)
    """,
)

# An unanswered one that had near misses showed the nearest passage, as the closest do now.
_ANSWER_STATES = """
    UPDATE answers SET body = json_set(
        json_remove(body, '$.answered'),
        '$.state', CASE
            WHEN json_extract(body, '$.answered') THEN 'answered'
            WHEN json_array_length(body, '$.near_misses') > 0 THEN 'closest'
            ELSE 'nothing'
        END,
        '$.headline', CASE
            WHEN json_extract(body, '$.headline') <> 'Nothing in the corpus says this.'
                THEN json_extract(body, '$.headline')
            WHEN json_array_length(body, '$.near_misses') > 0 THEN 'No passage clearly answers this.'
            ELSE 'No passage in the articles matched.'
        END
    )
    WHERE json_valid(body) AND json_type(body, '$.answered') IS NOT NULL AND json_type(body, '$.state') IS NULL
"""


def migrate(db: sqlite_utils.Database) -> None:
    """Apply the steps that `db` has not had yet, and note in its user_version how many it has had.

    Run it inside a transaction, so that of two processes that start at once only one does it.
    """
    steps.apply(db)
    db.execute(f"PRAGMA user_version = {len(steps.applied(db))}")
