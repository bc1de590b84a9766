"""`/desk`: setup by menus and a form, and its permissions."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from discord import PermissionOverwrite, Permissions
from discord.ui import LayoutView

from bot.model.claim_input import NewClaim
from bot.model.claims import OWN_GUILD, RATINGS, Actor
from commands.desk.cards import NOT_SET_UP
from commands.desk.saving import NOT_ALLOWED
from tests.commands.conftest import texts
from tests.commands.flag.test_cog import form_of
from tests.commands.staff import Staff, open_staffed
from tests.commands.wire import EPHEMERAL


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        yield opened


async def opened(staff, **options):
    result = await staff.boss.slash(staff.desk.channel, "desk setup", **options)
    assert staff.desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    return result.response


async def settings_now(staff):
    return await staff.desk.app.desk.settings(staff.desk.guild.id)


async def test_each_menu_is_saved_at_once_and_shows_what_is_set(staff):
    form = await opened(staff)
    assert "Choose the desk's channel to begin" in texts(form)
    await staff.boss.select(form, [staff.channel], custom_id="desk:channel")
    assert "**Saved.**" in texts(form)
    await staff.boss.select(form, [staff.editors], custom_id="desk:editors")
    await staff.boss.select(form, [staff.reviewers], custom_id="desk:reviewers")
    await staff.boss.select(form, ["two"], custom_id="desk:reader")
    await staff.boss.select(form, ["7"], custom_id="desk:digest")
    now = await settings_now(staff)
    assert (now.channel, now.forum, now.set_up) == (staff.channel.id, False, True)
    assert (now.editor_role, now.reviewer_role) == (staff.editors.id, staff.reviewers.id)
    assert (now.second_reader, now.digest_hour) == (True, 7)
    await staff.boss.select(form, [], custom_id="desk:editors")
    await staff.boss.select(form, ["none"], custom_id="desk:digest")
    now = await settings_now(staff)
    assert (now.editor_role, now.digest_hour, now.reviewer_role) == (None, None, staff.reviewers.id)


async def test_the_menus_work_after_a_restart(staff):
    form = await opened(staff)
    await staff.desk.restart()
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.boss.select(form, [forum], custom_id="desk:channel")
    now = await settings_now(staff)
    assert (now.channel, now.forum) == (forum.id, True)


async def test_clock_and_ratings_are_typed_and_read_strictly(staff):
    form = await opened(staff)
    shown = await staff.boss.click(form, label="Time zone and ratings …")
    assert shown.modal["title"] == "Time zone and ratings"
    wrong = await staff.boss.submit_modal(shown, {"zone": "Lundon", "ratings": "Yes\nNo"})
    [refusal] = wrong.followups
    assert refusal.ephemeral
    assert "“Lundon” is not a time zone. Use a name such as Europe/London." in texts(refusal)
    assert "> Yes\n> No" in texts(refusal)
    again = await staff.boss.click(form, label="Time zone and ratings …")
    await staff.desk.restart()
    await staff.boss.submit_modal(again, {"zone": "Europe/Paris", "ratings": "Yes\n\n No \nYes\nPerhaps"})
    now = await settings_now(staff)
    assert (now.time_zone, now.ratings, now.rating_values) == ("Europe/Paris", ("Yes", "No", "Perhaps"), ())
    third = await staff.boss.click(form, label="Time zone and ratings …")
    await staff.boss.submit_modal(third, {"zone": "Europe/Paris", "ratings": "Yes = 10\nNo=-2,5\n1 + 1 = 3 = 2"})
    now = await staff.claims.settings(staff.desk.guild.id)
    assert (now.ratings, now.rating_values) == (("Yes", "No", "1 + 1 = 3 = 2"), (("Yes", 10.0), ("No", -2.5)))
    fourth = form_of(await staff.boss.click(form, label="Time zone and ratings …"))
    assert fourth["ratings"] == "Yes = 10\nNo = -2.5\n1 + 1 = 3 = 2"


async def test_a_time_zone_is_offered_while_typing_and_saved_by_the_command(staff):
    choices = await staff.boss.autocomplete(staff.desk.channel, "desk setup", "time_zone", "new york")
    assert [choice["value"] for choice in choices] == ["America/New_York"]
    form = await opened(staff, time_zone="Asia/Tokyo")
    assert "**Time zone:** Asia/Tokyo" in texts(form)
    refused = await opened(staff, time_zone="Nowhere/*Land*")
    assert "is not a time zone" in texts(refused)
    assert (await settings_now(staff)).time_zone == "Asia/Tokyo"


async def test_only_who_may_manage_the_server_sets_its_desk_up_whatever_they_press(staff):
    assert texts((await staff.maria.slash(staff.desk.channel, "desk setup")).response) == NOT_ALLOWED
    form = await opened(staff)
    posted = await staff.desk.client.get_channel(staff.desk.channel.id).send(
        view=LayoutView.from_message(form.message, timeout=None)
    )
    for values, what in (([staff.channel], "channel"), ([staff.editors], "editors"), (["two"], "reader")):
        result = await staff.maria.select(posted, values, custom_id=f"desk:{what}")
        assert texts(result.response) == NOT_ALLOWED
    assert texts((await staff.maria.click(posted, label="Time zone and ratings …")).response) == NOT_ALLOWED
    assert not (await settings_now(staff)).set_up


async def test_another_servers_desk_stays_as_it_is(staff):
    await staff.set_up(time_zone="Europe/Paris")
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    lords = elsewhere.create_role("lords", permissions=Permissions(manage_guild=True))
    lord = elsewhere.add_member(staff.maria.user, roles=[lords])
    assert NOT_SET_UP in texts((await lord.slash(lobby, "desk show")).response)
    await lord.slash(lobby, "desk setup", time_zone="Asia/Tokyo")
    assert (await settings_now(staff)).time_zone == "Europe/Paris"


async def test_everybody_may_read_how_the_desk_works(staff):
    assert NOT_SET_UP in texts((await staff.desk.reader.slash(staff.desk.channel, "desk show")).response)
    await staff.set_up(second_reader=True, digest_hour=8, time_zone="Europe/Paris")
    text = texts((await staff.desk.reader.slash(staff.desk.channel, "desk show")).response)
    assert f"<#{staff.channel.id}>, a card and a thread for each claim" in text
    assert f"**Editors**, who handle claims: <@&{staff.editors.id}>" in text
    assert "approved by a second reader" in text
    assert "every day at 08:00" in text
    assert ", ".join(RATINGS) in text


async def test_what_stands_in_the_desks_way_is_told(staff):
    closed = PermissionOverwrite(create_public_threads=False, send_messages=False)
    narrow = staff.desk.guild.create_text_channel("narrow", overwrites={staff.desk.guild.default_role: closed})
    form = await opened(staff)
    await staff.boss.select(form, [narrow], custom_id="desk:channel")
    assert "**Send Messages, Create Public Threads**" in texts(form)
    await staff.set_up(channel=12345, editor_role=67890)
    text = texts((await staff.desk.reader.slash(staff.desk.channel, "desk show")).response)
    assert "The desk's channel is gone" in text
    assert "a role that was deleted: choose another" in text
    assert "The desk's channel is gone" in texts(await opened(staff))


async def test_the_first_set_up_takes_over_the_newsrooms_own_claims(staff):
    terminal = staff.claims.request(OWN_GUILD, Actor(0, "the terminal", is_editor=True))
    await staff.claims.flag(terminal, NewClaim("The ferry sank."))
    form = await opened(staff)
    await staff.boss.select(form, [staff.channel], custom_id="desk:channel")
    assert "1 claim is here already" in texts(form)
    assert (await staff.claims.get(staff.desk.guild.id, 1)).text == "The ferry sank."


async def test_the_memory_of_the_bot_is_shown_to_managers_alone(staff):
    await staff.set_up()
    shown = [texts((await who.slash(staff.channel, "desk show")).response) for who in (staff.boss, staff.maria)]
    assert ["Memory of the bot" in text for text in shown] == [True, False]
    assert re.search(r"^-# articles: [\d,]+ · [\d,]+ of 12,000,000 characters$", shown[0], re.MULTILINE)
    assert re.search(r"^-# parsed sentences: [\d,]+ of 1,500$", shown[0], re.MULTILINE)
