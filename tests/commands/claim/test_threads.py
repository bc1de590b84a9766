"""Cards and threads of claims, also with missing permissions or deleted channels."""

from __future__ import annotations

import pytest
from discord import PermissionOverwrite

from bot.model.claims import CardLocation
from commands.claim import threads
from tests.commands.claim.test_buttons import card, fill_in, private_reply
from tests.commands.conftest import buttons, press, texts
from tests.commands.flag.test_cog import FERRY, flagged
from tests.commands.staff import open_staffed


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def card_location(staff, number=1) -> CardLocation | None:
    return (await staff.claims.get(staff.desk.guild.id, number)).card


async def test_without_a_desk_a_flag_is_kept_and_told_what_is_missing(desk):
    result = await flagged(desk, desk.asker)
    assert "**#1 is flagged.**" in private_reply(result)
    assert threads.NO_DESK in private_reply(result)
    assert (await desk.app.desk.get(desk.guild.id, 1)).card is None


async def test_in_a_forum_a_claim_gets_a_post(staff):
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.set_up(channel=forum.id, forum=True)
    await flagged(staff.desk, staff.desk.asker)
    [post] = forum.threads
    assert post.name == f"#1 {FERRY}"
    [starter] = [message for message in post.history() if message.components]
    assert FERRY in texts(starter)
    await press(staff.maria, starter, "Take")
    assert "Assigned to **maria**" in texts(post.history()[0])


@pytest.mark.parametrize(
    ("denied", "text"),
    [
        ("create_public_threads", "I can't open a thread (missing: Create Public Threads)"),
        ("send_messages_in_threads", "I can't open a thread (missing: Send Messages in Threads)"),
    ],
)
async def test_without_the_permission_for_threads_the_claim_goes_on_in_the_channel(staff, denied, text):
    rules = {staff.desk.guild.default_role: PermissionOverwrite(**{denied: False})}
    narrow = staff.desk.guild.create_text_channel("narrow", overwrites=rules)
    await staff.set_up(channel=narrow.id)
    result = await flagged(staff.desk, staff.desk.asker)
    assert f"{text}, so #1 is discussed in <#{narrow.id}> itself." in private_reply(result)
    assert not narrow.threads
    await press(staff.maria, narrow.last_message, "Start check")
    await fill_in(staff.maria, narrow.last_message, "Give verdict", rating="True", explanation="It did.")
    assert "Verdict on #1: **True**" in texts(narrow.last_message)


async def test_without_the_permission_to_write_the_claim_is_kept_and_the_permission_named(staff):
    rules = {staff.desk.guild.default_role: PermissionOverwrite(send_messages=False)}
    closed = staff.desk.guild.create_text_channel("closed", overwrites=rules)
    await staff.set_up(channel=closed.id)
    text = private_reply(await flagged(staff.desk, staff.desk.asker))
    assert f"I can't write in <#{closed.id}>. Ask a server admin to grant me: Send Messages." in text
    assert await card_location(staff) is None


async def test_a_claim_without_a_place_gets_one_with_the_next_thing_done_to_it(staff):
    await staff.set_up(channel=None)
    result = await flagged(staff.desk, staff.desk.asker)
    await staff.set_up()
    await press(staff.desk.asker, result.response, "Watch")
    assert FERRY in texts(card(staff))
    assert await card_location(staff) is not None


async def test_a_deleted_channel_is_told_and_the_desk_goes_on(staff):
    await flagged(staff.desk, staff.desk.asker)
    staff.desk.env.backend.delete_channel(staff.channel.id)
    text = await flagged(staff.desk, staff.desk.reader, "The harbour froze in 2019.")
    assert threads.CHANNEL_GONE in private_reply(text)
    watched = await press(staff.desk.reader, text.response, "Watch")
    assert threads.CHANNEL_GONE in texts(watched.followups[0])
    assert (await staff.claims.file(staff.desk.guild.id, 2)).watchers


async def test_a_deleted_card_comes_back_in_its_thread(staff):
    result = await flagged(staff.desk, staff.desk.asker)
    before = await card_location(staff)
    staff.desk.env.backend.delete_message(before.channel, before.message)
    await press(staff.desk.asker, result.response, "Watch")
    [thread] = staff.channel.threads
    assert FERRY in texts(thread.last_message)
    assert await card_location(staff) == CardLocation(thread.id, thread.last_message.id, thread.id)
    await press(staff.maria, thread.last_message, "Take")
    assert "Assigned to **maria**" in texts(thread.last_message)


async def test_with_card_and_thread_deleted_a_claim_gets_both_anew(staff):
    result = await flagged(staff.desk, staff.desk.asker)
    before = await card_location(staff)
    staff.desk.env.backend.delete_message(before.channel, before.message)
    staff.desk.env.backend.delete_channel(before.thread)
    await press(staff.desk.asker, result.response, "Watch")
    after = await card_location(staff)
    assert after.message not in (None, before.message)
    assert [thread.id for thread in staff.channel.threads] == [after.thread]


async def test_without_its_thread_a_verdict_is_told_in_the_channel(staff):
    await flagged(staff.desk, staff.desk.asker)
    staff.desk.env.backend.delete_channel((await card_location(staff)).thread)
    await press(staff.maria, card(staff), "Start check")
    await fill_in(staff.maria, card(staff), "Give verdict", rating="True", explanation="It did.")
    assert f"{staff.desk.asker.mention}\nVerdict on #1: **True**" in texts(staff.channel.last_message)


async def test_who_cannot_read_the_desks_channel_hears_of_the_verdict_in_private(staff):
    closed, open_ = PermissionOverwrite(view_channel=False), PermissionOverwrite(view_channel=True)
    rules = {staff.desk.guild.default_role: closed, staff.editors: open_, staff.desk.client.user: open_}
    inner = staff.desk.guild.create_text_channel("inner", overwrites=rules)
    await staff.set_up(channel=inner.id)
    await flagged(staff.desk, staff.desk.asker)
    [place] = inner.threads
    await press(staff.ben, inner.history()[0], "Watch")
    await press(staff.maria, inner.history()[0], "Start check")
    await fill_in(staff.maria, inner.history()[0], "Give verdict", rating="True", explanation="It did.")
    assert texts(staff.desk.asker.user.dm_channel.last_message).startswith("\nVerdict on #1: **True**")
    assert texts(place.last_message).startswith(f"\n{staff.ben.mention}\nVerdict on #1: **True**")


async def test_somebody_who_has_left_is_not_looked_for_in_vain(staff):
    await flagged(staff.desk, staff.desk.asker)
    staff.desk.guild.remove_member(staff.desk.asker)
    await press(staff.maria, card(staff), "Start check")
    sent = await fill_in(staff.maria, card(staff), "Give verdict", rating="True", explanation="It did.")
    assert private_reply(sent) == "Verdict on #1: **True**"


async def test_with_the_role_of_editors_deleted_those_who_manage_the_server_still_work(staff):
    await flagged(staff.desk, staff.desk.asker)
    staff.desk.env.backend.delete_role(staff.desk.guild.id, staff.editors.id)
    assert private_reply(await press(staff.maria, card(staff), "Take")) == "Only an editor can take #1."
    await press(staff.boss, card(staff), "Take")
    assert "Assigned to **boss**" in texts(card(staff))
    assert "Take" not in buttons(card(staff))


async def test_the_flagged_message_may_be_deleted(staff):
    message = await staff.desk.reader.send(staff.desk.channel, FERRY)
    shown = await staff.desk.asker.context_menu(staff.desk.channel, "Flag claim", message)
    await staff.desk.reader.delete(message)
    await staff.desk.asker.submit_modal(shown, {"claim": FERRY, "priority": "normal"})
    assert f"> {FERRY}\n-# [flagged message](<{message.jump_url}>) · by reader" in texts(card(staff))
