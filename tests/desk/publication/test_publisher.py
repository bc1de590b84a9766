"""Which guild is published, and when the site is out of date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.desk import Desk
from bot.desk.publication.publisher import Publisher
from bot.errors import UserError
from bot.model.claim_input import NewVerdict
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskNewsroom
from tests.desk.publication.conftest import Site


async def set_up(desk: Desk, *guilds: int) -> None:
    for guild in guilds:
        await desk.set_up(desk.request(guild, MARIA), replace(await desk.settings(guild), channel=9))


async def test_a_guild_publishes_its_own_claims_only(site: Site) -> None:
    await site.ferry()
    other = DeskNewsroom(site.room.database, site.room.clock, OTHER_GUILD)
    number = await other.ruled("The other desk's claim.")
    await other.by(MARIA).publish(number, "https://other.example/1")
    assert (await site.publish()).verdicts == 1
    assert "other desk" not in site.everything()


async def test_of_several_servers_one_has_to_be_named(site: Site) -> None:
    room = site.room
    await set_up(room.desk, GUILD)
    assert await Publisher(room.database, room.desk, site.options).guild() == GUILD
    await set_up(room.desk, OTHER_GUILD)
    with pytest.raises(UserError, match="--server ID or in FACTDESK_PUBLISH_SERVER"):
        await Publisher(room.database, room.desk, site.options).publish(site.folder)
    assert not site.folder.exists()


async def test_publishing_twice_writes_nothing_the_second_time(site: Site) -> None:
    await site.ferry()
    first = await site.publish()
    await site.room.flagged("A new claim.")
    second = await site.publish()
    assert first.written == second.unchanged > 10
    assert (second.written, second.removed) == (0, 0)


async def test_events_of_verdicts_and_erasures_make_the_site_outdated_and_others_do_not(site: Site) -> None:
    publisher = Publisher(site.room.database, site.room.desk, site.options, GUILD)
    assert await publisher.last_change(0) == 0
    await site.room.flagged("A claim without a verdict.")
    assert await publisher.last_change(0) == 0
    number = await site.ferry()
    ruled = await publisher.last_change(0)
    assert ruled > 0
    assert await publisher.last_change(ruled) == ruled
    await site.room.by(MARIA).correct(number, NewVerdict("True", "After all."))
    assert await publisher.last_change(ruled) == ruled + 1
    await site.room.desk.forget(MARIA.user)
    assert await publisher.last_change(ruled + 1) == ruled + 2
