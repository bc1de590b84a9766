"""Asks the watched questions of changed articles, and queues what is posted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.answer.evidence.units import DocumentUnits
from bot.desk.monitoring import article_checks
from bot.desk.monitoring.changed_articles import changed_articles
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.documents import Document
from bot.model.question_watches import WatchFind, WatchKind, WatchState
from bot.model.search import Hit
from bot.model.spans import Quote
from bot.search.percolation import Percolator, StoredQuery, phrase_stems, stored_phrase, stored_query
from bot.search.query import Query
from bot.store.desk import question_watches
from bot.store.desk.question_watches import AskedWatch
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

if TYPE_CHECKING:
    import sqlite_utils

_log = logging.getLogger(__name__)

WATCHES_PER_POST = 3  # as many fit on one card

Answering = Callable[[Query, Sequence[Hit]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class _Watches:
    """The watches of all servers with their index."""

    by_id: Mapping[int, AskedWatch]
    queries: Mapping[int, StoredQuery]
    percolator: Percolator


class QuestionWatcher:
    """Finds the new articles that answer watched questions or hold watched phrases.

    The index of the watches stays in memory; only new watches are read.
    """

    def __init__(  # noqa: PLR0917 - what it reads, asks and saves
        self,
        database: Database,
        documents: DocumentService,
        units: DocumentUnitsService,
        parse: Callable[[str], Query],
        frequency: Callable[[str], int],
        answer: Answering,
        clock: Callable[[], datetime],
    ) -> None:
        """`parse` reads a text as a query, `frequency` counts the passages with a word; both may block."""
        self._database = database
        self._documents = documents
        self._units = units
        self._parse = parse
        self._frequency = frequency
        self._answer = answer
        self._clock = clock
        self._watches = _Watches({}, {}, Percolator((), frequency))
        self._turn = asyncio.Lock()

    async def scan(self) -> int:
        """Ask the articles changed since the last scan; queue the posts, and return the number of finds.

        An interrupted scan is completed by the next one.
        """
        async with self._turn:
            return await self._scan()

    async def _scan(self) -> int:
        seen = await self._database.read(question_watches.asked_generation)
        generation = await self._documents.generation()
        if seen == generation and not await self._database.read(question_watches.has_unqueued):
            return 0
        asked = await self._database.read(question_watches.to_ask)
        await asyncio.to_thread(self._index, asked)
        count = 0
        async for number, articles in changed_articles(self._documents, seen if asked else generation):
            finds = [find for article in articles for find in await self.ask(article, number)]
            count += await self._database.write(partial(self._save, finds=finds, generation=number))
        await self._database.write(partial(self._queue, generation=generation))
        return count

    async def ask(self, article: Document, generation: int) -> list[WatchFind]:
        """Return what an article of a generation has for the watches, without what they found in it before."""
        units = (await self._units.get([article]))[article.id]
        candidates = await asyncio.to_thread(self.candidates, units)
        news = [watch for watch in candidates if watch.since < generation]
        if not news:
            return []
        known = await self._database.read(
            partial(question_watches.known_finds, document=article.id, watches=[watch.id for watch in news])
        )
        return [find for watch in news if watch.id not in known and (find := await self._ask_safely(watch, units))]

    def candidates(self, units: DocumentUnits) -> list[AskedWatch]:
        """Return the watches that an article may be for, by its words."""
        watches = self._watches
        found = watches.percolator.candidates(units.known)
        places = article_checks.ArticlePlaces(units)
        return [watches.by_id[id_] for id_ in found if article_checks.is_near(watches.queries[id_], places)]

    async def _ask_safely(self, watch: AskedWatch, units: DocumentUnits) -> WatchFind | None:
        """Ask one watch; a failure is logged, and never stops the others or the sync."""
        try:
            return await self._ask(watch, units)
        except Exception:  # noqa: BLE001 - whatever it is, the next watch is asked
            _log.exception("watch %d was not asked of article %s", watch.id, units.document.id)
            return None

    async def _ask(self, watch: AskedWatch, units: DocumentUnits) -> WatchFind | None:
        if watch.kind is WatchKind.PHRASE:
            return await asyncio.to_thread(_find_phrase, watch, units)
        hits = await asyncio.to_thread(_hits, self._watches.queries[watch.id], units)
        if not hits:
            return None
        # Parsed again: an article of this sync may hold a name that none held before.
        query = await asyncio.to_thread(self._parse, watch.text)
        answer = await self._answer(query, hits)
        if answer.state is AnswerState.ANSWERED and answer.findings:
            return WatchFind(watch.id, units.document.id, WatchState.ANSWERED, answer.findings[0])
        if answer.state is AnswerState.CONTRARY and answer.contrary:
            return WatchFind(watch.id, units.document.id, WatchState.CONTRARY, answer.contrary[0])
        return None

    def _index(self, asked: Sequence[AskedWatch]) -> None:
        """Index the present watches, unless they are those of the last scan."""
        by_id = {watch.id: watch for watch in asked}
        if by_id.keys() == self._watches.by_id.keys():
            return
        known = self._watches.queries
        queries = {id_: known.get(id_) or self._read(watch) for id_, watch in by_id.items()}
        self._watches = _Watches(by_id, queries, Percolator(queries.values(), self._frequency))

    def _read(self, watch: AskedWatch) -> StoredQuery:
        if watch.kind is WatchKind.PHRASE:
            return stored_phrase(watch.id, watch.text)
        return stored_query(watch.id, self._parse(watch.text).parts)

    def _save(self, db: sqlite_utils.Database, *, finds: Sequence[WatchFind], generation: int) -> int:
        question_watches.put_asked_generation(db.conn, generation)
        return question_watches.add_finds(db.conn, finds, stamp(self._clock()))

    def _queue(self, db: sqlite_utils.Database, *, generation: int) -> int:
        question_watches.put_asked_generation(db.conn, generation)
        return question_watches.queue_posts(db.conn, WATCHES_PER_POST, stamp(self._clock()))


def _hits(query: StoredQuery, units: DocumentUnits) -> list[Hit]:
    """Return an article's sentences to ask as passages, best first."""
    spans = article_checks.sentences_to_ask(query.parts, units)
    return [Hit(units.document.id, rank, span, 1 / (rank + 1)) for rank, span in enumerate(spans)]


def _find_phrase(watch: AskedWatch, units: DocumentUnits) -> WatchFind | None:
    found = article_checks.find_phrase(phrase_stems(watch.text), units)
    if found is None:
        return None
    sentence, phrase = found
    quote = Quote(sentence.of(units.document.text), sentence)
    finding = Finding(units.document.reference, quote, highlights=(phrase,))
    return WatchFind(watch.id, units.document.id, WatchState.FOUND, finding)
