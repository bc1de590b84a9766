"""Feedback on answers: records the presses, counts and exports them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answer.presentation.search_results import describe_filter
from bot.library.documents import DocumentService
from bot.model.answers import AnswerState, Finding
from bot.model.documents import Document
from bot.model.json_types import Json
from bot.model.saved_answers import SavedAnswer
from bot.search.intent import read_question
from bot.search.refusals.unanswerable_input import LONGEST
from bot.store.archive import Archive
from bot.store.library import answer_feedback as stored
from bot.store.library import documents
from bot.store.library.answer_feedback import Feedback, FeedbackQuote, text_digest
from bot.store.sqlite.timestamps import stamp

# "Answers it" confirms the quotes of these states as answers.
_ANSWERING_STATES = frozenset({AnswerState.ANSWERED, AnswerState.CLOSEST})


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """Numbers of presses of "Answers it" and "Doesn't"."""

    answers: int
    does_not: int

    @property
    def presses(self) -> int:
        return self.answers + self.does_not

    @property
    def share(self) -> float | None:
        """Return the share of "Answers it", or None without a press."""
        return self.answers / self.presses if self.presses else None


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """Counts in total, by state of the answer and by intent."""

    total: FeedbackCounts
    states: dict[AnswerState, FeedbackCounts]
    intents: dict[str, FeedbackCounts]


@dataclass(frozen=True, slots=True)
class FeedbackExport:
    """Lines of a question set, and messages about skipped quotes."""

    lines: tuple[dict[str, Json], ...]
    skipped: tuple[str, ...]


class FeedbackService:
    """Records feedback on answers and reports it to the operator."""

    def __init__(self, database: Archive, library: DocumentService, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._documents = library
        self._clock = clock

    async def record(self, asked: SavedAnswer, shown: Sequence[Finding], user: int, *, answers: bool) -> None:
        """Save whether the quotes `shown` answer the question.

        A later press of the same user on the same answer replaces the first.
        """
        answer = asked.answer
        now = stamp(self._clock())
        quotes = tuple(_feedback_quote(finding) for finding in shown)
        await self._database.write(
            lambda db: stored.put(
                db,
                Feedback(
                    answer_id=asked.id,
                    guild_id=asked.guild_id,
                    answers=answers,
                    question=answer.question,
                    limits=describe_filter(answer.narrowing),
                    state=answer.state,
                    intent=_intent_of(answer.question),
                    quotes=quotes,
                    generation=documents.generation(db),
                    given_at=now,
                ),
                user,
                asked.user_id,
            )
        )

    async def summary(self, guild: int | None = None) -> FeedbackSummary:
        """Return the counts of one guild, or of all guilds."""
        presses = await self._all_feedback(guild)
        return FeedbackSummary(
            total=_count(presses),
            states={state: _count(press for press in presses if press.state is state) for state in AnswerState},
            intents={
                name: _count(press for press in presses if press.intent == name)
                for name, _ in Counter(press.intent for press in presses if press.intent).most_common()
            },
        )

    async def export(self, guild: int | None = None) -> FeedbackExport:
        """Return all feedback as questions with evidence.

        Each quote is compared with the present text of its document; a changed one is skipped.
        """
        lines: list[dict[str, Json]] = []
        skipped: list[str] = []
        for press in await self._all_feedback(guild):
            documents_by_id = await self._documents.get({quote.document_id for quote in press.quotes})
            checked = [(_evidence_json(quote, documents_by_id.get(quote.document_id)), quote) for quote in press.quotes]
            evidence = [item for item, _ in checked if item is not None]
            vouched = press.answers and press.state in {*_ANSWERING_STATES, AnswerState.CONTRARY}
            if vouched:
                skipped += [_skip_reason(press, quote, documents_by_id) for item, quote in checked if item is None]
            if vouched and not evidence:
                skipped.append(f"feedback-{press.id} was skipped: none of its quotes is in the articles any more.")
                continue
            lines.append(_export_line(press, evidence if vouched else []))
        return FeedbackExport(tuple(lines), tuple(skipped))

    async def count_of(self, user: int) -> int:
        """Count the feedback by a user and on answers to them."""
        return await self._database.read(lambda connection: stored.count_of(connection, user))

    async def _all_feedback(self, guild: int | None) -> list[Feedback]:
        return await self._database.read(lambda connection: stored.everything(connection, guild))


def _intent_of(question: str) -> str:
    """Return the intent of a question, or "" for an overlong one."""
    return read_question(question).intent.value if len(question) <= LONGEST else ""


def _feedback_quote(finding: Finding) -> FeedbackQuote:
    reference, quote = finding.document, finding.quote
    return FeedbackQuote(reference.id, reference.name, reference.sha256, quote.span, text_digest(quote.text))


def _count(presses: Iterable[Feedback]) -> FeedbackCounts:
    answers_given = Counter(press.answers for press in presses)
    return FeedbackCounts(answers_given[True], answers_given[False])


def _evidence_json(quote: FeedbackQuote, document: Document | None) -> Json:
    """Return the quote as JSON, or None for a changed document."""
    if document is None:
        return None
    text = quote.span.of(document.text)
    if text_digest(text) != quote.text_sha256:
        return None
    return {"doc": document.name, "text": text, "start": quote.span.start, "end": quote.span.end}


def _skip_reason(press: Feedback, quote: FeedbackQuote, documents_by_id: dict[str, Document]) -> str:
    reason = "has changed there" if quote.document_id in documents_by_id else "is no longer indexed"
    return f"A quote of feedback-{press.id} was skipped: {quote.document} {reason}."


def _export_line(press: Feedback, evidence: Sequence[Json]) -> dict[str, Json]:
    """Return a press as one question of a question set.

    Quotes that answer are its `evidence`; quotes that report the event otherwise are `contrary`.
    """
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
    """Return the answerability of the question, or None for an open case."""
    if press.answers:
        return press.state in _ANSWERING_STATES
    # "Doesn't" below "nothing" or "closest" may mean an overlooked answer.
    return False if press.state in {AnswerState.ANSWERED, AnswerState.CONTRARY} else None


def _note(press: Feedback) -> str:
    return "pressed: answers it" if press.answers else "pressed: doesn't answer"
