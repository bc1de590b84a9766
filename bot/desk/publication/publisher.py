"""Publication of a guild's verdicts into a folder."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.desk.desk import Desk
from bot.desk.publication.feeds import SiteOptions
from bot.desk.publication.folder import PublicationFolder, PublicationReport
from bot.desk.publication.public_claims import PublicClaim, public_claim
from bot.desk.publication.site import site_files
from bot.errors import UserError
from bot.model.claims import IN_WORK, OWN_GUILD, RULED, ClaimFilter
from bot.store.desk import desks, verdict_events
from bot.store.sqlite.database import Database
from bot.store.sqlite.process_lock import locked

_LOCK = "publish.lock"
_LOCK_SECONDS = 30.0
# A claim that is checked again keeps its verdict, and its page.
_MAY_HAVE_VERDICT = ClaimFilter(statuses=RULED | IN_WORK)


class Publisher:
    """Writes the published verdicts of one guild as a static site."""

    def __init__(self, database: Database, desk: Desk, options: SiteOptions, guild: int | None = None) -> None:
        """Without a `guild`, the only one that is set up is published."""
        self._database = database
        self._desk = desk
        self._options = options
        self._guild = guild

    async def publish(self, folder: Path) -> PublicationReport:
        """Bring the folder up to date. Raises UserError if it or the guild can't be used."""
        async with locked(self._database.path.parent / _LOCK, seconds=_LOCK_SECONDS):
            guild = await self.guild()
            settings = await self._desk.settings(guild)
            claims = await self._claims(guild)
            options = replace(self._options, scale=settings.rating_values)
            report = await asyncio.to_thread(_write, folder, claims, options)
        return replace(report, verdicts=len(claims))

    async def guild(self) -> int:
        """Return the guild that is published. Raises UserError if several are set up and none is named."""
        if self._guild is not None:
            return self._guild
        guilds = await self._database.read(partial(desks.guilds, set_up=True))
        if len(guilds) > 1:
            raise UserError(
                "Several servers have a desk. Name the one to publish with --server ID or in FACTDESK_PUBLISH_SERVER."
            )
        return guilds[0] if guilds else OWN_GUILD

    async def last_change(self, after: int) -> int:
        """Return the number of the last event after `after` that may change the site, or `after`."""
        guild = await self.guild()

        def read(connection: sqlite3.Connection) -> int:
            desk = desks.find(connection, guild)
            return after if desk is None else verdict_events.last_public_change(connection, desk, after)

        return await self._database.read(read)

    async def _claims(self, guild: int) -> list[PublicClaim]:
        desk = await self._database.read(partial(desks.find, guild=guild))
        if desk is None:
            return []
        # Read before the claims: a verdict that comes in between has no place in the log yet, and is published again.
        positions = await self._database.read(partial(verdict_events.positions, desk=desk))
        published = list[PublicClaim]()
        async for file in self._desk.files(guild, _MAY_HAVE_VERDICT):
            log = positions.get((file.claim.number, file.verdict.number)) if file.verdict else None
            if public := public_claim(file, log, linked_only=self._options.linked_only):
                published.append(public)
        return published


def _write(folder: Path, claims: list[PublicClaim], options: SiteOptions) -> PublicationReport:
    return PublicationFolder(folder).update(site_files(claims, options))
