"""Searches passages: parse, correct, limit, retrieve, rank, read, rank the read ones again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from bot.answer.presentation.search_gaps import with_search_gaps
from bot.answer.presentation.search_results import SearchOutcome, list_passages
from bot.library.documents import DocumentService
from bot.library.english_words import is_english
from bot.library.service_threads import ServiceThreads
from bot.model.answers import Answer, Correction
from bot.model.documents import Excerpt
from bot.model.search import NO_FILTER, Hit, SearchFilter
from bot.model.search_gaps import collected_gaps
from bot.normalize import stem, words
from bot.search import search_syntax
from bot.search.expansion.spelling import correct
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.index import SearchableIndex
from bot.search.proximity import best_windows
from bot.search.publication_dates import extract_publication_dates
from bot.search.query import Query, clean, parse
from bot.search.ranking import ALL, Signals, rank, rank_by_proximity
from bot.search.refusals.unanswerable_input import LONGEST, refusal
from bot.search.searched_words import SearchedWords

T = TypeVar("T")

_LEAST_CANDIDATES = 40  # enough for the signals to reorder a page of ten
_CANDIDATES = (1, 4, 20)  # per result, tried in this order: some hold a synonym of the words, or only their title does
_PHRASE_CANDIDATES = 20  # per result for a phrase, which must occur word for word
_LEAST_READ = 10  # passages read from the database at a time; the first of them are ranked again by their text


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages with their text, and the query as it was understood.

    `stems` are the stems of the query's words.
    """

    hits: tuple[tuple[Hit, Excerpt], ...]
    stems: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()
    narrowing: SearchFilter = NO_FILTER


@dataclass(frozen=True, slots=True)
class _PassageSearchOptions:
    """How to search; `outlets` are those of the documents, if the search names one."""

    limit: int
    signals: Signals
    outlets: tuple[str, ...]
    exact: bool


class SearchService:
    """Searches the passages of the library.

    `retrieve` and `parse` block; `search` runs them on threads of its own.
    """

    def __init__(self, index: SearchableIndex, documents: DocumentService, signals: Signals = ALL) -> None:
        self._index = index
        self._documents = documents
        self._signals = signals
        self._threads = ServiceThreads(2, "factdesk-search")
        self._vocabulary: tuple[int, Vocabulary] | None = None

    async def search(
        self,
        typed: str,
        limit: int,
        narrowing: SearchFilter = NO_FILTER,
        *,
        exact: bool = False,
        newest: bool = False,
    ) -> SearchResult:
        """Return the best `limit` passages for a typed query.

        A passage holds one of the words at least; the first one of an article may have it in the title, outlet or
        authors. Boilerplate is left out. With `newest`, the best passages are ordered by date. With `exact`, no word is
        corrected. The syntax "a phrase", -word, outlet: and title: is understood; everything else is plain words.
        """
        outlets = tuple(await self._documents.outlets()) if search_syntax.OUTLET in typed.lower() else ()
        options = _PassageSearchOptions(limit, replace(self._signals, newest=newest), outlets, exact=exact)
        # One hop to a thread: each costs as much as reading a passage.
        return await self.in_thread(partial(self._search_within, clean(typed[:LONGEST]), narrowing, options))

    def _search_within(self, typed: str, narrowing: SearchFilter, options: _PassageSearchOptions) -> SearchResult:
        asked, limits = extract_publication_dates(typed, narrowing, datetime.now(UTC).date())
        found = self._search(asked, limits, options)
        if limits != narrowing and not found.hits:
            # The time may be that of the event, and many articles have no date.
            return self._search(typed, narrowing, options)
        return found

    def _search(self, typed: str, narrowing: SearchFilter, options: _PassageSearchOptions) -> SearchResult:
        parsed = search_syntax.parse_search(typed, options.outlets, narrowing)
        query = self.parse(parsed.text, exact=options.exact)
        parsed = search_syntax.apply_corrections(parsed, query.corrections)
        stems = frozenset(stem(word.text) for term in query.terms() if term.weight >= 1 for word in words(term.text))
        values = frozenset(part.value for part in query.parts if part.value is not None)
        searched = SearchedWords(stems, values, parsed.phrases)
        found: tuple[tuple[Hit, Excerpt], ...] = ()
        for factor in (_PHRASE_CANDIDATES,) if parsed.phrases else _CANDIDATES:
            most = max(options.limit * factor, _LEAST_CANDIDATES)
            candidates = self._index.candidates(query.terms(), most, parsed.narrowing)
            found = self._first_matching(rank(candidates, options.signals), options, searched)
            # Those of an earlier version are left out of the candidates, and copies out of what is found.
            if len(found) == options.limit or len(candidates) < most // 2:
                break
        return SearchResult(found, stems, query.corrections, parsed.narrowing)

    def _first_matching(
        self, hits: Sequence[Hit], options: _PassageSearchOptions, searched: SearchedWords
    ) -> tuple[tuple[Hit, Excerpt], ...]:
        """Return the first `limit` hits with searched words, boilerplate left out."""
        reporting = [hit for hit in hits if not hit.boilerplate]
        found: list[tuple[Hit, Excerpt]] = []
        step = max(options.limit, _LEAST_READ)
        for start in range(0, len(reporting), step):
            part = reporting[start : start + step]
            excerpts = self._documents.excerpts_here([(hit.document, hit.span) for hit in part])
            pairs = [(hit, excerpt) for hit, excerpt in zip(part, excerpts, strict=True) if excerpt]
            if start == 0:
                found += self._matching_by_proximity(pairs[:_LEAST_READ], searched, options.signals)
                pairs = pairs[_LEAST_READ:]
            found += _matching(pairs, searched)
            if len(found) >= options.limit:
                break
        return tuple(found[: options.limit])

    def _matching_by_proximity(
        self, pairs: Sequence[tuple[Hit, Excerpt]], searched: SearchedWords, signals: Signals
    ) -> list[tuple[Hit, Excerpt]]:
        """Return the passages with searched words, in the order that their texts give them as well."""
        if not signals.proximity or not searched.stems:
            return _matching(pairs, searched)
        weights = self.vocabulary().inverse_document_frequencies(searched.stems)
        windows = best_windows([excerpt.quote.text for _, excerpt in pairs], weights)
        matching = [
            ((hit, excerpt), window)
            for (hit, excerpt), window in zip(pairs, windows, strict=True)
            if searched.match(excerpt.quote.text, _head(hit, excerpt), has_word=window > 0)
        ]
        return rank_by_proximity([pair for pair, _ in matching], [window for _, window in matching], signals)

    async def list_passages(
        self, typed: str, limit: int, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False, newest: bool = False
    ) -> Answer:
        """Return the passages of `search` as an answer without a claim."""
        began = time.perf_counter()
        with collected_gaps() as gaps:
            found = await self.search(typed, limit, narrowing, exact=exact, newest=newest)
        asked = SearchOutcome(
            typed=typed,
            stems=found.stems,
            hits=found.hits,
            corrections=found.corrections,
            narrowing=narrowing,
            limits=found.narrowing,
            exact=exact,
        )
        answer = with_search_gaps(await self.in_thread(lambda: list_passages(asked)), gaps)
        return replace(
            answer,
            documents_searched=await self._documents.count(found.narrowing),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def warm(self) -> None:
        """Load the corpus vocabulary and the English words before the next question."""
        await self.in_thread(self.vocabulary)
        await self.in_thread(lambda: is_english(""))

    async def refusal(self, question: str) -> str | None:
        """Return why a question can't be asked, in one sentence, or None."""
        refused = await self.in_thread(lambda: refusal(question, self.vocabulary()))
        return refused.sentence if refused else None

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run `work` off the event loop and return its result."""
        return await self._threads.run(work)

    async def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._threads.close()

    def parse(self, question: str, *, exact: bool = False) -> Query:
        """Parse `question` with its spelling corrected by the corpus.

        With `exact`, nothing is corrected.
        """
        vocabulary = self.vocabulary()
        vocabulary.look_up(word.text for word in words(question))
        if exact:
            return parse(clean(question), vocabulary)
        corrected, corrections = correct(clean(question), vocabulary, is_english)
        return parse(corrected, vocabulary, corrections)

    def retrieve(
        self, query: Query, limit: int, narrowing: SearchFilter = NO_FILTER, signals: Signals = ALL
    ) -> Sequence[Hit]:
        """Return the best `limit` passages for `query`, ranked by `signals`."""
        hits = self._index.candidates(query.terms(), max(limit, _LEAST_CANDIDATES), narrowing)
        return rank(hits, signals)[:limit]

    def vocabulary(self) -> Vocabulary:
        """Return the words of the corpus, reloaded after changes of the index."""
        generation = self._index.generation()
        if self._vocabulary is None or self._vocabulary[0] != generation:
            self._vocabulary = generation, Vocabulary(self._index.vocabulary(), self._index.passages())
        return self._vocabulary[1]


def _matching(pairs: Iterable[tuple[Hit, Excerpt]], searched: SearchedWords) -> list[tuple[Hit, Excerpt]]:
    return [(hit, excerpt) for hit, excerpt in pairs if searched.match(excerpt.quote.text, _head(hit, excerpt))]


def _head(hit: Hit, excerpt: Excerpt) -> str:
    """Return title, outlet and authors for an article's first passage, else ""."""
    document = excerpt.document
    return " ".join(filter(None, (document.title, document.outlet, *document.authors))) if hit.ordinal == 0 else ""
