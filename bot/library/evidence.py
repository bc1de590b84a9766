"""Gathers evidence for a question: ranks sentences, parses and compares the best."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.criteria.sentence_ranking import rank_features
from bot.answer.evidence.pool import PASSAGES, PoolSentence, sentence_pool
from bot.answer.evidence.question import QuestionAnalysis, analyse_question
from bot.answer.evidence.sentence import SentenceAnalysis, analyse_sentences
from bot.answer.evidence.sources import DocumentSources, UnitSources
from bot.answer.evidence.units import DocumentUnits
from bot.answer.features import Comparison, compare, compared_words
from bot.answer.judge import COMPARED, Judge, RankedPool
from bot.library.attributions import AttributionService, KnownAttributions
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.library.search import SearchService
from bot.library.sentence_vectors import SentenceVectorService
from bot.library.service_threads import ServiceThreads
from bot.library.word_vectors import WordVectorService
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.search import Hit, SearchFilter
from bot.model.spans import Span
from bot.search.query import Query
from bot.search.ranking import Signals

Vector = NDArray[np.float32]

# The judge's weights are fitted to the order and scores of these passages: change them only with `make fit`.
# Copies are counted later, by source.
_FITTED = Signals(opening=0.3, collapse=False)
_ENCODED = 32  # best sentences by words, encoded without stored vectors
_KEPT_ANALYSES = 1_500  # parsed sentences
_KEPT_SOURCES = 80  # documents
_KEPT_QUESTIONS = 2_000  # watched ones are asked again and again
_EMPTY = UnitSources(())


@dataclass(frozen=True)
class GatheredEvidence:
    """The ranked pool of one question, and comparisons of its best sentences."""

    question: QuestionAnalysis
    ranked: RankedPool
    compared: tuple[tuple[SentenceAnalysis, UnitSources, Comparison], ...]
    attributions: Mapping[str, Sequence[Attribution]]
    pending: tuple[str, ...] = ()
    fault: str | None = None


class EvidenceService:
    """Gathers evidence; slow steps run on threads of its own."""

    def __init__(  # noqa: PLR0917 - the services that evidence is made of
        self,
        search: SearchService,
        documents: DocumentService,
        units: DocumentUnitsService,
        attributions: AttributionService,
        sentence_vectors: SentenceVectorService | None,
        word_vectors: WordVectorService | None,
        judge: Judge,
    ) -> None:
        self._search = search
        self._documents = documents
        self._units = units
        self._attributions = attributions
        self._sentence_vectors = sentence_vectors
        self._word_vectors = word_vectors
        self._judge = judge
        self._threads = ServiceThreads(2, "factdesk-evidence")
        self._analyses: LruCache[tuple[str, str, int], SentenceAnalysis] = LruCache(_KEPT_ANALYSES)
        self._questions: LruCache[str, QuestionAnalysis] = LruCache(_KEPT_QUESTIONS)
        self._sources: LruCache[tuple[str, str], tuple[Sequence[Attribution], DocumentSources]] = LruCache(
            _KEPT_SOURCES
        )

    def judged_by(self, judge: Judge) -> EvidenceService:
        """Return the same service with another judge, sharing threads and caches."""
        service = copy(self)
        service._judge = judge  # noqa: SLF001 - it is of this class
        return service

    async def find_passages(self, query: Query, narrowing: SearchFilter, limit: int = PASSAGES) -> Sequence[Hit]:
        """Return the candidate passages for a question, best first."""
        return await self._threads.run(lambda: self._search.retrieve(query, limit, narrowing, _FITTED))

    async def prepare(self, documents: Mapping[str, Document]) -> None:
        """Attribute and encode whole documents that many questions are asked of, unless this has been done.

        Both are stored, so that nobody has to do it again.
        """
        await self._attributions.get_or_compute(list(documents.values()), {}, timeout_s=None, whole=True)
        if self._sentence_vectors:
            await self._sentence_vectors.get_or_encode(list(documents.values()))

    async def gather(
        self, query: Query, hits: Sequence[Hit], *, timeout_s: float | None, whole: bool
    ) -> GatheredEvidence:
        """Return the evidence in the passages `hits`.

        Waits at most `timeout_s` seconds for unknown attributions, without a limit with None. With `whole` they are
        computed for whole documents.
        """
        question, ranked, documents, known = await self.rank_sentences(query, hits)
        best = ranked.sentences[:COMPARED]
        attributed = await self._attribute(best, documents, known, timeout_s=timeout_s, whole=whole)
        attributions = {**known, **attributed.by_document}
        compared = await self._compare(question, best, attributions)
        return GatheredEvidence(question, ranked, compared, attributions, attributed.pending, attributed.fault)

    async def rank_sentences(
        self, query: Query, hits: Sequence[Hit]
    ) -> tuple[QuestionAnalysis, RankedPool, Mapping[str, Document], Mapping[str, Sequence[Attribution]]]:
        """Return analysed question, ranked sentences, their documents and known attributions."""
        documents = await self._documents.get(list(dict.fromkeys(hit.document for hit in hits)))
        units = await self._units.get(list(documents.values()))
        pool = sentence_pool(hits, units)
        vocabulary = await self._threads.run(self._search.vocabulary)
        question = await self._analyse_question(query.question, vocabulary.inverse_document_frequency)
        known = await self._attributions.known(list(documents.values()))
        ranked = await self._rank(question, query.question, pool, documents, known)
        return question, ranked, documents, known

    async def compare_best(
        self, question: QuestionAnalysis, ranked: RankedPool
    ) -> tuple[tuple[SentenceAnalysis, UnitSources, Comparison], ...]:
        """Compare the first sentences with the question, by known attributions only."""
        best = ranked.sentences[:COMPARED]
        documents = {sentence.units.document.id: sentence.units.document for sentence in best}
        return await self._compare(question, best, await self._attributions.known(list(documents.values())))

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (
            self._analyses.use("parsed sentences"),
            self._questions.use("parsed questions"),
            self._sources.use("sources of articles"),
        )

    async def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._threads.close()

    async def _rank(
        self,
        question: QuestionAnalysis,
        text: str,
        pool: Sequence[PoolSentence],
        documents: Mapping[str, Document],
        known: Mapping[str, Sequence[Attribution]],
    ) -> RankedPool:
        """Return the pool in ranked order.

        Of documents without stored vectors, the best sentences by words are encoded and the pool is ranked again.
        """
        service = self._sentence_vectors
        vectors = dict(await service.get(list(documents.values()))) if service else {}
        query_vector = await self._threads.run(lambda: service.encode_query(text)) if service else None
        sources = self._sources_of(known)

        def ranked() -> RankedPool:
            features = rank_features(question, pool, sources, query_vector, vectors)
            return self._judge.rank(pool, features)

        found = await self._threads.run(ranked)
        absent = {sentence.units.document.id for sentence in pool} - vectors.keys()
        if service is None or query_vector is None or not absent:
            return found
        await self._encode_best(service, found, absent, documents, vectors)
        return await self._threads.run(ranked)

    async def _encode_best(
        self,
        service: SentenceVectorService,
        ranked: RankedPool,
        absent: Collection[str],
        documents: Mapping[str, Document],
        vectors: dict[str, Vector],
    ) -> None:
        """Encode the best sentences by words of the `absent` documents."""
        wanted: dict[str, list[int]] = {}
        for sentence in ranked.sentences[:_ENCODED]:
            if sentence.units.document.id in absent:
                wanted.setdefault(sentence.units.document.id, []).append(sentence.position)
        for id_, positions in wanted.items():
            rows = await service.encode_sentences(documents[id_], positions)
            if rows is not None:
                matrix = np.zeros((len(ranked_units(ranked, id_).units), rows.shape[1]), dtype=np.float32)
                matrix[positions] = rows
                vectors[id_] = matrix

    async def _attribute(
        self,
        best: Sequence[PoolSentence],
        documents: Mapping[str, Document],
        known: Mapping[str, Sequence[Attribution]],
        *,
        timeout_s: float | None,
        whole: bool,
    ) -> KnownAttributions:
        """Return the attributions for the best sentences of unattributed documents."""
        ranges: dict[str, list[Span]] = {}
        for sentence in best:
            if sentence.units.document.id not in known:
                ranges.setdefault(sentence.units.document.id, []).append(sentence.unit.span)
        if not ranges:
            return KnownAttributions({})
        return await self._attributions.get_or_compute(
            [documents[id_] for id_ in ranges], ranges, timeout_s=timeout_s, whole=whole
        )

    async def _compare(
        self, question: QuestionAnalysis, best: Sequence[PoolSentence], known: Mapping[str, Sequence[Attribution]]
    ) -> tuple[tuple[SentenceAnalysis, UnitSources, Comparison], ...]:
        analyses = await self._analyse(best)
        words = await self._threads.run(lambda: compared_words(question, best, analyses))
        vectors = await self._word_vectors.get(words) if self._word_vectors else {}
        sources = self._sources_of(known)

        def compared() -> tuple[tuple[SentenceAnalysis, UnitSources, Comparison], ...]:
            return tuple(
                (analysis, sources(sentence), compare(question, sentence, analysis, sources(sentence), vectors))
                for sentence, analysis in zip(best, analyses, strict=True)
            )

        return await self._threads.run(compared)

    async def _analyse_question(self, text: str, weight: Callable[[str], float]) -> QuestionAnalysis:
        """Return the analysis of a question; that of a recent one is from memory, with the weights of now."""
        known = self._questions.get(text)
        if known is not None:
            return known.weighted(weight)
        analysis = await self._attributions.run_with_parser(lambda nlp: analyse_question(text, nlp, weight))
        self._questions.put(text, analysis)
        return analysis

    async def _analyse(self, best: Sequence[PoolSentence]) -> list[SentenceAnalysis]:
        """Return the parsed sentences, recently parsed ones from memory."""
        absent = [sentence for sentence in best if self._analyses.get(_key(sentence)) is None]
        if absent:
            texts = [sentence.text for sentence in absent]
            parsed = await self._attributions.run_with_parser(lambda nlp: list(analyse_sentences(texts, nlp)))
            found = {_key(sentence): analysis for sentence, analysis in zip(absent, parsed, strict=True)}
        else:
            found = {}
        analyses = [found.get(_key(sentence)) or self._analyses.get(_key(sentence)) for sentence in best]
        for key, analysis in found.items():
            self._analyses.put(key, analysis)
        return [analysis for analysis in analyses if analysis is not None]

    def _sources_of(self, known: Mapping[str, Sequence[Attribution]]) -> Callable[[PoolSentence], UnitSources]:
        def sources(sentence: PoolSentence) -> UnitSources:
            attributions = known.get(sentence.units.document.id)
            if attributions is None:
                return _EMPTY
            key = sentence.units.document.id, sentence.units.document.reference.sha256
            entry = self._sources.get(key)
            if entry is None or entry[0] is not attributions:
                entry = attributions, DocumentSources(sentence.units, attributions)
                self._sources.put(key, entry)
            return entry[1].of(sentence.position)

        return sources


def ranked_units(ranked: RankedPool, id_: str) -> DocumentUnits:
    """Return the units of one document of the pool."""
    return next(sentence.units for sentence in ranked.sentences if sentence.units.document.id == id_)


def _key(sentence: PoolSentence) -> tuple[str, str, int]:
    document = sentence.units.document
    return document.id, document.reference.sha256, sentence.position
