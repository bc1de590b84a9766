"""Checks of changed articles: pinned quotes, mentions of watched claims."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.answer.evidence.units import split_units
from bot.desk.monitoring import article_checks
from bot.desk.monitoring.changed_articles import changed_articles
from bot.desk.monitoring.parsed_claims import ClaimParts, ParsedClaims
from bot.library.documents import DocumentService
from bot.model.claims import PinState
from bot.model.documents import Document
from bot.model.notifications import OutboxKind
from bot.model.spans import Quote
from bot.search.query import Query
from bot.store.desk import claim_details, events, notices, outbox
from bot.store.desk.notices import PinRow, WatchedClaim
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

if TYPE_CHECKING:
    import sqlite_utils

SOURCE_CHANGED = "source changed"
SOURCE_RESTORED = "source restored"
MENTIONED = "seen in an article"
_PINS_PER_READ = 50


@dataclass(frozen=True, slots=True)
class _FoundMention:
    """A watched claim found in a document, with the matching quote."""

    claim: WatchedClaim
    document: Document
    quote: Quote


class ArticleWatcher:
    """Checks pinned quotes and finds watched claims in changed articles.

    Findings go into the outbox, for the claims' threads.
    """

    def __init__(
        self,
        database: Database,
        documents: DocumentService,
        parse: Callable[[str], Query],
        clock: Callable[[], datetime],
    ) -> None:
        """`parse` reads a claim as a query; it may block."""
        self._database = database
        self._documents = documents
        self._claims = ParsedClaims(parse)
        self._clock = clock

    async def scan(self) -> int:
        """Check pins and changed articles, and return the number of findings.

        An interrupted scan is completed by the next one.
        """
        return await self._check_pins() + await self._find_claims()

    async def _check_pins(self) -> int:
        """Check changed documents' pins, and return the number of changes."""
        changed = 0
        while rows := await self._pins_to_check():
            documents_by_id = await self._documents.get({row.document for row in rows})
            checked = await asyncio.to_thread(_check_pins, rows, documents_by_id)
            at = stamp(self._clock())
            changed += await self._database.write(partial(_save_pins, checked=checked, at=at))
        return changed

    async def _pins_to_check(self) -> list[PinRow]:
        """Return some pinned quotes with a document changed since their last check."""
        checked = await self._database.read(notices.checked_hashes)
        present = await self._documents.hashes(checked.keys())
        changed = {id_: present.get(id_) for id_, hashes in checked.items() if hashes != {present.get(id_, "")}}
        return await self._database.read(partial(notices.pins_to_check, changed=changed, limit=_PINS_PER_READ))

    async def _find_claims(self) -> int:
        """Find watched claims in changed documents; return the number of mentions."""
        seen = await self._database.read(notices.watched_generation)
        generation = await self._documents.generation()
        if seen == generation:
            return 0
        watched = await self._database.read(notices.watched_claims)
        articles_count = await self._documents.count()
        claim_parts = await asyncio.to_thread(self._claims.of, watched, articles_count)
        new = 0
        after = seen if claim_parts else generation
        async for number, articles in changed_articles(self._documents, after):
            mentions = await asyncio.to_thread(_find_mentions, claim_parts, articles)
            new += await self._database.write(partial(_save_mentions, mentions=mentions, at=stamp(self._clock())))
            await self._database.write(partial(notices.put_watched_generation, generation=number))
        await self._database.write(partial(notices.put_watched_generation, generation=generation))
        return new


def _check_pins(
    rows: Sequence[PinRow], documents_by_id: dict[str, Document]
) -> list[tuple[PinRow, PinState, str | None]]:
    return [(row, *article_checks.check_pin(row.text, documents_by_id.get(row.document))) for row in rows]


def _save_pins(db: sqlite_utils.Database, *, checked: Sequence[tuple[PinRow, PinState, str | None]], at: str) -> int:
    """Save pin states with their events, and return the number of changes."""
    changed = 0
    for row, pin, found in checked:
        context = WriteContext(db.conn, row.desk, row.claim, None, at)
        if notices.update_pin(context, row, pin, found):
            changed += 1
            action = SOURCE_RESTORED if pin is PinState.HOLDS else SOURCE_CHANGED
            after = {"evidence": row.number, "pin": pin, "text": found}
            events.append(context, action, {"pin": row.pin, "text": row.text}, after)
            _queue(context, OutboxKind.SOURCE, row.number)
    return changed


def _find_mentions(claim_parts: Sequence[ClaimParts], articles: Iterable[Document]) -> list[_FoundMention]:
    """Return each article's best sentence for each claim it mentions."""
    mentions = []
    for article in articles:
        units = split_units(article)
        for claim, parts in claim_parts:
            if article_checks.may_mention(parts, units) and (best := article_checks.find_mention(parts, units)):
                span = best.unit.span
                mentions.append(_FoundMention(claim, article, Quote(span.of(article.text), span)))
    return mentions


def _save_mentions(db: sqlite_utils.Database, *, mentions: Sequence[_FoundMention], at: str) -> int:
    """Save mentions with their events, and return the number of new ones."""
    new = 0
    for mention in mentions:
        context = WriteContext(db.conn, mention.claim.desk, mention.claim.number, None, at)
        document, quote = mention.document, mention.quote
        title = document.reference.display_title
        id_ = notices.add_mention(context, document.id, title, quote.span, quote.text)
        if id_ is not None:
            new += 1
            events.append(context, MENTIONED, after={"document": document.id, "title": title, "text": quote.text})
            _queue(context, OutboxKind.MENTION, id_)
    return new


def _queue(context: WriteContext, kind: OutboxKind, subject: int) -> None:
    """Put a finding into the outbox: the card's update, then the news for watchers."""
    outbox.put_card(context)
    recipients = claim_details.watchers(context.connection, context.desk, context.claim)
    outbox.put(context, kind, subject, recipients=recipients)
