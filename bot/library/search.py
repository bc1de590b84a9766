"""Finding passages: a query read, corrected, limited, looked up and put in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from bot.answer.presentation.search_results import Listed, listing
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

_FEWEST = 40  # candidates: what the signals may lift into a first page of ten
_PHRASE_TRIES = 20  # candidates for each passage wanted, where a phrase must stand in it word for word


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: passages with what stands there, and how the query was read.

    `stems` are those of the words that were looked for.
    """

    hits: tuple[tuple[Hit, Excerpt], ...]
    stems: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()
    narrowing: SearchFilter = NO_FILTER


class SearchService:
    """Searches the library's passages. `find` and `parse` block; `search` runs them on threads of its own."""

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
        """Return at most `limit` passages for what was typed, the best first, or of the best ones the newest first.

        An `exact` one takes the words as they are, without correcting any. Understands "a phrase", -word, outlet: and
        title:, and takes what it can't read so as plain words.
        """
        typed = clean(typed[:LONGEST])
        signals = replace(ALL, newest=newest)
        asked, limits = extract_publication_dates(typed, narrowing, datetime.now(UTC).date())
        found = await self._search(asked, limit, limits, signals, exact=exact)
        if limits != narrowing and not found.hits:
            # The time may be the event's, and many an article does not tell its date.
            return await self._search(typed, limit, narrowing, signals, exact=exact)
        return found

    async def _search(
        self, typed: str, limit: int, narrowing: SearchFilter, signals: Signals, *, exact: bool
    ) -> SearchResult:
        outlets = await self._documents.outlets() if search_syntax.OUTLET in typed.lower() else {}
        wanted = search_syntax.parse_search(typed, tuple(outlets), narrowing)
        query = await self.run(lambda: self.parse(wanted.text, exact=exact))
        wanted = search_syntax.apply_corrections(wanted, query.corrections)
        most = limit * _PHRASE_TRIES if wanted.phrases else limit
        hits = await self.run(lambda: self.find(query, most, wanted.narrowing, signals))
        excerpts = await self._documents.excerpts([(hit.document, hit.span) for hit in hits])
        there = ((hit, excerpt) for hit, excerpt in zip(hits, excerpts, strict=True) if excerpt)
        holding = (pair for pair in there if search_syntax.contains_phrases(wanted.phrases, pair[1].quote.text))
        first = await self.run(lambda: tuple(islice(holding, limit)))
        stems = frozenset(stem(one.text) for term in query.terms() if term.weight >= 1 for one in words(term.text))
        return SearchResult(first, stems, query.corrections, wanted.narrowing)

    async def listed(
        self, typed: str, limit: int, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False, newest: bool = False
    ) -> Answer:
        """Return what `search` finds as an answer that claims nothing, each passage cut to what tells most."""
        began = time.perf_counter()
        found = await self.search(typed, limit, narrowing, exact=exact, newest=newest)
        asked = Listed(
            typed=typed,
            stems=found.stems,
            hits=found.hits,
            corrections=found.corrections,
            narrowing=narrowing,
            limits=found.narrowing,
            exact=exact,
        )
        answer = await self.run(lambda: listing(asked))
        return replace(
            answer,
            documents_searched=await self._documents.count(found.narrowing),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def warm(self) -> None:
        """Take up the corpus's words, and English ones, ahead of the next question."""
        await self.run(self.words)
        await self.run(lambda: is_english(""))

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    def parse(self, question: str, *, exact: bool = False) -> Query:
        """Return what `question` asks, its words corrected to the corpus's own unless they are to be taken `exact`."""
        vocabulary = self.words()
        if exact:
            return parse(clean(question), vocabulary)
        corrected, corrections = correct(clean(question), vocabulary, is_english)
        return parse(corrected, vocabulary, corrections)

    def find(
        self, query: Query, limit: int, narrowing: SearchFilter = NO_FILTER, signals: Signals = ALL
    ) -> Sequence[Hit]:
        """Return at most `limit` passages for `query`, in the order of the signals."""
        hits = self._index.candidates(query.terms(), max(limit, _FEWEST), narrowing)
        return rank(hits, signals)[:limit]

    def words(self) -> Vocabulary:
        """Return the corpus's words, taken anew when the index has changed."""
        generation = self._index.generation()
        if self._vocabulary is None or self._vocabulary[0] != generation:
            self._vocabulary = generation, Vocabulary(self._index.vocabulary(), self._index.passages())
        return self._vocabulary[1]
