"""Copies of linked pages, made from the outbox and with retries."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.desk import outgoing_http
from bot.desk.archiving import internet_archive
from bot.desk.archiving.page_reading import read_page
from bot.desk.outgoing_http import GetLimits, NotDeliveredError, UnusablePageError
from bot.library.reader_worker import ReadLimits
from bot.model.claim_provenance import Appearance
from bot.model.notifications import OutboxMessage
from bot.model.page_copies import ArchivedPage, CopyKind, CopyResult, FailedCopy, PageCopy
from bot.store.desk import claims, events, outbox, page_copies, provenance_rows
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_log = logging.getLogger(__name__)

ARCHIVED, NOT_ARCHIVED = "page archived", "page not archived"  # in the log
# Between two attempts: 10 s, 1 min, 5 min, 30 min, then 2 h.
_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200))
# A site that is down for an hour is told; the Internet Archive may be down for longer.
_GIVEN_UP_AFTER = {CopyKind.TEXT: timedelta(hours=1), CopyKind.INTERNET_ARCHIVE: timedelta(days=1)}
_HEADERS = {
    "user-agent": "Mozilla/5.0 (compatible; factdesk)",
    "accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9,*/*;q=0.1",
    "accept-encoding": "gzip",
}


class PageArchiving:
    """Makes the copies that editors asked for, of the kinds that the settings permit."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        kinds: frozenset[CopyKind],
        limits: ReadLimits,
        *,
        permitted: frozenset[str] = frozenset(),
        archive: str = internet_archive.ADDRESS,
    ) -> None:
        """`permitted` are private addresses that may be reached, for tests; `archive` is the Internet Archive's."""
        self.kinds = kinds
        self._database = database
        self._clock = clock
        self._limits = limits
        self._permitted = permitted
        self._archive = archive

    async def deliver_due(self) -> int:
        """Try each due copy once; return the number of those that were made."""
        made = 0
        while message := await self._first_due():
            made += await self._deliver(message)
        return made

    async def _first_due(self) -> OutboxMessage | None:
        now = self._clock()
        read = partial(page_copies.first_due, now=stamp(now), latest=stamp(now + _DELAYS[-1]))
        return await self._database.read(read)

    async def _deliver(self, message: OutboxMessage) -> bool:
        retry_at = stamp(self._clock() + _DELAYS[min(message.attempts, len(_DELAYS) - 1)])
        await self._database.write(lambda db: outbox.begin(db.conn, message.id, retry_at))
        waiting = await self._database.read(partial(page_copies.waiting, message=message.id))
        result = await self._result(waiting[2], message) if waiting else None
        if waiting and result is None:
            return False
        await self._database.write(lambda db: _save(db.conn, message, result, stamp(self._clock())))
        return result is not None and not isinstance(result, FailedCopy)

    async def _result(self, copy: PageCopy, message: OutboxMessage) -> CopyResult | None:
        """Return what became of a copy, or None if it is to be tried again."""
        if copy.kind not in self.kinds:
            return FailedCopy("the bot's operator has turned it off")
        try:
            return await self._made(copy)
        except UnusablePageError as refused:
            return FailedCopy(str(refused))
        except NotDeliveredError as error:
            if self._clock() - message.queued < _GIVEN_UP_AFTER[copy.kind]:
                return None
            return FailedCopy(str(error))
        except Exception as error:  # noqa: BLE001 - one page never stops the others
            _log.exception("copy %d of claim %d of server %d failed", copy.number, message.claim, message.guild)
            return FailedCopy(f"the bot failed ({type(error).__name__}); its log says more")

    async def _made(self, copy: PageCopy) -> CopyResult:
        if copy.kind is CopyKind.INTERNET_ARCHIVE:
            address = await internet_archive.save_page(copy.url, _HEADERS, self._archive, self._permitted)
            return ArchivedPage(address)
        page = await outgoing_http.get(copy.url, _HEADERS, GetLimits(), self._permitted)
        return await read_page(page, self._limits)


def _save(connection: sqlite3.Connection, message: OutboxMessage, result: CopyResult | None, at: str) -> None:
    """Save a result with its event, and queue the claim's card. A copy erased meanwhile stays as it is."""
    waiting = page_copies.waiting(connection, message.id)
    if waiting and result:
        desk, claim, copy = waiting
        context = WriteContext(connection, desk, claim, None, at)
        page_copies.finish(context, copy.number, result)
        if isinstance(result, ArchivedPage):
            _add_to_appearances(context, copy.url, result.address)
        if isinstance(result, FailedCopy):
            events.append(context, NOT_ARCHIVED, after={"copy": copy.number, "why": result.reason})
        else:
            events.append(context, ARCHIVED, after={"copy": copy.number})
        outbox.put_card(context)
    outbox.finish(connection, message)


def _add_to_appearances(context: WriteContext, url: str, archived: str) -> None:
    """Give an appearance without a copy the address of this one."""
    [claim] = claims.get(context.connection, context.desk, [context.claim])
    before = claim.provenance.appearances
    after = tuple(_with_copy(appearance, url, archived) for appearance in before)
    if after != before:
        columns = provenance_rows.columns(replace(claim.provenance, appearances=after))
        claims.change(context.connection, context.desk, context.claim, **columns)


def _with_copy(appearance: Appearance, url: str, archived: str) -> Appearance:
    return replace(appearance, archived=archived) if appearance.url == url and not appearance.archived else appearance
