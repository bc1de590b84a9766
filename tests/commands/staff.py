"""Staff of a simulated desk: editors, a reviewer, a manager; a clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import discord

from bot.app import App
from bot.desk.attachments import AttachmentService
from bot.desk.desk import Desk
from bot.desk.draft_checks.saved import SavedDraftChecks
from bot.desk.monitoring.watcher import ArticleWatcher
from bot.desk.verdict_replies import VerdictReplies
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor, DeskSettings
from bot.settings import Settings
from tests.commands.conftest import SimulatedDesk, open_desk
from tests.commands.planned import planned
from tests.desk.conftest import DeskClock

WHOLE_DESK = replace(DeskSettings(), second_reader=True, time_zone="Europe/Paris", digest_hour=8)
PERSON = Actor(1, "Maria", is_editor=True)


@dataclass
class Staff:
    """A desk with its channel and staff."""

    desk: SimulatedDesk
    clock: DeskClock
    channel: Any
    editors: Any
    reviewers: Any
    maria: Any
    ben: Any
    ruth: Any
    boss: Any

    @property
    def claims(self) -> Desk:
        return self.desk.app.desk

    async def set_up(self, **others: Any) -> DeskSettings:
        """Set the desk up without the form."""
        given = {"channel": self.channel.id, "editor_role": self.editors.id, "reviewer_role": self.reviewers.id}
        request = self.claims.request(self.desk.guild.id, Actor(self.boss.id, "Boss"))
        return await self.claims.set_up(request, replace(DeskSettings(), **(given | others)))

    async def flagged(self, *texts: str, by: Actor = PERSON, **about: Any) -> list[int]:
        """Flag claims without cards and return their numbers."""
        requests = [(self.claims.request(self.desk.guild.id, by), text) for text in texts]
        return [(await self.claims.flag(request, NewClaim(text, **about))).claim.number for request, text in requests]

    def as_actor(self, member: Any, **roles: bool) -> Actor:
        return Actor(member.id, member.name, **roles)


@asynccontextmanager
async def open_staffed(settings: Settings, clock: DeskClock | None = None) -> AsyncIterator[Staff]:
    """Yield a desk on `clock`, not set up yet."""
    clock = clock or DeskClock()

    async with open_desk(settings, partial(on_clock, clock=clock)) as desk:
        guild, env = desk.guild, desk.env
        editors, reviewers = guild.create_role("editors"), guild.create_role("reviewers")
        managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        roles = {"maria": [editors], "ben": [editors], "ruth": [reviewers], "boss": [managers]}
        members = {name: guild.add_member(env.create_user(name), roles=held) for name, held in roles.items()}
        yield Staff(desk, clock, guild.create_text_channel("desk"), editors, reviewers, **members)


def on_clock(app: App, clock: DeskClock) -> App:
    """Return the app with a desk on `clock` and planned answers."""
    watching = ArticleWatcher(app.database, app.documents, partial(app.passage_search.parse, exact=True), clock)
    replies = VerdictReplies(app.database, app.published_verdicts, clock)
    kept = AttachmentService(app.database, clock, app.attachments.most_bytes)
    desk = Desk(app.database, clock)
    checks = SavedDraftChecks(app.database, clock, timedelta(hours=app.settings.draft_hours))
    parts = {"desk": desk, "article_watcher": watching, "verdict_replies": replies, "attachments": kept}
    return planned(replace(app, saved_draft_checks=checks, **parts))
