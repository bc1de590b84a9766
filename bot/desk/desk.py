"""The claims desk: every read and every action, separately for each guild."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec

from bot.desk import audit, lifecycle, witness
from bot.desk.actions import archiving, erasure, flagging, importing, merging, settings, transaction, verdicts, workflow
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.desk.monitoring import departures, reminders
from bot.desk.outbox import Outbox
from bot.desk.saved_texts import SavedTexts
from bot.desk.witness_delivery import WitnessDelivery
from bot.model.claim_input import ImportedClaim, NewClaim, NewEvidence, NewVerdict
from bot.model.claim_lists import ClaimOrder
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import (
    Actor,
    Author,
    Claim,
    ClaimChange,
    ClaimFile,
    ClaimFilter,
    ClaimPage,
    DeskSettings,
    Event,
    FlagSource,
    Person,
    Priority,
)
from bot.model.desk_statistics import DeskStatistics
from bot.model.erasure import Erasure, PersonalText
from bot.model.imports import Imported
from bot.model.notifications import Digest, LogCheck, WitnessCheck
from bot.model.page_copies import CopyKind, LocalCopy
from bot.model.witness import LogHead, WitnessLine
from bot.store.desk import (
    claim_details,
    claim_order,
    claims,
    desks,
    events,
    idempotency,
    page_copies,
    personal_texts,
    statistics,
)
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

P = ParamSpec("P")
ActionFunction = Callable[Concatenate[sqlite3.Connection, Request, P], ClaimChange]

_EVERYTHING = ClaimFilter()
_FILES_PER_READ = 200


class Desk:
    """Facade of the claims desk for Discord and the terminal.

    `outbox` holds what the actions cause in Discord, `saved_texts` the saved filters and verdict templates. Actions
    take a `Request` (see `request`). Each is one transaction, runs once however often Discord delivers the interaction,
    and appends an event. Each raises UserError if the actor's roles or the claim's status forbid it, or if somebody
    else was quicker.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime], delivery: WitnessDelivery | None = None
    ) -> None:
        """`delivery` brings witness lines of the log to places outside of the database."""
        self._database = database
        self._clock = clock
        self.outbox = Outbox(database, clock, delivery or WitnessDelivery())
        self.saved_texts = SavedTexts(database)

    def request(
        self, guild: int, actor: Actor, *, interaction: str | int | None = None, seen: int | None = None
    ) -> Request:
        """Return a request of an actor, now.

        `seen` is the `Claim.version` that the actor was looking at.
        """
        return Request(guild, actor, self._clock(), None if interaction is None else str(interaction), seen)

    # Reading

    async def claims(
        self,
        guild: int,
        claim_filter: ClaimFilter = _EVERYTHING,
        *,
        order: ClaimOrder = ClaimOrder.NEWEST,
        offset: int = 0,
        limit: int = 20,
    ) -> ClaimPage:
        """Return a page of a filter's claims in an order."""

        def read(connection: sqlite3.Connection) -> ClaimPage:
            desk = desks.find(connection, guild)
            if desk is None:
                return ClaimPage((), 0, offset)
            numbers = claims.numbers(connection, desk, claim_filter)
            shown = claim_order.sort(connection, desk, numbers, order)[offset : offset + limit]
            return ClaimPage(tuple(claims.get(connection, desk, shown)), len(numbers), offset)

        return await self._database.read(read)

    async def get(self, guild: int, number: int) -> Claim:
        """Return a claim. Raises UserError for an unknown number."""
        return await self._database.read(partial(transaction.find, guild=guild, number=number))

    async def done(self, guild: int, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys under which an action was done, as far back as `purge` has left them."""

        def read(connection: sqlite3.Connection) -> frozenset[str]:
            desk = desks.find(connection, guild)
            return frozenset() if desk is None else idempotency.done(connection, desk, keys)

        return await self._database.read(read)

    async def file(self, guild: int, number: int) -> ClaimFile:
        """Return a claim with its details. Raises UserError for an unknown number."""

        def read(connection: sqlite3.Connection) -> ClaimFile:
            claim = transaction.find(connection, guild, number)
            return claim_details.read(connection, desks.existing(connection, guild), claim)

        return await self._database.read(read)

    async def local_copies(self, guild: int, number: int, limit: int) -> list[LocalCopy]:
        """Return the latest local copy of each page that a claim links. Raises UserError for an unknown number."""

        def read(connection: sqlite3.Connection) -> list[LocalCopy]:
            claim = transaction.find(connection, guild, number)
            return page_copies.texts(connection, desks.existing(connection, guild), claim.number, limit)

        return await self._database.read(read)

    async def files(self, guild: int, claim_filter: ClaimFilter = _EVERYTHING) -> AsyncIterator[ClaimFile]:
        """Yield a filter's claims with their details, lowest number first."""
        desk = await self._database.read(partial(desks.find, guild=guild))
        if desk is None:
            return
        numbers = await self._database.read(partial(claims.numbers, desk=desk, claim_filter=claim_filter))
        for start in range(0, len(numbers), _FILES_PER_READ):
            chunk = numbers[start : start + _FILES_PER_READ]
            for file in await self._database.read(partial(_files, desk=desk, numbers=chunk)):
                yield file

    async def suggest(self, guild: int, typed: str, limit: int = 25) -> list[Claim]:
        """Return claims for typed text: a number as "#12", or words."""

        def read(connection: sqlite3.Connection) -> list[Claim]:
            desk = desks.find(connection, guild)
            if desk is None:
                return []
            found = list[int]()
            if digits := re.fullmatch(r"\s*#?([1-9]\d{0,8})\s*", typed):
                found = claims.numbers_beginning_with(connection, desk, digits[1], limit)
            if len(found) < limit:
                found += claims.numbers(connection, desk, ClaimFilter(text=typed))[::-1]
            return claims.get(connection, desk, list(dict.fromkeys(found))[:limit])

        return await self._database.read(read)

    async def history(self, guild: int, number: int, *, offset: int = 0, limit: int = -1) -> list[Event]:
        """Return a claim's events, oldest first.

        People in `before` and `after` are `Person` records.
        """

        def read(connection: sqlite3.Connection) -> list[Event]:
            transaction.find(connection, guild, number)
            desk = desks.existing(connection, guild)
            return events.of_claim(connection, desk, number, offset=offset, limit=limit)

        return await self._database.read(read)

    async def allowed_actions(self, guild: int, number: int, actor: Actor) -> list[Action]:
        """Return the actions possible for an actor on a claim now.

        They decide which buttons are shown; each action checks again.
        """

        def read(connection: sqlite3.Connection) -> list[Action]:
            claim = transaction.find(connection, guild, number)
            desk = desks.existing(connection, guild)
            return lifecycle.actions(claim.status, transaction.roles_of(connection, desk, claim, actor))

        return await self._database.read(read)

    async def tags(self, guild: int) -> dict[str, int]:
        """Return the number of claims by tag."""

        def read(connection: sqlite3.Connection) -> dict[str, int]:
            desk = desks.find(connection, guild)
            return {} if desk is None else claims.tags(connection, desk)

        return await self._database.read(read)

    async def assignees(self, guild: int) -> list[Person]:
        """Return the people with claims in work."""
        return await self._database.read(partial(departures.assignees, guild=guild))

    async def statistics(self, guild: int) -> DeskStatistics:
        """Return a desk's statistics now."""
        now = self._clock()

        def read(connection: sqlite3.Connection) -> DeskStatistics:
            desk = desks.find(connection, guild)
            return statistics.none_yet() if desk is None else statistics.compute(connection, desk, now)

        return await self._database.read(read)

    async def claimants(self, guild: int) -> dict[str, int]:
        """Return the number of claims by claimant."""

        def read(connection: sqlite3.Connection) -> dict[str, int]:
            desk = desks.find(connection, guild)
            return {} if desk is None else claims.claimants(connection, desk)

        return await self._database.read(read)

    async def settings(self, guild: int) -> DeskSettings:
        """Return a desk's settings; defaults before its setup."""
        return await self._database.read(partial(desks.settings, guild=guild))

    async def guilds(self) -> list[int]:
        """Return the servers with a desk that is set up."""
        return await self._database.read(partial(desks.guilds, set_up=True))

    async def default_guild(self) -> int:
        """Return the terminal's guild: the only one set up, else OWN_GUILD."""
        return await self._database.read(settings.default_guild)

    async def verify_log(self, guild: int | None = None) -> list[LogCheck]:
        """Audit the log of one guild, or with None of all guilds."""
        guilds = await self._database.read(audit.guilds) if guild is None else [guild]
        return [await self._database.read(partial(audit.check, guild=audited)) for audited in guilds]

    async def log_heads(self, guild: int | None = None) -> list[LogHead]:
        """Return length and last hash of the log of one guild, or of all."""
        return await self._database.read(partial(witness.heads, guild=guild))

    async def check_witness(self, lines: Sequence[WitnessLine], guild: int | None = None) -> list[WitnessCheck]:
        """Compare the log of one guild, or of all, with lines kept elsewhere."""
        return await self._database.read(partial(witness.check, lines=lines, guild=guild))

    async def digest(self, guild: int, since: datetime) -> Digest:
        """Return the digest as of now."""
        return await self._database.read(partial(reminders.digest, guild=guild, now=self._clock(), since=since))

    # Actions

    async def set_up(self, request: Request, new: DeskSettings) -> DeskSettings:
        """Save a guild's settings, and return them as saved.

        The caller checks that the actor may change them.
        """
        return await self._database.write(lambda db: settings.set_up(db.conn, request, new))

    async def flag(self, request: Request, new: NewClaim) -> ClaimChange:
        """Add a claim with its first flag and evidence."""
        return await self._do(request, flagging.flag, new)

    async def add_flag(
        self, request: Request, number: int, why: str = "", origin: FlagSource | None = None
    ) -> ClaimChange:
        """Add the actor's flag to an existing claim."""
        return await self._do(request, flagging.add_flag, number, why, origin)

    async def import_many(self, request: Request, given: Sequence[ImportedClaim], *, correct: bool = False) -> Imported:
        """Add earlier fact-checks in one transaction; known ones stay as they are.

        `correct` makes a changed verdict of a known claim a correction.
        """
        return await self._database.write(lambda db: importing.import_many(db.conn, request, given, correct=correct))

    async def take(self, request: Request, number: int) -> ClaimChange:
        """Assign an unassigned claim to the actor."""
        return await self._do(request, workflow.take, number)

    async def assign(self, request: Request, number: int, to: Author | None) -> ClaimChange:
        """Assign a claim to somebody, or with None to nobody."""
        return await self._do(request, workflow.assign, number, to)

    async def set_due(self, request: Request, number: int, due: datetime | None) -> ClaimChange:
        """Set a claim's due date, or with None remove it."""
        return await self._do(request, workflow.set_due, number, due)

    async def set_priority(self, request: Request, number: int, priority: Priority) -> ClaimChange:
        """Set a claim's priority."""
        return await self._do(request, workflow.set_priority, number, priority)

    async def tag(self, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
        """Replace a claim's tags."""
        return await self._do(request, workflow.tag, number, tags)

    async def add_tags(self, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
        """Add tags to those that a claim has."""
        return await self._do(request, workflow.add_tags, number, tags)

    async def set_details(self, request: Request, number: int, provenance: ClaimProvenance) -> ClaimChange:
        """Replace a claim's claimant, appearances, date and language."""
        return await self._do(request, workflow.set_details, number, provenance)

    async def start(self, request: Request, number: int) -> ClaimChange:
        """Start the check of an open claim, and take an unassigned one."""
        return await self._do(request, workflow.start, number)

    async def add_evidence(self, request: Request, number: int, new: Iterable[NewEvidence]) -> ClaimChange:
        """Add evidence to a claim."""
        return await self._do(request, workflow.add_evidence, number, new)

    async def archive(self, request: Request, number: int, kind: CopyKind, urls: Sequence[str]) -> ClaimChange:
        """Queue copies of pages that a claim links."""
        return await self._do(request, archiving.archive, number, kind, urls)

    async def send_to_review(self, request: Request, number: int) -> ClaimChange:
        """Move a claim from checking to review."""
        return await self._do(request, workflow.send_to_review, number)

    async def send_back(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """Return a claim from review to checking.

        A pending verdict can't be approved until the claim is in review again.
        """
        return await self._do(request, workflow.send_back, number, why)

    async def rule(self, request: Request, number: int, new: NewVerdict) -> ClaimChange:
        """Give a verdict; on desks with second readers it waits in review."""
        return await self._do(request, verdicts.rule, number, new)

    async def approve(self, request: Request, number: int) -> ClaimChange:
        """Put the pending verdict in force; its author can't."""
        return await self._do(request, verdicts.approve, number)

    async def correct(self, request: Request, number: int, new: NewVerdict) -> ClaimChange:
        """Replace the verdict in force, keeping the old one readable."""
        return await self._do(request, verdicts.correct, number, new)

    async def publish(self, request: Request, number: int, url: str) -> ClaimChange:
        """Save the link to the published verdict."""
        return await self._do(request, verdicts.publish, number, url)

    async def reopen(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """Reopen a claim, keeping its verdict in force until a new one."""
        return await self._do(request, workflow.reopen, number, why)

    async def mark_duplicate(self, request: Request, number: int, of: int) -> ClaimChange:
        """Close a claim as a duplicate of another."""
        return await self._do(request, workflow.mark_duplicate, number, of)

    async def decline(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """Close a claim without a verdict."""
        return await self._do(request, workflow.decline, number, why)

    async def merge(self, request: Request, number: int, into: int) -> ClaimChange:
        """Move a claim's flags, watchers and evidence into another, and close it."""
        return await self._do(request, merging.merge, number, into)

    async def split(self, request: Request, number: int, text: str, flags: Sequence[int]) -> ClaimChange:
        """Move some of a claim's flags to a new claim, and return the new one."""
        return await self._do(request, merging.split, number, text, flags)

    async def watch(self, request: Request, number: int) -> ClaimChange:
        """Add the actor to a claim's watchers."""
        return await self._do(request, workflow.watch, number)

    async def unwatch(self, request: Request, number: int) -> ClaimChange:
        """Remove the actor from a claim's watchers."""
        return await self._do(request, workflow.unwatch, number)

    async def personal_texts(self, user: int) -> list[PersonalText]:
        """Return the texts of a user that `forget` erases only if they are chosen."""
        return await self._database.read(partial(personal_texts.find, user=user))

    async def free_claims(self, guild: int, user: int) -> list[int]:
        """Unassign the claims in work of a user who left the server; return their numbers."""
        at = stamp(self._clock())
        return await self._database.write(lambda db: departures.free_claims(db.conn, guild, user, at))

    async def forget(self, user: int, texts: Collection[str] = ()) -> Erasure:
        """Erase a user everywhere, and what Discord shows of them.

        A pseudonym replaces the name; copies of their messages go, and the texts with the ids `texts`. The file is
        written anew, so that no deleted word is left in it. The log still verifies.
        """
        chosen = frozenset(texts)
        erased = await self._database.write(lambda db: erasure.forget(db.conn, user, self._clock(), chosen))
        return replace(erased, is_overwritten=await self._database.overwrite_deleted())

    async def purge(self, before: datetime) -> None:
        """Delete old records of interactions, for Discord repeats them only for minutes."""
        await self._database.write(lambda db: idempotency.purge(db.conn, stamp(before)))

    async def _do(self, request: Request, act: ActionFunction[P], *args: P.args, **kwargs: P.kwargs) -> ClaimChange:
        """Run an action once for its interaction, in one transaction."""
        return await self._database.write(
            lambda db: transaction.once(db.conn, request, lambda: act(db.conn, request, *args, **kwargs))
        )


def _files(connection: sqlite3.Connection, desk: int, numbers: Sequence[int]) -> list[ClaimFile]:
    return [claim_details.read(connection, desk, claim) for claim in claims.get(connection, desk, numbers)]
