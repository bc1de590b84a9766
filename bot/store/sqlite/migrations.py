"""Migrations from an empty or older file to the present tables.

A new step goes to the end, raises `SCHEMA_VERSION` in database.py, and gets a test with rows before and after.
"""

from __future__ import annotations

import json

import sqlite_utils
from sqlite_utils.migrations import Migrations

from bot.model.claims import RATING_VALUES, RATINGS
from bot.normalize import opening
from bot.store import row_mapping
from bot.store.log import capture
from bot.store.schema.claim_index import CLAIM_INDEX
from bot.store.schema.desk import DESK, DRAFTS, EVIDENCE_BY_OCR, VERDICT_NEWS
from bot.store.schema.draft_checks import DRAFT_CHECKS
from bot.store.schema.greetings import GREETINGS
from bot.store.schema.kept_files import KEPT_FILES
from bot.store.schema.library import (
    ANSWER_MESSAGES,
    ANSWER_STATES,
    DERIVED,
    FEEDBACK,
    FILE_CHANGES,
    FIRST_TABLES,
    FORMATS,
    HEADINGS,
    QUARANTINE,
    READING,
    SPEAKER_TABLES,
    WORD_VECTORS,
)
from bot.store.schema.log import LOG_REPLAY
from bot.store.schema.outbox import OUTBOX, OUTBOX_FROM_EARLIER
from bot.store.schema.packed_texts import PACKED_TEXTS
from bot.store.schema.page_copies import PAGE_COPIES
from bot.store.schema.provenance import DEFAULT_SCALE_VALUES, PROVENANCE
from bot.store.schema.public_views import PUBLIC_VIEWS
from bot.store.schema.question_watches import QUESTION_WATCHES
from bot.store.schema.saved_texts import SAVED_TEXTS
from bot.store.schema.submissions import SUBMISSIONS
from bot.store.schema.verdict_replies import VERDICT_REPLIES
from bot.store.schema.webhook import WEBHOOK_CURSORS

steps = Migrations("factdesk")


@steps()
def documents_files_attributions_answers(db: sqlite_utils.Database) -> None:
    """Create documents, files, removals, attributions and answers."""
    for statement in FIRST_TABLES:
        db.execute(statement)


@steps()
def voices(db: sqlite_utils.Database) -> None:
    """Create speakers; delete attributions, to be computed again with speakers."""
    for statement in SPEAKER_TABLES:
        db.execute(statement)


@steps()
def desk(db: sqlite_utils.Database) -> None:
    """Create the claims desk; present documents count as searched for watched claims."""
    for statement in DESK:
        db.execute(statement)


@steps()
def claim_index(db: sqlite_utils.Database) -> None:
    """Create the full-text index over claims, filled at the first search."""
    for statement in CLAIM_INDEX:
        db.execute(statement)


@steps()
def drafts(db: sqlite_utils.Database) -> None:
    """Create flag drafts."""
    for statement in DRAFTS:
        db.execute(statement)


@steps()
def verdict_news(db: sqlite_utils.Database) -> None:
    """Create pending verdict notifications; earlier verdicts get none."""
    db.execute(VERDICT_NEWS)


@steps()
def units_and_sentence_vectors(db: sqlite_utils.Database) -> None:
    """Create units and sentence vectors, computed in the background."""
    for statement in DERIVED:
        db.execute(statement)


@steps()
def answer_feedback(db: sqlite_utils.Database) -> None:
    """Create feedback on answers."""
    for statement in FEEDBACK:
        db.execute(statement)


@steps()
def answer_messages(db: sqlite_utils.Database) -> None:
    """Add the message of an answer; earlier answers have none."""
    for statement in ANSWER_MESSAGES:
        db.execute(statement)


@steps()
def headings(db: sqlite_utils.Database) -> None:
    """Add a heading to documents without a title: their first words."""
    for statement in HEADINGS:
        db.execute(statement)
    untitled = db.execute("SELECT id FROM documents WHERE title IS NULL AND json_valid(blocks)").fetchall()
    for (id_,) in untitled:
        text, body = db.execute("SELECT text, blocks FROM documents WHERE id = ?", [id_]).fetchone()
        db.execute("UPDATE documents SET heading = ? WHERE id = ?", [opening(text, row_mapping.blocks(body)), id_])


@steps()
def answer_states(db: sqlite_utils.Database) -> None:
    """Give saved answers one of four states, instead of answered or not."""
    db.execute(ANSWER_STATES)


@steps()
def word_vectors(db: sqlite_utils.Database) -> None:
    """Create word vectors, computed in the background."""
    db.execute(WORD_VECTORS)


@steps()
def quarantine(db: sqlite_utils.Database) -> None:
    """Create the quarantine; files skipped earlier enter it at the next sync."""
    db.execute(QUARANTINE)


@steps()
def reading(db: sqlite_utils.Database) -> None:
    """Add documents read in part, and lines shared by an outlet's articles."""
    for statement in READING:
        db.execute(statement)


@steps()
def formats(db: sqlite_utils.Database) -> None:
    """Add details of reading to documents, metadata and OCR to files."""
    for statement in FORMATS:
        db.execute(statement)


@steps()
def file_changes(db: sqlite_utils.Database) -> None:
    """Add the time of the last change to files; each file is compared once again."""
    db.execute(FILE_CHANGES)


@steps()
def outbox(db: sqlite_utils.Database) -> None:
    """Create the outbox from the unsent messages of earlier versions."""
    for statement in (*OUTBOX, *OUTBOX_FROM_EARLIER):
        db.execute(statement)


@steps()
def evidence_by_ocr(db: sqlite_utils.Database) -> None:
    """Add the OCR label to evidence; earlier quotes take it from their document."""
    for statement in EVIDENCE_BY_OCR:
        db.execute(statement)


@steps()
def provenance(db: sqlite_utils.Database) -> None:
    """Add claimant, appearances and the rating's number; earlier claims have none."""
    for statement in PROVENANCE:
        db.execute(statement)
    db.execute(DEFAULT_SCALE_VALUES, {"values": json.dumps(RATING_VALUES), "ratings": json.dumps(RATINGS)})


@steps()
def log_replay(db: sqlite_utils.Database) -> None:
    """Let events hold the changed rows; a baseline records the present ones."""
    for statement in LOG_REPLAY:
        db.execute(statement)
    capture.record_baseline(db.conn)


@steps()
def claim_bigrams(db: sqlite_utils.Database) -> None:
    """Empty the index of claims: Chinese and Japanese are indexed by bigrams from now on."""
    db.execute("INSERT INTO claim_words (claim_words) VALUES ('delete-all')")


@steps()
def public_views(db: sqlite_utils.Database) -> None:
    """Create the views for readers of the database."""
    for statement in PUBLIC_VIEWS:
        db.execute(statement)


@steps()
def webhook_cursors(db: sqlite_utils.Database) -> None:
    """Create the places up to which verdicts were queued for the webhook; none yet."""
    db.execute(WEBHOOK_CURSORS)


@steps()
def verdict_replies(db: sqlite_utils.Database) -> None:
    """Add the replies to repeated false claims; desks have them off."""
    for statement in VERDICT_REPLIES:
        db.execute(statement)


@steps()
def saved_texts(db: sqlite_utils.Database) -> None:
    """Create the saved filters and verdict templates; desks have none yet."""
    for statement in SAVED_TEXTS:
        db.execute(statement)


@steps()
def page_copies(db: sqlite_utils.Database) -> None:
    """Create the copies of linked pages; none yet."""
    for statement in PAGE_COPIES:
        db.execute(statement)


@steps()
def kept_files(db: sqlite_utils.Database) -> None:
    """Create the attachments of flagged messages; earlier flags have none."""
    for statement in KEPT_FILES:
        db.execute(statement)


@steps()
def question_watches(db: sqlite_utils.Database) -> None:
    """Create the watched questions, none yet; present articles are no news for them."""
    for statement in QUESTION_WATCHES:
        db.execute(statement)


@steps()
def greetings(db: sqlite_utils.Database) -> None:
    """Create the greetings of joined servers; the servers of earlier versions get none."""
    db.execute(GREETINGS)


@steps()
def submissions(db: sqlite_utils.Database) -> None:
    """Create the articles handed in from Discord; none yet."""
    db.execute(SUBMISSIONS)


@steps()
def draft_checks(db: sqlite_utils.Database) -> None:
    """Create the checked drafts; none yet."""
    for statement in DRAFT_CHECKS:
        db.execute(statement)


@steps()
def packed_texts(db: sqlite_utils.Database) -> None:
    """Add columns of packed texts; those of before are packed in the background."""
    for statement in PACKED_TEXTS:
        db.execute(statement)


def migrate(db: sqlite_utils.Database) -> None:
    """Apply the missing steps, and save their number as user_version.

    Call it inside a transaction, so that of two starting processes only one migrates.
    """
    steps.apply(db)
    db.execute(f"PRAGMA user_version = {len(steps.applied(db))}")
