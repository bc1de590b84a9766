"""Answers questions: parse, retrieve, gather evidence, judge, decide, compose."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from bot.answer.decision import decide
from bot.answer.evidence.candidates import ranges_to_attribute
from bot.answer.judge import Judge
from bot.answer.presentation import structural_answers
from bot.answer.presentation.compose import compose, compose_parts
from bot.answer.presentation.headlines import nothing_headline
from bot.answer.presentation.search_gaps import with_search_gaps
from bot.answer.presentation.unread_parts import with_unread_parts
from bot.answer.structural import is_structural, judge_by_rules, structural_candidates
from bot.errors import UserError
from bot.library.attributions import AttributionService
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.library.evidence import EvidenceService
from bot.library.question_reading import ParsedQuestion, read_question
from bot.library.search import SearchService
from bot.library.service_threads import ServiceThreads
from bot.model.answers import Answer, AnswerState
from bot.model.attribution import Attribution
from bot.model.search import NO_FILTER, Hit, SearchFilter
from bot.model.search_gaps import collected_gaps
from bot.search.compound_questions import CompoundKind
from bot.search.intent import Intent
from bot.search.query import Query
from bot.search.refusals.unanswerable_input import Refusal

_DOCUMENTS = 10
_DOCUMENTS_FOR_A_LIST = 60
_PASSAGES_FOR_A_LIST = 80
_ATTRIBUTED = 6
_NO_ATTRIBUTIONS: Mapping[str, Sequence[Attribution]] = MappingProxyType({})
_NO_WORDS = "It contains no word to search for. Name a person, a place or a thing."
_LISTING = frozenset({Intent.WHICH_DOCUMENTS, Intent.AUTHORSHIP, Intent.LEAKED})


class QuestionService:
    """Answers questions over the library.

    With `whole`, missing attributions are computed for whole documents.
    """

    def __init__(  # noqa: PLR0917 - the services that an answer is made of
        self,
        search: SearchService,
        documents: DocumentService,
        units: DocumentUnitsService,
        attributions: AttributionService,
        evidence: EvidenceService,
        judge: Judge,
        *,
        timeout_s: float,
        whole: bool,
    ) -> None:
        """Take the services and the maximum wait for missing attributions."""
        self._search = search
        self._documents = documents
        self._units = units
        self._attributions = attributions
        self._evidence = evidence
        self._judge = judge
        self._timeout_s = timeout_s
        self._whole = whole
        self._threads = ServiceThreads(2, "factdesk-ask")

    def judged_by(self, judge: Judge) -> QuestionService:
        """Return the same service with another judge."""
        return QuestionService(
            self._search,
            self._documents,
            self._units,
            self._attributions,
            self._evidence.judged_by(judge),
            judge,
            timeout_s=self._timeout_s,
            whole=self._whole,
        )

    async def answer(self, question: str, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False) -> Answer:
        """Return the answer to `question` from the documents within `narrowing`.

        With `exact` the question is taken as typed. Never raises for a typed question: a refusal is an answer, too.
        """
        began = time.perf_counter()
        with collected_gaps() as gaps:
            answer, limits = await self._answer(question, narrowing, exact=exact)
        searched = await self._documents.count(limits)
        headline = answer.headline
        if answer.state is AnswerState.NOTHING and headline == nothing_headline(()):
            headline = nothing_headline((), searched)
        in_part = await self._documents.read_in_part(limits)
        return replace(
            with_search_gaps(with_unread_parts(replace(answer, headline=headline), in_part), gaps),
            question=question,
            narrowing=limits,
            exact=exact,
            documents_searched=searched,
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, answer: Answer) -> Answer:
        """Answer again with the attributions of all pending documents.

        Waits for them without a time limit.
        """
        documents = await self._documents.get(answer.pending)
        await self._attributions.get_or_compute(list(documents.values()), {}, timeout_s=None, whole=True)
        return await self.answer(answer.question, answer.narrowing, exact=answer.exact)

    async def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._threads.close()

    async def _answer(self, question: str, narrowing: SearchFilter, *, exact: bool) -> tuple[Answer, SearchFilter]:
        parsed = await self._parse(question, narrowing, exact=exact)
        if isinstance(parsed, Refusal):
            return structural_answers.decline(question, parsed.sentence), narrowing
        if not any(query.terms() for query in parsed.parts):
            return structural_answers.decline(question, _NO_WORDS), narrowing
        answer = await self._answer_parts(question, parsed)
        if parsed.narrowing != narrowing and answer.state in {AnswerState.NOTHING, AnswerState.CLOSEST}:
            # The time may be that of the event, and many articles have no date.
            return await self._answer_parts(question, replace(parsed, narrowing=narrowing)), narrowing
        return answer, parsed.narrowing

    async def _parse(self, question: str, narrowing: SearchFilter, *, exact: bool) -> ParsedQuestion | Refusal:
        outlets = tuple(await self._documents.outlets())
        today = datetime.now(UTC).date()
        return await self._threads.run(
            lambda: read_question(question, self._search.vocabulary(), narrowing, today, outlets, exact=exact)
        )

    async def _answer_parts(self, question: str, parsed: ParsedQuestion) -> Answer:
        if parsed.kind is CompoundKind.SINGLE:
            return await self._answer_part(parsed.query, parsed.narrowing)
        answers = [await self._answer_part(query, parsed.narrowing) for query in parsed.parts]
        typed = parsed.typed_parts or tuple(query.question for query in parsed.parts)
        return compose_parts(question, typed, answers)

    async def _answer_part(self, query: Query, narrowing: SearchFilter) -> Answer:
        if is_structural(query) or query.asked.intent is Intent.WHO_IS:
            answer = await self._answer_by_rules(query, await self._find_for_rules(query, narrowing))
            if is_structural(query) or answer.answered:
                return answer
        hits = await self._evidence.find_passages(query, narrowing)
        try:
            return await self._answer_by_judge(query, hits, self._timeout_s)
        except UserError as error:  # no parser
            by_rules = await self._answer_by_rules(query, await self._find_for_rules(query, narrowing))
            return structural_answers.closest_without_comparison(by_rules, error.message)

    async def answer_from(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """Return the answer to a parsed question from these passages alone.

        Their articles are prepared once for all questions. Without the parser, only questions about the articles
        themselves are answered.
        """
        await self._evidence.prepare(await self._documents.get(list(dict.fromkeys(hit.document for hit in hits))))
        if is_structural(query) or query.asked.intent is Intent.WHO_IS:
            answer = await self._answer_by_rules(query, hits)
            if is_structural(query) or answer.answered:
                return answer
        try:
            return await self._answer_by_judge(query, hits, None)
        except UserError as error:  # no parser
            return structural_answers.closest_without_comparison(
                await self._answer_by_rules(query, hits), error.message
            )

    async def _answer_by_judge(self, query: Query, hits: Sequence[Hit], timeout_s: float | None) -> Answer:
        """Return the answer by the fitted judge. Raises UserError without a parser."""
        evidence = await self._evidence.gather(query, hits, timeout_s=timeout_s, whole=self._whole)
        judgement = await self._threads.run(
            lambda: self._judge.judge(evidence.question, evidence.ranked, evidence.compared)
        )
        by_rules: frozenset[tuple[str, int]] = frozenset()
        # The rules take a third of the time, so they run only if their result can change the decision.
        if self._judge.needs_confirmation(evidence.question, judgement):
            by_rules = await self.answers_by_rules(query, hits, evidence.attributions)

        def decide_and_compose() -> Answer:
            decision = decide(query, evidence.question, judgement, self._judge, by_rules)
            return compose(query, decision, evidence.attributions, evidence.pending)

        return _with_fault(await self._threads.run(decide_and_compose), evidence.fault)

    async def answers_by_rules(
        self,
        query: Query,
        hits: Sequence[Hit],
        new_attributions: Mapping[str, Sequence[Attribution]] = _NO_ATTRIBUTIONS,
    ) -> frozenset[tuple[str, int]]:
        """Return the units found by rules, as (document id, position).

        Sources are the stored attributions and the `new_attributions` of this question.
        """
        ids = list(dict.fromkeys(hit.document for hit in hits))[:_DOCUMENTS]
        documents = list((await self._documents.get(ids)).values())
        units = await self._units.get(documents)
        known = {**await self._attributions.known(documents), **new_attributions}

        def answering_units() -> frozenset[tuple[str, int]]:
            judgement = judge_by_rules(query, structural_candidates(query, list(units.values())), known)
            return frozenset((answer.units.document.id, answer.match.position) for answer in judgement.answers)

        return await self._threads.run(answering_units)

    async def _find_for_rules(self, query: Query, narrowing: SearchFilter) -> Sequence[Hit]:
        return await self._evidence.find_passages(query, narrowing, _PASSAGES_FOR_A_LIST)

    async def _answer_by_rules(self, query: Query, hits: Sequence[Hit]) -> Answer:
        limit = _DOCUMENTS_FOR_A_LIST if query.asked.intent in _LISTING else _DOCUMENTS
        ids = list(dict.fromkeys(hit.document for hit in hits))[:limit]
        documents = await self._documents.get(ids)
        units = await self._units.get(list(documents.values()))
        candidates = await self._threads.run(lambda: structural_candidates(query, list(units.values())))
        ranges = ranges_to_attribute(query, candidates, len(ids) if self._whole else _ATTRIBUTED)
        known = await self._attributions.get_or_compute(
            [documents[id_] for id_ in ranges],
            ranges,
            timeout_s=self._timeout_s,
            whole=self._whole,
            prefetch=list(documents.values()) if self._whole else (),
        )

        def judge_and_compose() -> Answer:
            judgement = judge_by_rules(query, candidates, known.by_document)
            return structural_answers.compose(query, judgement, known.pending)

        return _with_fault(await self._threads.run(judge_and_compose), known.fault)


def _with_fault(answer: Answer, fault: str | None) -> Answer:
    if fault is None:
        return answer
    return replace(answer, notes=(*answer.notes, structural_answers.missing_sources_note(fault)))
