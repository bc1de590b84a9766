"""Searches passages: parse, correct, limit, retrieve, rank."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from bot.answer.presentation.search_results import SearchOutcome, list_passages
from bot.library.documents import DocumentService
from bot.library.english_words import is_english
from bot.model.answers import Answer, Correction
from bot.model.documents import Excerpt
from bot.model.search import NO_FILTER, Hit, SearchFilter
from bot.normalize import stem, words
from bot.search import search_syntax
from bot.search.expansion.spelling import correct
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.index import Index
from bot.search.publication_dates import extract_publication_dates
from bot.search.query import Query, clean, parse
from bot.search.ranking import ALL, Signals, rank
from bot.search.refusals.unanswerable_input import LONGEST

T = TypeVar("T")

_LEAST_CANDIDATES = 40  # enough for the signals to reorder a page of ten
_PHRASE_TRIES = 20  # candidates per result for a phrase, which must occur word for word


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages with their text, and the query as it was understood.

    `stems` are the stems of the query's words.
    """

    hits: tuple[tuple[Hit, Excerpt], ...]
    stems: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()
    narrowing: SearchFilter = NO_FILTER


class SearchService:
    """Searches the passages of the library.

    `retrieve` and `parse` block; `search` runs them on threads of its own.
    """

    def __init__(self, index: Index, documents: DocumentService) -> None:
        self._index = index
        self._documents = documents
        self._threads = ThreadPoolExecutor(2, "factdesk-search")
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

        With `newest`, the best passages are ordered by date. With `exact`, no word is corrected. The syntax "a phrase",
        -word, outlet: and title: is understood; everything else is plain words.
        """
        typed = clean(typed[:LONGEST])
        signals = replace(ALL, newest=newest)
        asked, limits = extract_publication_dates(typed, narrowing, datetime.now(UTC).date())
        found = await self._search(asked, limit, limits, signals, exact=exact)
        if limits != narrowing and not found.hits:
            # The time may be that of the event, and many articles have no date.
            return await self._search(typed, limit, narrowing, signals, exact=exact)
        return found

    async def _search(
        self, typed: str, limit: int, narrowing: SearchFilter, signals: Signals, *, exact: bool
    ) -> SearchResult:
        outlets = await self._documents.outlets() if search_syntax.OUTLET in typed.lower() else {}
        parsed = search_syntax.parse_search(typed, tuple(outlets), narrowing)
        query = await self.in_thread(lambda: self.parse(parsed.text, exact=exact))
        parsed = search_syntax.apply_corrections(parsed, query.corrections)
        most = limit * _PHRASE_TRIES if parsed.phrases else limit
        hits = await self.in_thread(lambda: self.retrieve(query, most, parsed.narrowing, signals))
        excerpts = await self._documents.excerpts([(hit.document, hit.span) for hit in hits])
        existing = ((hit, excerpt) for hit, excerpt in zip(hits, excerpts, strict=True) if excerpt)
        matching = (pair for pair in existing if search_syntax.contains_phrases(parsed.phrases, pair[1].quote.text))
        first = await self.in_thread(lambda: tuple(islice(matching, limit)))
        stems = frozenset(stem(word.text) for term in query.terms() if term.weight >= 1 for word in words(term.text))
        return SearchResult(first, stems, query.corrections, parsed.narrowing)

    async def list_passages(
        self, typed: str, limit: int, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False, newest: bool = False
    ) -> Answer:
        """Return the passages of `search` as an answer without a claim."""
        began = time.perf_counter()
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
        answer = await self.in_thread(lambda: list_passages(asked))
        return replace(
            answer,
            documents_searched=await self._documents.count(found.narrowing),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def warm(self) -> None:
        """Load the corpus vocabulary and the English words before the next question."""
        await self.in_thread(self.vocabulary)
        await self.in_thread(lambda: is_english(""))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run `work` off the event loop and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def parse(self, question: str, *, exact: bool = False) -> Query:
        """Parse `question` with its spelling corrected by the corpus.

        With `exact`, nothing is corrected.
        """
        vocabulary = self.vocabulary()
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
