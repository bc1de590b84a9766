"""The greeting of a server that the bot has joined: once, to one person, with what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from discord import AuditLogAction, ButtonStyle, PermissionOverwrite, Permissions

from bot.desk.greetings import GreetingService
from bot.model.claims import Actor, DeskSettings
from commands.desk.saving import NOT_ALLOWED
from tests.commands.conftest import buttons, open_desk, settings_of, texts
from tests.commands.wire import EPHEMERAL
from tests.desk.conftest import DeskClock

MISSING = ["How to add articles", "Set up the desk"]


def on_clock(app, clock):
    return replace(app, greetings=GreetingService(app.database, clock))


async def joined(
    desk, *, name="Orlets Gazette", owner=None, added_by=None, system_channel=False, bot_may_write=True
) -> Any:
    """Let the bot join a new server, and return it."""
    guild = desk.env.create_guild(name, owner=owner)
    if added_by is not None:
        bot = desk.client.user.id
        desk.env.backend.record_audit_log(guild.id, AuditLogAction.bot_add.value, target_id=bot, user_id=added_by.id)
    if system_channel:
        overwrites = {} if bot_may_write else {guild.default_role: PermissionOverwrite(send_messages=False)}
        channel = guild.create_text_channel("general", overwrites=overwrites)
        desk.env.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
    await desk.env.settle()
    await join(desk, guild)
    return guild


async def join(desk, guild) -> None:
    """Tell the bot that it has joined a server; SimCord has no event for it."""
    await desk.client.get_cog("Greeter").on_guild_join(desk.client.get_guild(guild.id))


def private(user) -> list[Any]:
    return user.dm_channel.history()


def posted(guild, name="general") -> list[Any]:
    return guild.channels[name].history()


async def ticks(desk, clock, **by):
    clock.passes(**by)
    await desk.env.advance_time(61)


@pytest.fixture
def clock():
    return DeskClock()


@pytest.fixture
async def bare(tmp_path, clock):
    """A desk without articles."""
    (tmp_path / "corpus").mkdir()
    async with open_desk(settings_of(tmp_path), partial(on_clock, clock=clock)) as opened:
        yield opened


async def test_the_one_who_added_the_bot_reads_in_one_card_what_is_missing(bare):
    owner, adder = bare.env.create_user("owner"), bare.env.create_user("adder")
    await joined(bare, owner=owner, added_by=adder, system_channel=True)
    [greeting] = private(adder)
    text = texts(greeting)
    assert "### I have joined Orlets Gazette" in text
    assert "⚠ **Articles:** none yet" in text
    assert "⚠ **Channel for claims:** none yet" in text
    assert "⚠ **Editors:** only members with Manage Server" in text
    assert "✓ **Reviewers:** the editors" in text  # nothing is missing
    assert list(buttons(greeting)) == MISSING
    assert private(owner) == []


async def test_without_a_view_of_the_audit_log_the_owner_reads_it(bare):
    owner, adder = bare.env.create_user("owner"), bare.env.create_user("adder")
    bare.env.inject_error("GET", "/guilds/*/audit-logs", status=403, code=50013)
    await joined(bare, owner=owner, added_by=adder)
    assert len(private(owner)) == 1
    assert private(adder) == []


async def test_whoever_takes_no_direct_messages_finds_it_in_the_system_channel(bare):
    owner = bare.env.create_user("owner")
    bare.env.inject_error("POST", f"/channels/{owner.dm_channel.id}/messages", status=403, code=50007)
    guild = await joined(bare, owner=owner, system_channel=True)
    [greeting] = posted(guild)
    assert "I could not write to the person who added me" in texts(greeting)


async def test_where_the_bot_may_not_write_nothing_is_said_and_nothing_tried_again(bare, clock):
    owner = bare.env.create_user("owner")
    bare.env.inject_error("POST", f"/channels/{owner.dm_channel.id}/messages", status=403, code=50007)
    guild = await joined(bare, owner=owner, system_channel=True, bot_may_write=False)
    await ticks(bare, clock, hours=8)
    assert posted(guild) == []
    assert private(owner) == []


async def test_a_server_is_greeted_once_also_after_a_restart_and_a_second_invitation(bare, clock):
    owner = bare.env.create_user("owner")
    guild = await joined(bare, owner=owner)
    await bare.restart()
    bare.client.app = on_clock(bare.app, clock)
    await ticks(bare, clock, hours=1)
    await join(bare, guild)
    assert len(private(owner)) == 1


async def test_a_fault_of_discord_only_delays_the_greeting(bare, clock):
    owner = bare.env.create_user("owner")
    bare.env.inject_error("POST", f"/channels/{owner.dm_channel.id}/messages", status=503)
    await joined(bare, owner=owner)
    assert private(owner) == []
    await ticks(bare, clock, minutes=2)
    assert len(private(owner)) == 1


async def test_a_greeting_left_by_a_stop_is_sent_after_the_start(bare, clock):
    owner = bare.env.create_user("owner")
    bare.env.inject_error("POST", f"/channels/{owner.dm_channel.id}/messages", status=503)
    await joined(bare, owner=owner)
    clock.passes(minutes=10)
    await bare.restart()
    bare.client.app = on_clock(bare.app, clock)
    await bare.env.advance_time(61)
    assert len(private(owner)) == 1


@pytest.mark.parametrize(("ago", "count"), [(timedelta(hours=23), 1), (timedelta(hours=25), 0)])
async def test_a_server_joined_during_a_stop_is_greeted_within_a_day(bare, clock, ago, count):
    assert await bare.app.greetings.queue(77, clock() - ago) is bool(count)


async def test_a_desk_that_is_set_up_already_gets_no_greeting(bare, clock):
    await bare.app.desk.set_up(bare.app.desk.request(78, Actor(1, "Boss")), DeskSettings())
    assert not await bare.app.greetings.queue(78)


async def test_the_greeting_leaves_the_newsrooms_own_desk_free_to_move_to_the_server(bare):
    guild = await joined(bare)
    rows = await bare.app.database.read(lambda db: db.execute("SELECT guild_id FROM desks").fetchall())
    assert (guild.id,) not in rows


async def test_with_articles_the_examples_are_a_press_away(desk):
    owner = desk.env.create_user("owner")
    await joined(desk, owner=owner)
    [greeting] = private(owner)
    assert "✓ **Articles:** 12 documents indexed" in texts(greeting)
    styles = {label: ButtonStyle(shown["style"]) for label, shown in buttons(greeting).items()}
    assert [label for label, style in styles.items() if style is ButtonStyle.primary] == ["Set up the desk"]
    result = await owner.click(greeting, label="Show examples")
    assert "who said" in texts(result.response)


async def test_the_way_to_articles_is_told_step_by_step(bare):
    owner = bare.env.create_user("owner")
    await joined(bare, owner=owner)
    result = await owner.click(private(owner)[0], label="How to add articles")
    assert "`factdesk doctor` says why" in texts(result.response)  # a folder is set, and empty
    assert "editors can also hand in single articles as files: `/corpus add`" in texts(result.response)
    assert "FACTDESK\\_CORPUS" not in texts(result.response)


async def test_on_the_server_a_manager_gets_the_menus_and_nobody_else_does(bare):
    owner = bare.env.create_user("owner")
    bare.env.inject_error("POST", f"/channels/{owner.dm_channel.id}/messages", status=403, code=50007)
    guild = await joined(bare, owner=owner, system_channel=True)
    [greeting] = posted(guild)
    managers = guild.create_role("managers", permissions=Permissions(manage_guild=True))
    boss = guild.add_member(bare.env.create_user("boss"), roles=[managers])
    member = guild.add_member(bare.env.create_user("member"))
    await bare.restart()
    shown = await boss.click(greeting, label="Set up the desk")
    assert bare.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert "### Set up the claims desk" in texts(shown.response)
    refused = await member.click(greeting, label="Set up the desk")
    assert NOT_ALLOWED in texts(refused.response)


async def test_in_a_direct_message_a_manager_is_led_to_the_server(bare):
    owner = bare.env.create_user("owner")
    guild = await joined(bare, owner=owner, system_channel=True)
    [greeting] = private(owner)
    result = await owner.click(greeting, label="Set up the desk")
    text = texts(result.response)
    assert "1. Press **Open the server** below: it leads to **Orlets Gazette**" in text
    assert "2. Send `/desk setup` in **#general**" in text
    link = buttons(result.response)["Open the server"]["url"]
    assert link == f"https://discord.com/channels/{guild.id}/{guild.channels['general'].id}"


async def test_who_added_the_bot_and_left_can_set_nothing_up(bare):
    owner, adder = bare.env.create_user("owner"), bare.env.create_user("adder")
    await joined(bare, owner=owner, added_by=adder)
    result = await adder.click(private(adder)[0], label="Set up the desk")
    assert NOT_ALLOWED in texts(result.response)


async def test_a_server_name_stays_plain_text(bare):
    owner = bare.env.create_user("owner")
    await joined(bare, name="**@everyone** [x](https://bad.example)", owner=owner)
    assert "\\*\\*" in texts(private(owner)[0])
