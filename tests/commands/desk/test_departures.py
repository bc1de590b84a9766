"""Assignees who left the server: found at the digest or when they leave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model.claims import Author
from tests.commands.conftest import texts
from tests.commands.staff import Staff, open_staffed
from tests.desk.conftest import MARIA


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up(digest_hour=11, time_zone="Europe/Paris")
        await opened.flagged("The ferry sank.", "The train left.", "The tram is late.")
        request = opened.claims.request(opened.desk.guild.id, opened.as_actor(opened.boss, is_editor=True))
        for number, member in ((1, opened.ben), (2, opened.maria), (3, opened.ben)):
            await opened.claims.assign(request, number, Author(member.id, member.name))
        await opened.claims.decline(request, 3)
        await opened.claims.set_due(request, 1, opened.clock.now + timedelta(days=3))
        yield opened


async def assignees(staff) -> list[str | None]:
    found = [await staff.claims.get(staff.desk.guild.id, number) for number in (1, 2, 3)]
    return [claim.assignee.name if claim.assignee else None for claim in found]


async def digest(staff) -> str:
    staff.clock.passes(hours=2)
    await staff.desk.env.advance_time(31)
    return next(text for message in staff.channel.history() if "### Digest" in (text := texts(message)))


async def test_the_digest_frees_the_claims_in_work_of_who_left_and_says_so(staff):
    staff.desk.guild.remove_member(staff.ben)
    text = await digest(staff)
    assert "⚠ **ben left the server.** Unassigned now: #1" in text
    assert await assignees(staff) == [None, "maria", "ben"]
    event = (await staff.claims.history(staff.desk.guild.id, 1))[-1]
    assert (event.action, event.by, event.after) == ("assignee left", None, {"assignee": None})
    assert event.before["assignee"].name == "ben"
    assert [check.bad for check in await staff.claims.verify_log()] == [None]
    history = await staff.maria.slash(staff.channel, "claim history", claim="1")
    assert "The desk: assignee left" in texts(history.response)
    assert "Unassigned" in "".join(texts(message) for message in staff.channel.history())


async def test_while_everybody_is_there_the_digest_frees_nothing(staff):
    assert "left the server" not in await digest(staff)
    assert await assignees(staff) == ["ben", "maria", "ben"]


async def test_claims_are_freed_at_once_where_discord_tells_of_it(staff):
    freed = await staff.claims.free_claims(staff.desk.guild.id, staff.ben.id)
    assert (freed, await assignees(staff)) == ([1], [None, "maria", "ben"])
    assert await staff.claims.free_claims(staff.desk.guild.id, staff.ben.id) == []
    assert await staff.claims.free_claims(staff.desk.guild.id, MARIA.user) == []
