"""The way of a question: read, find, gather evidence, judge, decide, compose."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

from bot.answer.decision import decide
from bot.answer.evidence.candidates import to_attribute
from bot.answer.judge import Judge
from bot.answer.presentation import structural_answers
from bot.answer.presentation.compose import compose, compose_parts
from bot.answer.presentation.headlines import nothing_headline
from bot.answer.presentation.unread_parts import with_unread_parts
from bot.answer.structural import is_structural, structural_candidates
from bot.answer.structural import judge as judge_by_rules
from bot.errors import UserError
from bot.library.attributions import AttributionService
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.library.evidence import EvidenceService
from bot.library.question_reading import ReadQuestion, read_question
from bot.library.search import SearchService
from bot.model.answers import Answer, AnswerState
from bot.model.attribution import Attribution
from bot.model.search import NO_FILTER, Hit, SearchFilter
from bot.search.compound_questions import CompoundKind
from bot.search.intent import Intent
from bot.search.query import Query

T = TypeVar("T")

_DOCUMENTS = 10
_DOCUMENTS_FOR_A_LIST = 60
_PASSAGES_FOR_A_LIST = 80
_ATTRIBUTED = 6
_NONE_YET: Mapping[str, Sequence[Attribution]] = MappingProxyType({})
_LISTING = frozenset({Intent.WHICH_DOCUMENTS, Intent.AUTHORSHIP, Intent.LEAKED})


class QuestionService:
    """Answers questions over the library. `whole` works out all of a document's attributions at first need."""

    def __init__(  # noqa: PLR0917 - the services that an answer is made of
        self,
        searching: SearchService,
        documents: DocumentService,
        units: DocumentUnitsService,
        attributing: AttributionService,
        evidence: EvidenceService,
        judge: Judge,
        *,
        timeout_s: float,
        whole: bool,
    ) -> None:
        """Wait at most `timeout_s` for attributions that are not known yet."""
        self._searching = searching
        self._documents = documents
        self._units = units
        self._attributing = attributing
        self._evidence = evidence
        self._judge = judge
        self._timeout_s = timeout_s
        self._whole = whole
        self._threads = ThreadPoolExecutor(2, "factdesk-ask")

    def judged_by(self, judge: Judge) -> QuestionService:
        """Return the same service with another judge, such as one fitted on other questions."""
        return QuestionService(
            self._searching,
            self._documents,
            self._units,
            self._attributing,
            self._evidence.judged_by(judge),
            judge,
            timeout_s=self._timeout_s,
            whole=self._whole,
        )

    async def ask(self, question: str, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False) -> Answer:
        """Return the answer to `question` from what lies within the limits.

        An `exact` one takes the question's words as they are, without correcting any. Never raises for what a person
        typed.
        """
        began = time.perf_counter()
        answer, limits = await self._answer(question, narrowing, exact=exact)
        searched = await self._documents.count(limits)
        headline = answer.headline
        if answer.state is AnswerState.NOTHING and headline == nothing_headline(()):
            headline = nothing_headline((), searched)
        in_part = await self._documents.read_in_part(limits)
        return replace(
            with_unread_parts(replace(answer, headline=headline), in_part),
            question=question,
            narrowing=limits,
            exact=exact,
            documents_searched=searched,
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, answer: Answer) -> Answer:
        """Return the answer again once its pending documents are attributed, however long that takes."""
        documents = await self._documents.get(answer.pending)
        await self._attributing.get_or_compute(list(documents.values()), {}, timeout_s=None, whole=True)
        return await self.ask(answer.question, answer.narrowing, exact=answer.exact)

    async def close(self) -> None:
        """Finish the work under way."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _answer(self, question: str, narrowing: SearchFilter, *, exact: bool) -> tuple[Answer, SearchFilter]:
        read = await self._read(question, narrowing, exact=exact)
        if not isinstance(read, ReadQuestion):
            return read, narrowing
        answer = await self._answer_read(read, question)
        if read.narrowing != narrowing and answer.state in {AnswerState.NOTHING, AnswerState.CLOSEST}:
            # The time may be the event's, and many articles don't tell their date.
            return await self._answer_read(replace(read, narrowing=narrowing), question), narrowing
        return answer, read.narrowing

    async def _read(self, question: str, narrowing: SearchFilter, *, exact: bool) -> ReadQuestion | Answer:
        outlets = tuple(await self._documents.outlets())
        today = datetime.now(UTC).date()
        read = await self._run(
            lambda: read_question(question, self._searching.words(), narrowing, today, outlets, exact=exact)
        )
        if isinstance(read, ReadQuestion):
            if any(query.terms() for query in read.parts):
                return read
            return structural_answers.declined(
                question, "It holds no word to look for: name a person, a place or a thing."
            )
        return structural_answers.declined(question, read.sentence)

    async def _answer_read(self, read: ReadQuestion, question: str) -> Answer:
        if read.kind is CompoundKind.SINGLE:
            return await self._answer_part(read.query, read.narrowing)
        answers = [await self._answer_part(query, read.narrowing) for query in read.parts]
        typed = read.typed_parts or tuple(query.question for query in read.parts)
        return compose_parts(question, typed, answers)

    async def _answer_part(self, query: Query, narrowing: SearchFilter) -> Answer:
        if is_structural(query):
            return await self._answer_by_rules(query, narrowing)
        if query.asked.intent is Intent.WHO_IS:
            introduced = await self._answer_by_rules(query, narrowing)
            if introduced.answered:
                return introduced
        hits = await self._evidence.find(query, narrowing)
        try:
            evidence = await self._evidence.gather(query, hits, timeout_s=self._timeout_s, whole=self._whole)
        except UserError as error:  # there is no parser
            return structural_answers.uncompared(await self._answer_by_rules(query, narrowing), error.message)
        judgement = await self._run(lambda: self._judge.judge(evidence.question, evidence.ranked, evidence.compared))
        # Rules take a third of a question's time: they are asked only if their word would change something.
        wanted = self._judge.needs_confirmation(evidence.question, judgement)
        by_rules = await self.answers_by_rules(query, hits, evidence.attributions) if wanted else frozenset()
        answer = await self._run(
            lambda: compose(
                query,
                decide(query, evidence.question, judgement, self._judge, by_rules),
                evidence.attributions,
                evidence.pending,
            )
        )
        return _with_fault(answer, evidence.fault)

    async def answers_by_rules(
        self, query: Query, hits: Sequence[Hit], worked_out: Mapping[str, Sequence[Attribution]] = _NONE_YET
    ) -> frozenset[tuple[str, int]]:
        """Return the units (document id, position) that answer by rules.

        Sources are those that are stored, and those that were `worked_out` for this question.
        """
        ids = list(dict.fromkeys(hit.document for hit in hits))[:_DOCUMENTS]
        documents = list((await self._documents.get(ids)).values())
        units = await self._units.get(documents)
        known = {**await self._attributing.known(documents), **worked_out}

        def answers() -> frozenset[tuple[str, int]]:
            judged = judge_by_rules(query, structural_candidates(query, list(units.values())), known)
            return frozenset((found.taken.document.id, found.match.position) for found in judged.answers)

        return await self._run(answers)

    async def _answer_by_rules(self, query: Query, narrowing: SearchFilter) -> Answer:
        hits = await self._evidence.find(query, narrowing, _PASSAGES_FOR_A_LIST)
        most = _DOCUMENTS_FOR_A_LIST if query.asked.intent in _LISTING else _DOCUMENTS
        ids = list(dict.fromkeys(hit.document for hit in hits))[:most]
        documents = await self._documents.get(ids)
        units = await self._units.get(list(documents.values()))
        found = await self._run(lambda: structural_candidates(query, list(units.values())))
        wanted = to_attribute(query, found, len(ids) if self._whole else _ATTRIBUTED)
        known = await self._attributing.get_or_compute(
            [documents[id_] for id_ in wanted],
            wanted,
            timeout_s=self._timeout_s,
            whole=self._whole,
            prefetch=list(documents.values()) if self._whole else (),
        )
        answer = await self._run(
            lambda: structural_answers.compose(query, judge_by_rules(query, found, known.by_document), known.pending)
        )
        return _with_fault(answer, known.fault)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _with_fault(answer: Answer, fault: str | None) -> Answer:
    if fault is None:
        return answer
    return replace(answer, notes=(*answer.notes, structural_answers.unattributed(fault)))
