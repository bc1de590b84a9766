"""Feedback on answers: taken from Discord's buttons, given to the operator as questions and as shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answer.presentation.search_results import told
from bot.library.documents import DocumentService
from bot.model.answers import AnswerState, Finding
from bot.model.documents import Document
from bot.model.json_types import Json
from bot.search.intent import read_question
from bot.search.refusals.unanswerable_input import LONGEST
from bot.store.library import answer_feedback as stored
from bot.store.library import documents
from bot.store.library.answer_feedback import Feedback, FeedbackQuote, text_digest
from bot.store.library.answers import SavedAnswer
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_SHOWING = frozenset({AnswerState.ANSWERED, AnswerState.CLOSEST})  # a press "answers it" vouches for their quotes


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """How many presses said that answers of one kind answer, and how many that they don't."""

    answers: int
    does_not: int

    @property
    def presses(self) -> int:
        return self.answers + self.does_not

    @property
    def share(self) -> float | None:
        """Return the share that answers, or None without a press."""
        return self.answers / self.presses if self.presses else None


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """The presses in all, by the state of the answer, and by the question's intent."""

    total: FeedbackCounts
    states: dict[AnswerState, FeedbackCounts]
    intents: dict[str, FeedbackCounts]


@dataclass(frozen=True, slots=True)
class FeedbackExport:
    """Lines in the question format of an evaluation set, and a sentence for each thing that was left out."""

    lines: tuple[dict[str, Json], ...]
    left_out: tuple[str, ...]


class FeedbackService:
    """Takes presses on answers, and tells the operator what they say."""

    def __init__(self, database: Database, library: DocumentService, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._documents = library
        self._clock = clock

    async def record(self, asked: SavedAnswer, shown: Sequence[Finding], user: int, *, answers: bool) -> None:
        """Save that the quotes `shown` answer the question or don't, once for each user and answer."""
        answer = asked.answer
        now = stamp(self._clock())
        quotes = tuple(_quote(finding) for finding in shown)
        await self._database.write(
            lambda db: stored.put(
                db,
                Feedback(
                    answer_id=asked.id,
                    guild_id=asked.guild_id,
                    answers=answers,
                    question=answer.question,
                    limits=told(answer.narrowing),
                    state=answer.state,
                    intent=_intent_of(answer.question),
                    quotes=quotes,
                    generation=documents.generation(db.conn),
                    given_at=now,
                ),
                user,
                asked.user_id,
            )
        )

    async def summary(self, guild: int | None = None) -> FeedbackSummary:
        """Return how many presses there are, of all guilds or of one."""
        given = await self._everything(guild)
        return FeedbackSummary(
            total=_counts(given),
            states={state: _counts(press for press in given if press.state is state) for state in AnswerState},
            intents={
                name: _counts(press for press in given if press.intent == name)
                for name, _ in Counter(press.intent for press in given if press.intent).most_common()
            },
        )

    async def export(self, guild: int | None = None) -> FeedbackExport:
        """Return all feedback as questions with their evidence, checked against the documents as they are now."""
        lines: list[dict[str, Json]] = []
        left_out: list[str] = []
        for press in await self._everything(guild):
            found = await self._documents.get({quote.document_id for quote in press.quotes})
            checked = [(_evidence(quote, found.get(quote.document_id)), quote) for quote in press.quotes]
            evidence = [item for item, _ in checked if item is not None]
            vouched = press.answers and press.state in {*_SHOWING, AnswerState.CONTRARY}
            if vouched:
                left_out += [_changed(press, quote, found) for item, quote in checked if item is None]
            if vouched and not evidence:
                left_out.append(f"feedback-{press.id} was left out: none of its quotes is left.")
                continue
            lines.append(_line(press, evidence if vouched else []))
        return FeedbackExport(tuple(lines), tuple(left_out))

    async def count_of(self, user: int) -> int:
        """Return how much feedback was given by a user, or on answers to them."""
        return await self._database.read(lambda connection: stored.count_of(connection, user))

    async def _everything(self, guild: int | None) -> list[Feedback]:
        return await self._database.read(lambda connection: stored.everything(connection, guild))


def _intent_of(question: str) -> str:
    """Return what kind of answer a question wants, or "" for one that is too long to be read."""
    return read_question(question).intent.value if len(question) <= LONGEST else ""


def _quote(finding: Finding) -> FeedbackQuote:
    reference, quote = finding.document, finding.quote
    return FeedbackQuote(reference.id, reference.name, reference.sha256, quote.span, text_digest(quote.text))


def _counts(given: Iterable[Feedback]) -> FeedbackCounts:
    pressed = Counter(press.answers for press in given)
    return FeedbackCounts(pressed[True], pressed[False])


def _evidence(quote: FeedbackQuote, document: Document | None) -> Json:
    """Return the verbatim slice of a quote, or None if other words stand there now."""
    if document is None:
        return None
    text = quote.span.of(document.text)
    if text_digest(text) != quote.text_sha256:
        return None
    return {"doc": document.name, "text": text, "start": quote.span.start, "end": quote.span.end}


def _changed(press: Feedback, quote: FeedbackQuote, found: dict[str, Document]) -> str:
    why = "has changed there" if quote.document_id in found else "is no longer indexed"
    return f"A quote of feedback-{press.id} was left out: {quote.document} {why}."


def _line(press: Feedback, evidence: Sequence[Json]) -> dict[str, Json]:
    """Return a press as a question: quotes that answer are its evidence, those that report otherwise its `contrary`."""
    contrary = press.state is AnswerState.CONTRARY
    shown = list(evidence)
    line: dict[str, Json] = {
        "id": f"feedback-{press.id}",
        "question": press.question,
        "kind": press.intent.replace(" ", "-"),
        "answerable": _is_answerable(press),
        "docs": list(dict.fromkeys(item["doc"] for item in shown if isinstance(item, dict))),
        "evidence": [] if contrary else shown,
        "must_name": [],
        "note": "; ".join(filter(None, [_note(press), press.limits])),
        "state": press.state.value,
        "answers": press.answers,
        "generation": press.generation,
        "given": press.given_at,
    }
    return line | {"contrary": shown} if contrary and shown else line


def _is_answerable(press: Feedback) -> bool | None:
    """Return whether the articles answer the question, or None if the press leaves that open."""
    if press.answers:
        return press.state in _SHOWING
    # "Doesn't" below "nothing" or "closest" may mean that the answer was overlooked.
    return False if press.state in {AnswerState.ANSWERED, AnswerState.CONTRARY} else None


def _note(press: Feedback) -> str:
    return "pressed: answers it" if press.answers else "pressed: doesn't answer"
