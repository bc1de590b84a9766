"""The desk as every door calls it. Each question and action names the guild, and sees nothing of any other's."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Concatenate, ParamSpec

from bot.desk import audit, lifecycle
from bot.desk.actions import erasure, flagging, settings, transaction, verdicts, workflow
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.desk.monitoring import reminders
from bot.model.claim_input import ImportedClaim, NewClaim, NewEvidence, NewVerdict
from bot.model.claims import (
    Actor,
    Author,
    CardLocation,
    Claim,
    ClaimChange,
    ClaimFile,
    ClaimFilter,
    ClaimPage,
    DeskSettings,
    Event,
    FlagSource,
    Imported,
    Priority,
)
from bot.model.notifications import Digest, LogCheck, PendingVerdictNotice, Reminder
from bot.store.desk import claim_details, claims, desks, events, idempotency, people, verdict_notifications
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

P = ParamSpec("P")
Doing = Callable[Concatenate[sqlite3.Connection, Request, P], ClaimChange]

_EVERYTHING = ClaimFilter()
_FILES_AT_ONCE = 200


class Desk:
    """The claims of every guild.

    Actions take the `Request`: who, in which guild, by which interaction, having seen which version (see `request`).
    Each is one transaction, done once however often Discord sends it, and leaves an event. All raise UserError where
    it may not be done, with who was quicker and when.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def request(
        self, guild: int, actor: Actor, *, interaction: str | int | None = None, seen: int | None = None
    ) -> Request:
        """Return who asks for something now. `seen`: the `Claim.version` that they were looking at."""
        return Request(guild, actor, self._clock(), None if interaction is None else str(interaction), seen)

    # Reading

    async def claims(
        self, guild: int, wanted: ClaimFilter = _EVERYTHING, *, offset: int = 0, limit: int = 20
    ) -> ClaimPage:
        """Return `limit` claims that the filter lets through, newest first, from `offset` on."""

        def read(connection: sqlite3.Connection) -> ClaimPage:
            desk = desks.find(connection, guild)
            if desk is None:
                return ClaimPage((), 0, offset)
            numbers = claims.numbers(connection, desk, wanted)
            newest_first = numbers[::-1][offset : offset + limit]
            return ClaimPage(tuple(claims.get(connection, desk, newest_first)), len(numbers), offset)

        return await self._database.read(read)

    async def get(self, guild: int, number: int) -> Claim:
        """Return a claim. Raises UserError where there is none of that number."""
        return await self._database.read(partial(transaction.find, guild=guild, number=number))

    async def file(self, guild: int, number: int) -> ClaimFile:
        """Return a claim with all that belongs to it. Raises UserError where there is none of that number."""

        def read(connection: sqlite3.Connection) -> ClaimFile:
            claim = transaction.find(connection, guild, number)
            return claim_details.read(connection, desks.opened_before(connection, guild), claim)

        return await self._database.read(read)

    async def files(self, guild: int, wanted: ClaimFilter = _EVERYTHING) -> AsyncIterator[ClaimFile]:
        """Yield every claim that the filter lets through with all that belongs to it, lowest number first."""
        desk = await self._database.read(partial(desks.find, guild=guild))
        if desk is None:
            return
        numbers = await self._database.read(partial(claims.numbers, desk=desk, wanted=wanted))
        for start in range(0, len(numbers), _FILES_AT_ONCE):
            some = numbers[start : start + _FILES_AT_ONCE]
            for file in await self._database.read(partial(_files, desk=desk, numbers=some)):
                yield file

    async def suggest(self, guild: int, typed: str, limit: int = 25) -> list[Claim]:
        """Return claims for what somebody is typing: "#12" or "12" by number, anything else by its words."""

        def read(connection: sqlite3.Connection) -> list[Claim]:
            desk = desks.find(connection, guild)
            if desk is None:
                return []
            found = list[int]()
            if digits := re.fullmatch(r"\s*#?([1-9]\d{0,8})\s*", typed):
                found = claims.beginning(connection, desk, digits[1], limit)
            if len(found) < limit:
                found += claims.numbers(connection, desk, ClaimFilter(text=typed))[::-1]
            return claims.get(connection, desk, list(dict.fromkeys(found))[:limit])

        return await self._database.read(read)

    async def history(self, guild: int, number: int, *, offset: int = 0, limit: int = -1) -> list[Event]:
        """Return what happened to a claim, oldest first; people stand in `before` and `after` as `Person`."""

        def read(connection: sqlite3.Connection) -> list[Event]:
            transaction.find(connection, guild, number)
            desk = desks.opened_before(connection, guild)
            return events.of_claim(connection, desk, number, offset=offset, limit=limit)

        return await self._database.read(read)

    async def allowed_actions(self, guild: int, number: int, actor: Actor) -> list[Action]:
        """Return what somebody can do to a claim as it is now: for buttons. Each is checked again when it is done."""

        def read(connection: sqlite3.Connection) -> list[Action]:
            claim = transaction.find(connection, guild, number)
            desk = desks.opened_before(connection, guild)
            return lifecycle.actions(claim.status, transaction.roles_of(connection, desk, claim, actor))

        return await self._database.read(read)

    async def tags(self, guild: int) -> dict[str, int]:
        """Return every tag in use with how many claims bear it."""

        def read(connection: sqlite3.Connection) -> dict[str, int]:
            desk = desks.find(connection, guild)
            return {} if desk is None else claims.tags(connection, desk)

        return await self._database.read(read)

    async def settings(self, guild: int) -> DeskSettings:
        """Return how a guild's desk works; the defaults where it isn't set up."""
        return await self._database.read(partial(desks.settings, guild=guild))

    async def default_guild(self) -> int:
        """Return the guild that the terminal works at where none is named: the only one set up, else 0."""
        return await self._database.read(settings.default_guild)

    async def verify_log(self, guild: int | None = None) -> list[LogCheck]:
        """Return what came of checking a guild's log, or (None) that of every guild that has one."""
        guilds = await self._database.read(desks.guilds) if guild is None else [guild]
        return [await self._database.read(partial(audit.check, guild=one)) for one in guilds]

    # What the desk sends of itself

    async def due_now(self) -> list[Reminder]:
        """Return the digests and reminders whose time has come, late ones too; each is given to one caller.

        One that isn't reported `sent` is given out again ten minutes later.
        """
        return await self._database.write(lambda db: reminders.due_now(db.conn, self._clock()))

    async def mark_sent(self, due: Reminder) -> None:
        """Note that a digest or a reminder was sent."""
        await self._database.write(lambda db: reminders.sent(db.conn, due.id, self._clock()))

    async def digest(self, guild: int, since: datetime) -> Digest:
        """Return what a digest would tell now."""
        return await self._database.read(partial(reminders.digest, guild=guild, now=self._clock(), since=since))

    # Acting

    async def set_up(self, request: Request, new: DeskSettings) -> DeskSettings:
        """Save a guild's settings and return them as saved; that the actor may do so is the door's to check."""
        return await self._database.write(lambda db: settings.set_up(db.conn, request, new))

    async def flag(self, request: Request, new: NewClaim) -> ClaimChange:
        """Add a claim, with its first flag and the evidence that came along."""
        return await self._do(request, flagging.flag, new)

    async def add_flag(
        self, request: Request, number: int, why: str = "", origin: FlagSource | None = None
    ) -> ClaimChange:
        """Add the actor's flag to a claim that is there already."""
        return await self._do(request, flagging.add_flag, number, why, origin)

    async def import_many(self, request: Request, given: Sequence[ImportedClaim]) -> Imported:
        """Add earlier fact-checks in one transaction, some thousands at a time; known ones stay as they are."""
        return await self._database.write(lambda db: flagging.import_many(db.conn, request, given))

    async def take(self, request: Request, number: int) -> ClaimChange:
        """Give a claim that nobody has to the actor."""
        return await self._do(request, workflow.take, number)

    async def assign(self, request: Request, number: int, to: Author | None) -> ClaimChange:
        """Give a claim to somebody, or (None) to nobody."""
        return await self._do(request, workflow.assign, number, to)

    async def set_due(self, request: Request, number: int, due: datetime | None) -> ClaimChange:
        """Set or (None) take away the moment by which a claim should be settled; `due.moment` reads words."""
        return await self._do(request, workflow.set_due, number, due)

    async def set_priority(self, request: Request, number: int, priority: Priority) -> ClaimChange:
        return await self._do(request, workflow.set_priority, number, priority)

    async def tag(self, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
        """Let a claim have these tags and no others."""
        return await self._do(request, workflow.tag, number, tags)

    async def start(self, request: Request, number: int) -> ClaimChange:
        """Begin the check of an open claim; where nobody has it, the actor takes it with that."""
        return await self._do(request, workflow.start, number)

    async def add_evidence(self, request: Request, number: int, new: Iterable[NewEvidence]) -> ClaimChange:
        return await self._do(request, workflow.add_evidence, number, new)

    async def send_to_review(self, request: Request, number: int) -> ClaimChange:
        return await self._do(request, workflow.send_to_review, number)

    async def send_back(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """Return a claim from review to checking; a verdict that waits for its second reader waits no more."""
        return await self._do(request, workflow.send_back, number, why)

    async def rule(self, request: Request, number: int, new: NewVerdict) -> ClaimChange:
        """Rule on a claim; where the desk asks for a second reader, the verdict waits in review until approved."""
        return await self._do(request, verdicts.rule, number, new)

    async def approve(self, request: Request, number: int) -> ClaimChange:
        """Put the verdict that waits in force; its author can't."""
        return await self._do(request, verdicts.approve, number)

    async def correct(self, request: Request, number: int, new: NewVerdict) -> ClaimChange:
        """Put a new verdict in the place of the one in force, which stays readable."""
        return await self._do(request, verdicts.correct, number, new)

    async def publish(self, request: Request, number: int, url: str) -> ClaimChange:
        """Note where the verdict in force was published."""
        return await self._do(request, verdicts.publish, number, url)

    async def reopen(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """Take a settled claim up again; its verdict stays in force until there is another."""
        return await self._do(request, workflow.reopen, number, why)

    async def mark_duplicate(self, request: Request, number: int, of: int) -> ClaimChange:
        """Set a claim aside as the same as another, whose verdict its flaggers hear then."""
        return await self._do(request, workflow.mark_duplicate, number, of)

    async def decline(self, request: Request, number: int, why: str = "") -> ClaimChange:
        """End a claim without a verdict."""
        return await self._do(request, workflow.decline, number, why)

    async def watch(self, request: Request, number: int) -> ClaimChange:
        """Let the actor hear of a claim's verdict, and the claim be looked for in new articles."""
        return await self._do(request, workflow.watch, number)

    async def unwatch(self, request: Request, number: int) -> ClaimChange:
        return await self._do(request, workflow.unwatch, number)

    async def put_card(self, guild: int, number: int, card: CardLocation | None) -> None:
        """Note where a claim's card stands in Discord; no event."""

        def write(connection: sqlite3.Connection) -> None:
            transaction.find(connection, guild, number)
            at = (None, None, None) if card is None else (card.channel, card.message, card.thread)
            columns = dict(zip(("channel_id", "message_id", "thread_id"), at, strict=True))
            claims.change(connection, desks.opened_before(connection, guild), number, **columns)

        await self._database.write(lambda db: write(db.conn))

    async def pending_verdict_notices(self, left: timedelta) -> list[PendingVerdictNotice]:
        """Return the verdicts that somebody has not been told of for longer than `left`, of every guild."""
        before = stamp(self._clock() - left)

        def read(connection: sqlite3.Connection) -> list[PendingVerdictNotice]:
            waiting = verdict_notifications.waiting(connection, before).items()
            return [
                PendingVerdictNotice(
                    claims.get(connection, desk, [number])[0], tuple(people.get(connection, desk, told).values())
                )
                for (desk, number), told in waiting
            ]

        return await self._database.read(read)

    async def mark_verdict_notified(self, claim: Claim) -> None:
        """Note that everybody who should has been told of a claim's verdict."""

        def drop(connection: sqlite3.Connection) -> None:
            verdict_notifications.drop(connection, desks.opened_before(connection, claim.guild), claim.number)

        await self._database.write(lambda db: drop(db.conn))

    async def forget(self, user: int) -> int:
        """Put a pseudonym in a user's place everywhere, and return at how many desks they were known.

        The log stays as it is: it knows people by number.
        """
        known = await self._database.write(lambda db: erasure.forget(db.conn, user, self._clock()))
        await self._database.settle()
        return known

    async def purge(self, before: datetime) -> None:
        """Drop the notes of interactions that Discord sends no more."""
        await self._database.write(lambda db: idempotency.purge(db.conn, stamp(before)))

    async def _do(self, request: Request, doing: Doing[P], *given: P.args, **named: P.kwargs) -> ClaimChange:
        """Return what an action changed, done once for its interaction, in one transaction."""
        return await self._database.write(
            lambda db: transaction.once(db.conn, request, lambda: doing(db.conn, request, *given, **named))
        )


def _files(connection: sqlite3.Connection, desk: int, numbers: Sequence[int]) -> list[ClaimFile]:
    return [claim_details.read(connection, desk, claim) for claim in claims.get(connection, desk, numbers)]
