"""Replies to messages that repeat a published false claim."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from discord import PermissionOverwrite
from discord.utils import utcnow

from bot.model.claims import Actor
from commands.claim import outbox_worker
from tests.commands.conftest import texts
from tests.commands.flag.test_cog import FERRY
from tests.commands.slow_discord import SlowDiscord, enforce_nonces
from tests.commands.staff import open_staffed
from tests.desk.test_published_verdicts import imported

HEADING = "### Checked 1 January 2024 by Harbour Facts: False"


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings.model_copy(update={"message_content": True})) as opened:
        await opened.set_up(reply_channels=(opened.desk.channel.id,))
        await bring_in(opened)
        yield opened


async def test_a_forwarded_false_claim_gets_a_reply_as_well(staff):
    await bring_in(staff)
    elsewhere = staff.desk.guild.create_text_channel("elsewhere")
    original = await staff.desk.asker.send(elsewhere, FERRY)
    forward = await staff.desk.reader.forward(original, staff.desk.channel)
    await staff.desk.env.advance_time(6)
    [reply] = replies(staff)
    assert reply.reference.message_id == forward.id


@pytest.fixture
def hurried(monkeypatch):
    """Let nobody wait for a message that Discord holds back."""
    monkeypatch.setattr(outbox_worker, "_PATIENCE_S", 0)


async def bring_in(staff, guild=None):
    request = staff.claims.request(guild or staff.desk.guild.id, Actor(1, "Maria"))
    await staff.claims.import_many(request, [imported()])


async def says(staff, text=FERRY, who=None, channel=None, **options):
    message = await (who or staff.desk.reader).send(channel or staff.desk.channel, text, **options)
    await staff.desk.env.advance_time(6)
    return message


def replies(staff, channel=None):
    bot = staff.desk.client.user.id
    return [message for message in (channel or staff.desk.channel).history() if message.author.id == bot]


async def test_a_repeated_false_claim_gets_a_reply_with_the_verdict_and_without_a_ping(staff):
    message = await says(staff, f"Look! {FERRY}")
    [reply] = replies(staff)
    assert texts(reply).strip().startswith(HEADING)
    assert reply.reference.message_id == message.id
    [sent] = [
        request.json
        for request in staff.desk.env.http_requests
        if request.method == "POST"
        and request.path.endswith(f"/channels/{staff.desk.channel.id}/messages")
        and request.json
        and request.json.get("message_reference")
    ]
    assert sent["allowed_mentions"]["parse"] == []
    assert sent["allowed_mentions"]["replied_user"] is False


@pytest.mark.parametrize(
    "text",
    ["The Orlets ferry carried 400 people on Friday.", "The Orlets ferry never carried 300 people on Friday.", "Hi"],
)
async def test_a_similar_claim_gets_no_reply(staff, text):
    await says(staff, text)
    assert not replies(staff)


async def test_other_channels_get_no_reply(staff):
    await says(staff, channel=staff.channel)
    assert not replies(staff, staff.channel)


async def test_a_bot_gets_no_reply(staff):
    robot = staff.desk.guild.add_member(staff.desk.env.create_user("robot", bot=True))
    await says(staff, who=robot)
    assert not replies(staff)


async def test_a_question_to_the_bot_gets_its_answer_alone(staff):
    await says(staff, f"<@{staff.desk.client.user.id}> {FERRY}")
    assert len(replies(staff)) == 1


async def test_an_edited_message_is_looked_at_again_and_gets_one_reply(staff):
    message = await says(staff, "Something about a ferry.")
    assert not replies(staff)
    for text in (FERRY, f"{FERRY} Really."):
        staff.clock.passes(hours=1)
        await staff.desk.reader.edit(message, text)
        await staff.desk.env.advance_time(6)
    assert len(replies(staff)) == 1


async def test_the_same_claim_gets_no_second_reply_soon(staff):
    await says(staff)
    await says(staff)
    assert len(replies(staff)) == 1
    staff.clock.passes(minutes=31)
    await says(staff)
    assert len(replies(staff)) == 2


async def test_a_missing_permission_leaves_a_line_in_the_log_and_nothing_else(staff, caplog):
    closed = PermissionOverwrite(send_messages=False)
    channel = staff.desk.guild.create_text_channel("quiet", overwrites={staff.desk.client.user: closed})
    await staff.set_up(reply_channels=(channel.id,))
    with caplog.at_level(logging.WARNING):
        await says(staff, channel=channel, who=staff.boss)
    assert not replies(staff, channel)
    assert "gets no reply (missing: Send Messages)" in caplog.text
    assert (await staff.claims.outbox.backlog(staff.desk.guild.id)).count == 0
    assert "not posted" not in [event.action for event in await staff.claims.history(staff.desk.guild.id, 1)]


async def test_a_message_deleted_meanwhile_gets_no_reply(staff, caplog):
    staff.desk.env.inject_error("POST", f"/channels/{staff.desk.channel.id}/messages", status=400, code=50035)
    await says(staff)
    assert not replies(staff)
    assert "gets no reply" in caplog.text
    assert (await staff.claims.outbox.backlog(staff.desk.guild.id)).count == 0


async def test_a_reply_written_down_before_a_stop_is_sent_once_after_it(staff, hurried, monkeypatch):
    counts = enforce_nonces(staff.desk.env, monkeypatch)
    staff.clock.now = utcnow()
    path = f"/channels/{staff.desk.channel.id}/messages"
    SlowDiscord(staff.desk.env, "POST", path, loses_answers=True).installed(staff.desk.client)
    await says(staff)
    await staff.desk.restart()
    await staff.desk.env.advance_time(6)
    assert len(replies(staff)) == 1
    assert list(counts.values()) == [2]
    assert (await staff.claims.outbox.backlog(staff.desk.guild.id)).count == 0


async def test_a_reply_that_a_long_stop_delayed_is_left_out(staff, hurried):
    staff.clock.now = utcnow() - timedelta(hours=1)
    SlowDiscord(staff.desk.env, "POST", f"/channels/{staff.desk.channel.id}/messages").installed(staff.desk.client)
    await says(staff)
    await staff.desk.restart()
    await staff.desk.env.advance_time(6)
    assert not replies(staff)
    assert (await staff.claims.outbox.backlog(staff.desk.guild.id)).count == 0


async def test_another_servers_verdict_gets_no_reply(staff):
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    member = elsewhere.add_member(staff.maria.user)
    request = staff.claims.request(elsewhere.id, Actor(staff.boss.id, "Boss"))
    settings = await staff.claims.settings(elsewhere.id)
    await staff.claims.set_up(request, replace(settings, reply_channels=(lobby.id,)))
    await says(staff, who=member, channel=lobby)
    assert not replies(staff, lobby)
    await bring_in(staff, elsewhere.id)
    await says(staff, who=member, channel=lobby)
    assert len(replies(staff, lobby)) == 1


async def test_without_the_intent_no_message_is_read(settings):
    async with open_staffed(settings) as staff:
        assert not staff.desk.client.intents.message_content
        await staff.set_up(reply_channels=(staff.desk.channel.id,))
        await bring_in(staff)
        await says(staff)
        assert not replies(staff)
        shown = await staff.desk.reader.slash(staff.desk.channel, "desk show")
        assert "set `FACTDESK_MESSAGE_CONTENT=true`" in texts(shown.response)
