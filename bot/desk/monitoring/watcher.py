"""What the desk does when articles have come, changed or gone: pins are checked, watched claims are looked for."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.answer.evidence.units import split_units
from bot.desk.monitoring import article_checks
from bot.library.documents import DocumentService
from bot.model.claims import PinState
from bot.model.documents import Document
from bot.model.notifications import ClaimMention, SourceChange
from bot.model.spans import Quote
from bot.search.query import Query, QueryPart
from bot.store.desk import claim_details, claims, desks, events, notices
from bot.store.desk.notices import PinRow, Watched
from bot.store.desk.write_context import WriteContext
from bot.store.library import documents
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

if TYPE_CHECKING:
    import sqlite_utils

SOURCE_CHANGED = "source changed"
SOURCE_RESTORED = "source restored"
SEEN = "seen in an article"
_AT_ONCE = 50  # pins


@dataclass(frozen=True, slots=True)
class _Met:
    """A watched claim as met in a document."""

    claim: Watched
    document: Document
    quote: Quote


class ArticleWatcher:
    """Looks after claims when the articles change. What it finds is kept until it is told: see `to_tell`."""

    def __init__(
        self,
        database: Database,
        documents: DocumentService,
        parse: Callable[[str], Query],
        clock: Callable[[], datetime],
    ) -> None:
        """Let claims be read by `parse`, which may block."""
        self._database = database
        self._documents = documents
        self._parse = parse
        self._clock = clock

    async def scan(self) -> int:
        """Check pins and look for watched claims in what has changed since the last time; return how much was found.

        A stop in between loses nothing: what was not looked at yet is looked at the next time.
        """
        return await self._check_pins() + await self._look_for_claims()

    async def pending_notices(self) -> tuple[list[ClaimMention], list[SourceChange]]:
        """Return what was found and not told yet, of every guild."""
        return await self._database.read(_to_tell)

    async def mark_notified(self, notice: ClaimMention | SourceChange) -> None:
        """Note that something of `to_tell` was told, so that it isn't told again."""

        def note(connection: sqlite3.Connection) -> None:
            if isinstance(notice, ClaimMention):
                notices.posted(connection, notice.id, stamp(self._clock()))
            else:
                desk = desks.opened_before(connection, notice.claim.guild)
                notices.told(connection, desk, notice.claim.number, [notice.evidence.number])

        await self._database.write(lambda db: note(db.conn))

    async def _check_pins(self) -> int:
        news = 0
        while rows := await self._database.read(partial(notices.pins_to_check, limit=_AT_ONCE)):
            there = await self._documents.get({row.document for row in rows})
            checked = await asyncio.to_thread(_checked, rows, there)
            at = stamp(self._clock())
            news += await self._database.write(partial(_put_pins, checked=checked, at=at))
        return news

    async def _look_for_claims(self) -> int:
        seen = await self._database.read(notices.watched_generation)
        generation = await self._database.read(documents.generation)
        if seen == generation:
            return 0
        watched = await self._database.read(notices.watched)
        sought = await asyncio.to_thread(self._sought, watched)
        changed = await self._database.read(partial(documents.changed_since, seen=seen)) if sought else []
        found = 0
        for number, some in groupby(changed, key=itemgetter(1)):
            articles = await self._documents.get([id_ for id_, _ in some])
            met = await asyncio.to_thread(_met, sought, list(articles.values()))
            found += await self._database.write(partial(_put_sightings, met=met, at=stamp(self._clock())))
            await self._database.write(partial(notices.put_watched_generation, generation=number))
        await self._database.write(partial(notices.put_watched_generation, generation=generation))
        return found

    def _sought(self, watched: Sequence[Watched]) -> list[tuple[Watched, tuple[QueryPart, ...]]]:
        return [(claim, article_checks.sought(self._parse(claim.text).parts)) for claim in watched]


def _checked(rows: Sequence[PinRow], there: dict[str, Document]) -> list[tuple[PinRow, PinState, str | None]]:
    return [(row, *article_checks.checked(row.text, there.get(row.document))) for row in rows]


def _put_pins(db: sqlite_utils.Database, *, checked: Sequence[tuple[PinRow, PinState, str | None]], at: str) -> int:
    """Write down what became of pins, and return how many of them are news."""
    news = 0
    for row, pin, found in checked:
        context = WriteContext(db.conn, row.desk, row.claim, None, at)
        if notices.put_pin(context, row, pin, found):
            news += 1
            action = SOURCE_RESTORED if pin is PinState.HOLDS else SOURCE_CHANGED
            after = {"evidence": row.number, "pin": pin, "text": found}
            events.append(context, action, {"pin": row.pin, "text": row.text}, after)
    return news


def _met(sought: Sequence[tuple[Watched, tuple[QueryPart, ...]]], articles: Iterable[Document]) -> list[_Met]:
    """Return each claim with the sentence of each article that tells most of it, where one tells enough."""
    found = []
    for article in articles:
        taken = split_units(article)
        for claim, parts in sought:
            if article_checks.may_tell(parts, taken) and (met := article_checks.tells_of(parts, taken)):
                span = met.unit.span
                found.append(_Met(claim, article, Quote(span.of(article.text), span)))
    return found


def _put_sightings(db: sqlite_utils.Database, *, met: Sequence[_Met], at: str) -> int:
    """Write down where claims were met, and return how many of these are news."""
    news = 0
    for one in met:
        context = WriteContext(db.conn, one.claim.desk, one.claim.number, None, at)
        title = one.document.reference.display_title
        if notices.put_sighting(context, one.document.id, title, one.quote.span, one.quote.text):
            news += 1
            events.append(context, SEEN, after={"document": one.document.id, "title": title, "text": one.quote.text})
    return news


def _to_tell(connection: sqlite3.Connection) -> tuple[list[ClaimMention], list[SourceChange]]:
    changed = []
    for desk, number, evidence in notices.changed_sources(connection):
        [claim] = claims.get(connection, desk, [number])
        file = claim_details.read(connection, desk, claim)
        changed.append(SourceChange(claim, file.evidence[evidence - 1]))
    return notices.sightings(connection), changed
