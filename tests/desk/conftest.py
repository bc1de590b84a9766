"""A desk on a fresh database, with a standing clock and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.model.claim_input import NewClaim, NewVerdict
from bot.model.claims import Actor, ClaimChange
from bot.model.notifications import OutboxKind, OutboxMessage
from bot.store.sqlite.database import Database, open_database

GUILD, OTHER_GUILD = 500, 600
MARIA = Actor(11, "Maria", is_editor=True)
BEN = Actor(12, "Ben", is_editor=True)
RUTH = Actor(13, "Ruth", is_reviewer=True)
READER = Actor(14, "a reader")
STRANGER = Actor(15, "a stranger")


@dataclass
class DeskClock:
    """A clock at 2 November 2026, 09:00 UTC (a Monday), moved by hand."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


class DeskNewsroom:
    """One guild's desk; `await room.by(MARIA).take(1)` acts as Maria."""

    def __init__(self, database: Database, clock: DeskClock, guild: int = GUILD) -> None:
        self.database, self.clock, self.guild = database, clock, guild
        self.desk = Desk(database, clock)

    def by(self, actor: Actor, **about: Any) -> Doer:
        return Doer(self, actor, about)

    async def flagged(self, text: str = "The ferry carried 300 people.", **about: Any) -> int:
        """Return the number of a claim just flagged by a reader."""
        change = await self.by(about.pop("by", READER)).flag(NewClaim(text, **about))
        return change.claim.number

    async def checking(self, text: str = "The ferry carried 300 people.") -> int:
        number = await self.flagged(text)
        await self.by(MARIA).start(number)
        return number

    async def ruled(self, text: str = "The ferry carried 300 people.", rating: str = "False") -> int:
        number = await self.checking(text)
        await self.by(MARIA).rule(number, NewVerdict(rating, "The log says 30."))
        return number

    async def needs_second_reader(self) -> None:
        settings = await self.desk.settings(self.guild)
        await self.desk.set_up(self.desk.request(self.guild, MARIA), replace(settings, second_reader=True))

    async def sent(self) -> list[OutboxMessage]:
        """Send all that is due, in order, and return it without cards."""
        outbox, messages = self.desk.outbox, list[OutboxMessage]()
        await outbox.queue_due()
        while places := await outbox.ready([self.guild]):
            message = await outbox.first(*places[0])
            assert message is not None
            await outbox.finish(message)
            messages.append(message)
        return [message for message in messages if message.kind is not OutboxKind.CARD]

    async def happened(self, number: int) -> list[str]:
        return [event.action for event in await self.desk.history(self.guild, number)]


@dataclass
class Doer:
    """One person's actions on the desk, with the request filled in."""

    room: DeskNewsroom
    actor: Actor
    about: dict[str, Any]

    def __getattr__(self, action: str) -> Any:
        async def act(*given: Any, **named: Any) -> ClaimChange:
            request = self.room.desk.request(self.room.guild, self.actor, **self.about)
            done: ClaimChange = await getattr(self.room.desk, action)(request, *given, **named)
            return done

        return act


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    async with open_database(database_file) as opened:
        yield opened


@pytest.fixture
def room(database: Database) -> DeskNewsroom:
    return DeskNewsroom(database, DeskClock())
