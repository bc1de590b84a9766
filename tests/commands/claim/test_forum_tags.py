"""Posts in a forum that requires tags, some of them for moderators only."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from commands.claim.forum_tags import NO_TAG
from tests.commands.claim.test_buttons import private_reply
from tests.commands.flag.test_cog import flagged
from tests.commands.staff import Staff, open_staffed

TAGS = {"Staff only": True, "News": False, "OPEN": False, "Ferries": False}


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        yield opened


async def forum(staff, tags, *, required=True, moderates=False):
    """Set the desk up in a forum with tags (name: is moderated)."""
    channel = staff.desk.guild.create_forum_channel("claims")
    known = []
    for place, (name, moderated) in enumerate(tags.items(), 1):
        tag = discord.ForumTag(name=name, moderated=moderated)
        tag.id = place
        known.append(tag)
    cached = staff.desk.client.get_channel(channel.id)
    cached._available_tags = {tag.id: tag for tag in known}
    cached._flags = discord.ChannelFlags(require_tag=required).value
    channel._channel.available_tags = [
        {"id": str(tag.id), "name": tag.name, "moderated": tag.moderated} for tag in known
    ]
    if not moderates:
        denied = str(discord.Permissions(manage_threads=True).value)
        rule = {"id": staff.desk.guild.id, "type": 0, "allow": "0", "deny": denied}
        cached._overwrites = [discord.abc._Overwrites(rule)]
    await staff.set_up(channel=channel.id, forum=True)
    return channel


def applied(staff) -> list[list[str]]:
    return [
        list(request.json.get("applied_tags", []))
        for request in staff.desk.env.http_requests
        if request.method == "POST" and request.path.endswith("/threads")
    ]


@pytest.mark.parametrize(
    ("given", "number"),
    [({}, "3"), ({"tags": "ferries"}, "4"), ({"tags": "staff only"}, "3")],
)
async def test_a_required_tag_is_that_of_the_claims_tags_or_status_but_never_a_moderated_one(staff, given, number):
    await forum(staff, TAGS)
    await flagged(staff.desk, staff.desk.asker, **given)
    assert applied(staff) == [[number]]


async def test_a_moderated_tag_is_used_where_the_bot_may_manage_threads(staff):
    await forum(staff, TAGS, moderates=True)
    await flagged(staff.desk, staff.desk.asker, tags="staff only")
    assert applied(staff) == [["1"]]


async def test_a_forum_with_no_fitting_tag_gets_its_first_one(staff):
    await forum(staff, {"Staff only": True, "News": False})
    await flagged(staff.desk, staff.desk.asker)
    assert applied(staff) == [["2"]]


async def test_where_no_tag_is_required_none_is_set(staff):
    await forum(staff, TAGS, required=False)
    await flagged(staff.desk, staff.desk.asker)
    assert applied(staff) in ([[]], [[], []])


async def test_a_forum_with_moderated_tags_only_is_told_to_who_flagged(staff):
    channel = await forum(staff, {"Staff only": True})
    result = await flagged(staff.desk, staff.desk.asker)
    assert NO_TAG.format(f"<#{channel.id}>") in private_reply(result)
    assert applied(staff) == []
