"""`/desk setup`, replies to repeated false claims: channels, ratings, who may choose, what is lacking."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from discord import PermissionOverwrite
from discord.ui import LayoutView

from commands.desk.saving import NOT_ALLOWED
from tests.commands.conftest import texts
from tests.commands.staff import Staff, open_staffed
from tests.commands.wire import EPHEMERAL


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings.model_copy(update={"message_content": True})) as opened:
        await opened.set_up()
        yield opened


async def opened(staff):
    form = (await staff.boss.slash(staff.desk.channel, "desk setup")).response
    shown = await staff.boss.click(form, label="Replies to false claims …")
    assert staff.desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    return shown.response


async def settings_now(staff):
    return await staff.claims.settings(staff.desk.guild.id)


async def shown_to_a_reader(staff):
    return texts((await staff.desk.reader.slash(staff.desk.channel, "desk show")).response)


async def test_replies_are_off_at_first(staff):
    assert (await settings_now(staff)).reply_channels == ()
    assert "**Replies to repeated false claims:** off" in await shown_to_a_reader(staff)


async def test_channels_and_ratings_are_saved_at_once_and_after_a_restart(staff):
    form = await opened(staff)
    assert "I keep the message's id, and not its text." in texts(form)
    await staff.boss.select(form, [staff.desk.channel], custom_id="desk:replies:channels")
    assert "**Saved.**" in texts(form)
    await staff.desk.restart()
    await staff.boss.select(form, ["Misleading"], custom_id="desk:replies:rating")
    now = await settings_now(staff)
    assert (now.reply_channels, now.reply_rating, now.channel) == (
        (staff.desk.channel.id,),
        "Misleading",
        staff.channel.id,
    )
    assert f"in <#{staff.desk.channel.id}>, for “False”, “Misleading”" in await shown_to_a_reader(staff)
    await staff.boss.select(form, [], custom_id="desk:replies:channels")
    assert (await settings_now(staff)).reply_channels == ()


async def test_only_who_may_manage_the_server_chooses_whatever_they_press(staff):
    form = (await staff.boss.slash(staff.desk.channel, "desk setup")).response
    channel = staff.desk.client.get_channel(staff.desk.channel.id)
    posted = await channel.send(view=LayoutView.from_message(form.message, timeout=None))
    pressed = await staff.maria.click(posted, label="Replies to false claims …")
    assert texts(pressed.response).strip() == NOT_ALLOWED
    menus = (await opened(staff)).message
    posted = await channel.send(view=LayoutView.from_message(menus, timeout=None))
    for values, setting in (([staff.channel], "channels"), (["Misleading"], "rating")):
        result = await staff.maria.select(posted, values, custom_id=f"desk:replies:{setting}")
        assert texts(result.response).strip() == NOT_ALLOWED
    assert (await settings_now(staff)).reply_channels == ()


async def test_what_is_lacking_is_told_in_the_setup_and_to_everybody(staff):
    closed = PermissionOverwrite(send_messages=False, read_message_history=False)
    narrow = staff.desk.guild.create_text_channel("narrow", overwrites={staff.desk.guild.default_role: closed})
    await staff.set_up(reply_channels=(narrow.id, 12345), rating_values=())
    for text in (texts(await opened(staff)), await shown_to_a_reader(staff)):
        assert f"I lack permissions to reply in <#{narrow.id}>: **Send Messages, Read Message History**" in text
        assert "I can't see <#12345>" in text
        assert "No rating of the desk has a number" in text
        assert "FACTDESK_MESSAGE_CONTENT" not in text
