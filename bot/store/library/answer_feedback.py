"""Rows of feedback on answers, without article texts and user ids."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

from bot.model.answers import AnswerState
from bot.model.spans import Span
from bot.store.archive import ArchiveConnection

_COLUMNS = "answer_id, guild_id, answers, question, limits, state, intent, quotes, generation, given_at"


@dataclass(frozen=True, slots=True)
class FeedbackQuote:
    """A quote shown on a card, with hashes of words and document."""

    document_id: str
    document: str
    sha256: str
    span: Span
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """One button press about the quotes shown for a question.

    It holds all data needed after the answer's deletion. A quote's `document` is its name in JSON; `limits` are the
    question's search limits in words; `generation` is the corpus's; `given_at` is ISO 8601 in UTC. `id` is 0 before
    saving.
    """

    answer_id: str
    guild_id: int | None
    answers: bool
    question: str
    limits: str
    state: AnswerState
    intent: str
    quotes: tuple[FeedbackQuote, ...]
    generation: int
    given_at: str
    id: int = 0


def put(db: ArchiveConnection, feedback: Feedback, user: int, asker: int | None) -> None:
    """Save a user's feedback on an answer, replacing their earlier one."""
    columns = [
        *(feedback.answer_id, feedback.guild_id, int(feedback.answers), feedback.question, feedback.limits),
        *(feedback.state.value, feedback.intent, _quotes_body(feedback.quotes), feedback.generation, feedback.given_at),
    ]
    asker_pseudonym = None if asker is None else pseudonym(db, asker)
    db.execute(
        f"""
        INSERT INTO answer_feedback ({_COLUMNS}, person, asker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (answer_id, person) DO UPDATE SET answers = excluded.answers, quotes = excluded.quotes,
            generation = excluded.generation, given_at = excluded.given_at
        """,  # noqa: S608 - our own column names
        [*columns, pseudonym(db, user), asker_pseudonym],
    )


def everything(connection: ArchiveConnection, guild: int | None = None) -> list[Feedback]:
    """Return the feedback of all guilds or of one, oldest first."""
    condition = "TRUE" if guild is None else "guild_id = ?"
    rows = connection.execute(
        f"SELECT {_COLUMNS}, id FROM answer_feedback WHERE {condition} ORDER BY id",  # noqa: S608 - ours
        [] if guild is None else [guild],
    )
    return [_feedback(row) for row in rows]


def count_of(connection: ArchiveConnection, user: int) -> int:
    """Return the number of a user's feedback rows, given and received."""
    person = pseudonym(connection, user)
    row = connection.execute("SELECT count(*) FROM answer_feedback WHERE person = ? OR asker = ?", [person] * 2)
    return int(row.fetchone()[0])


def forget(connection: ArchiveConnection, user: int) -> None:
    """Delete a user's feedback rows, given and received."""
    person = pseudonym(connection, user)
    connection.execute("DELETE FROM answer_feedback WHERE person = ? OR asker = ?", [person] * 2)


def pseudonym(connection: ArchiveConnection, user: int) -> str:
    """Return a user's pseudonym: HMAC-SHA256 under the database's secret."""
    (secret,) = connection.execute("SELECT value FROM feedback_secret").fetchone()
    return hmac.new(secret, str(user).encode(), hashlib.sha256).hexdigest()


def text_digest(text: str) -> str:
    """Return the SHA-256 of quoted words, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _quotes_body(quotes: tuple[FeedbackQuote, ...]) -> str:
    return json.dumps(
        [
            [quote.document_id, quote.document, quote.sha256, quote.span.start, quote.span.end, quote.text_sha256]
            for quote in quotes
        ],
        ensure_ascii=False,
    )


def _feedback(row: tuple[object, ...]) -> Feedback:
    answer, guild, answers, question, limits, state, intent, quotes, generation, given_at, id_ = row
    return Feedback(
        answer_id=str(answer),
        guild_id=guild if isinstance(guild, int) else None,
        answers=bool(answers),
        question=str(question),
        limits=str(limits),
        state=AnswerState(str(state)),
        intent=str(intent),
        quotes=tuple(
            FeedbackQuote(document_id, document, sha256, Span(start, end), text_sha256)
            for document_id, document, sha256, start, end, text_sha256 in json.loads(str(quotes))
        ),
        generation=int(str(generation)),
        given_at=str(given_at),
        id=int(str(id_)),
    )
