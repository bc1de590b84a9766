"""The columns of all tables, and how the audit log proves each of them.

A new column is one line here. A test compares the lines with the tables, so that no column is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Proof(StrEnum):
    """How the log proves a column.

    DESK and KEY identify the row. PLAIN: events hold the value. HASHED: events hold a salted hash, since the value is
    long, or has to be erased on demand. DERIVED: the replay computes it from the other rows (`derived` in replay.py).
    """

    DESK = "desk"
    KEY = "key"
    PLAIN = "plain"
    HASHED = "hashed"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class NotProven:
    """A column that the log doesn't prove, with the reason."""

    reason: str


DESK, KEY, PLAIN, HASHED, DERIVED = Proof.DESK, Proof.KEY, Proof.PLAIN, Proof.HASHED, Proof.DERIVED

_ROW_ID = NotProven("the number of the row in this file; people and events use other keys")
_CARD = NotProven("the place of the card in Discord, which the bot saves after sending it")
_LOOKED_AT = NotProven("when the article was last looked at; a change of its text is an event")

LOGGED: Mapping[str, Mapping[str, Proof | NotProven]] = {
    "desks": {
        "id": DESK,
        "guild_id": PLAIN,
        "set_up": PLAIN,
        "channel_id": PLAIN,
        "editor_role_id": PLAIN,
        "reviewer_role_id": PLAIN,
        "second_reader": PLAIN,
        "time_zone": PLAIN,
        "digest_hour": PLAIN,
        "ratings": PLAIN,
        "rating_values": PLAIN,
        "reply_channels": PLAIN,
        "reply_rating": PLAIN,
        "forum": PLAIN,
    },
    "people": {
        "desk_id": DESK,
        "number": KEY,
        "user_id": HASHED,
        "name": HASHED,
    },
    "claims": {
        "desk_id": DESK,
        "number": KEY,
        "id": _ROW_ID,
        "text": HASHED,
        "why": HASHED,
        "status": PLAIN,
        "priority": PLAIN,
        "due_at": PLAIN,
        "assignee": PLAIN,
        "created_at": PLAIN,
        "changed_at": DERIVED,
        "version": DERIVED,
        "flags": DERIVED,
        "evidence": DERIVED,
        "source_changed": DERIVED,
        "rating": PLAIN,
        "duplicate_of": PLAIN,
        "external_id": PLAIN,
        "title": HASHED,
        "url": HASHED,
        "claimant": HASHED,
        "claimant_kind": PLAIN,
        "claimant_url": HASHED,
        "claimed_on": PLAIN,
        "language": PLAIN,
        "appearances": HASHED,
        "channel_id": _CARD,
        "message_id": _CARD,
        "thread_id": _CARD,
        "card_files": _CARD,
    },
    "tags": {
        "desk_id": DESK,
        "claim": KEY,
        "tag": KEY,
    },
    "flags": {
        "desk_id": DESK,
        "claim": KEY,
        "number": KEY,
        "person": PLAIN,
        "why": HASHED,
        "created_at": PLAIN,
        "link": HASHED,
        "author": PLAIN,
        "written_at": PLAIN,
        "snapshot": HASHED,
    },
    "kept_files": {
        "desk_id": DESK,
        "claim": KEY,
        "flag": KEY,
        "position": KEY,
        "name": HASHED,
        "media_type": PLAIN,
        "size": PLAIN,
        "url": HASHED,
        "spoiler": PLAIN,
        "state": PLAIN,
        "sha256": HASHED,
        "picture_hash": HASHED,
        "kept_at": PLAIN,
        "earlier_claim": PLAIN,
        "likeness": PLAIN,
    },
    "watchers": {
        "desk_id": DESK,
        "claim": KEY,
        "person": KEY,
    },
    "evidence": {
        "desk_id": DESK,
        "claim": KEY,
        "number": KEY,
        "kind": PLAIN,
        "text": HASHED,
        "person": PLAIN,
        "created_at": PLAIN,
        "document_id": PLAIN,
        "sha256": PLAIN,
        "span_start": PLAIN,
        "span_end": PLAIN,
        "title": HASHED,
        "source": HASHED,
        "url": HASHED,
        "read_by_ocr": PLAIN,
        "pin": PLAIN,
        "found": HASHED,
        "checked_sha256": _LOOKED_AT,
        "checked_at": _LOOKED_AT,
    },
    "verdicts": {
        "desk_id": DESK,
        "claim": KEY,
        "number": KEY,
        "rating": PLAIN,
        "explanation": HASHED,
        "author": PLAIN,
        "created_at": PLAIN,
        "evidence": PLAIN,
        "needs_second": PLAIN,
        "second_reader": PLAIN,
        "approved_at": PLAIN,
        "url": PLAIN,
        "byline": HASHED,
        "byline_kind": PLAIN,
        "rating_value": PLAIN,
        "worst_rating": PLAIN,
        "best_rating": PLAIN,
        "published": PLAIN,
        "imported": PLAIN,
    },
    "page_copies": {
        "desk_id": DESK,
        "claim": KEY,
        "number": KEY,
        "kind": PLAIN,
        "url": HASHED,
        "state": PLAIN,
        "person": PLAIN,
        "created_at": PLAIN,
        "finished_at": PLAIN,
        "title": HASHED,
        "published": PLAIN,
        "sha256": HASHED,
        "text": HASHED,
        "archived": HASHED,
        "failure": PLAIN,
    },
    "sightings": {
        "desk_id": DESK,
        "claim": KEY,
        "document_id": KEY,
        "id": _ROW_ID,
        "title": HASHED,
        "span_start": PLAIN,
        "span_end": PLAIN,
        "text": HASHED,
        "found_at": PLAIN,
    },
    "saved_texts": {
        "desk_id": DESK,
        "number": KEY,
        "kind": PLAIN,
        "owner": PLAIN,
        "name": HASHED,
        "name_key": HASHED,
        "content": HASHED,
        "author": PLAIN,
        "version": PLAIN,
        "created_at": PLAIN,
        "changed_at": PLAIN,
    },
}

_ARTICLES = "articles and what is derived from them, read again from the newsroom's folders"
_QUEUE = "what waits for Discord or for its time; rows are deleted once they are done"

NOT_LOGGED: Mapping[str, str] = {
    "events": "the log itself: the hash chain covers each of its columns",
    "file_contents": "proven by the sha256 of `kept_files` and `evidence`; `claims verify-log` compares each content",
    "salts": "a changed salt makes its column differ from the log",
    "interactions": "a note of some minutes against an action that Discord delivers twice",
    "verdict_replies": "messages that the bot replied to, so that none gets a second reply",
    "question_watches": "what readers watch for in new articles; a watch changes no claim",
    "question_finds": "articles that were posted for a watch, so that none is posted again",
    "greetings": "servers that the bot greeted, so that none gets a second greeting",
    "submissions": "who handed in which article of the library; the library is no part of a desk",
    "drafts": "forms that nobody has sent yet",
    "draft_checks": "results of draft checks, deleted after a day and never part of the desk",
    "schedules": _QUEUE,
    "outbox": _QUEUE,
    "webhook_cursors": _QUEUE,
    "outbox_recipients": _QUEUE,
    "claim_text": "an index over the claims' words, without a text of its own",
    "claim_words": "an index over the claims' words, without a text of its own",
    "claim_terms": "an index over the claims' words, without a text of its own",
    **dict.fromkeys(
        (
            *("documents", "document_units", "files", "removals", "quarantine", "shared_lines", "state"),
            *("attributions", "attribution_bodies", "voices", "voice_names", "sentence_vectors", "word_vectors"),
        ),
        _ARTICLES,
    ),
    **dict.fromkeys(("answers", "answer_feedback", "feedback_secret"), "answers to questions, outside of the desk"),
}


def desk_column(table: str) -> str:
    """Return the column with the id of the desk."""
    return _having(table, DESK)[0]


def keys(table: str) -> tuple[str, ...]:
    """Return the columns that identify a row within its desk."""
    return _having(table, KEY)


def recorded(table: str) -> tuple[str, ...]:
    """Return the columns that events record."""
    return _having(table, PLAIN, HASHED)


def derived(table: str) -> tuple[str, ...]:
    """Return the columns that the replay computes."""
    return _having(table, DERIVED)


def is_hashed(table: str, column: str) -> bool:
    """Check whether events hold only a hash of a column."""
    return LOGGED[table].get(column) is HASHED


def _having(table: str, *proofs: Proof) -> tuple[str, ...]:
    return tuple(column for column, proof in LOGGED[table].items() if proof in proofs)
