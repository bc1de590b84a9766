"""The tables, and the steps by which an older file comes to them; each step is one transaction.

A new step goes to the end, raises `SCHEMA_VERSION` in database.py and gets a test with rows before and after.
"""

from __future__ import annotations

import sqlite_utils
from sqlite_utils.migrations import Migrations

from bot.normalize import opening
from bot.store import row_mapping
from bot.store.schema.claim_index import CLAIM_INDEX
from bot.store.schema.desk import DESK, DRAFTS, VERDICT_NEWS
from bot.store.schema.library import (
    ANSWER_MESSAGES,
    ANSWER_STATES,
    DERIVED,
    FEEDBACK,
    FIRST_TABLES,
    HEADINGS,
    READING,
    SPEAKER_TABLES,
    WORD_VECTORS,
)

steps = Migrations("factdesk")


@steps()
def documents_files_attributions_answers(db: sqlite_utils.Database) -> None:
    """Documents with their files, what the index must still learn, what was worked out, what was answered."""
    for statement in FIRST_TABLES:
        db.execute(statement)


@steps()
def voices(db: sqlite_utils.Database) -> None:
    """Who stands behind the attributions; those kept so far are dropped, and worked out again with their voices."""
    for statement in SPEAKER_TABLES:
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
    for statement in HEADINGS:
        db.execute(statement)
    untitled = db.execute("SELECT id FROM documents WHERE title IS NULL AND json_valid(blocks)").fetchall()
    for (id_,) in untitled:
        text, body = db.execute("SELECT text, blocks FROM documents WHERE id = ?", [id_]).fetchone()
        db.execute("UPDATE documents SET heading = ? WHERE id = ?", [opening(text, row_mapping.blocks(body)), id_])


@steps()
def answer_states(db: sqlite_utils.Database) -> None:
    """Give the saved answers one of four states in place of answered or not."""
    db.execute(ANSWER_STATES)


@steps()
def word_vectors(db: sqlite_utils.Database) -> None:
    """Vectors of single words; the bot works out those of the words that are indexed."""
    db.execute(WORD_VECTORS)


@steps()
def reading(db: sqlite_utils.Database) -> None:
    """Add which documents were read in part, and the lines that articles of one outlet share."""
    for statement in READING:
        db.execute(statement)


def migrate(db: sqlite_utils.Database) -> None:
    """Apply the steps that `db` has not had yet, and note in its user_version how many it has had.

    Run it inside a transaction, so that of two processes that start at once only one does it.
    """
    steps.apply(db)
    db.execute(f"PRAGMA user_version = {len(steps.applied(db))}")
