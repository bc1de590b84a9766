"""What is to appear in Discord survives stops, faults and rate limits.

Everything is sent once, in order, and to its own server only.
"""

from __future__ import annotations

import logging

import pytest
from discord import PermissionOverwrite, Permissions

from bot.model.claim_input import NewVerdict
from bot.model.claims import Actor, Author, DeskSettings
from bot.model.notifications import OutboxKind
from commands.claim import outbox_worker, threads
from tests.commands.claim.test_buttons import card, fill_in, private_reply
from tests.commands.conftest import press, texts
from tests.commands.flag.test_cog import FERRY, flagged
from tests.commands.slow_discord import SlowDiscord, enforce_nonces
from tests.commands.staff import on_clock, open_staffed

FORTY = [f"{first}{second}{first}ta {second}{first}{second}ned." for first in "bcdfghjk" for second in "pqrst"]


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


@pytest.fixture
def hurried(monkeypatch):
    """Let an interaction not wait for its card."""
    monkeypatch.setattr(outbox_worker, "_PATIENCE_S", 0)


async def looks(staff, **passes):
    """Let the worker look at the outbox, after some time."""
    staff.clock.passes(**passes)
    await staff.desk.env.advance_time(6)


async def restart(staff):
    """Kill the bot and start it again, on the same clock."""
    await staff.desk.restart()
    staff.desk.client.app = staff.desk.app = on_clock(staff.desk.app, staff.clock)
    await staff.desk.env.advance_time(6)


async def backlog(staff):
    return (await staff.claims.outbox.backlog(staff.desk.guild.id)).count


async def claims(staff):
    return (await staff.claims.claims(staff.desk.guild.id, limit=100)).claims


def cards(place):
    return [message for message in place.history() if message.components and message.author.bot]


async def history(staff, number):
    return [event for event in await staff.claims.history(staff.desk.guild.id, number) if event.action == "not posted"]


async def test_forty_flags_at_a_rate_limit_and_a_stop_lose_no_card(staff, hurried):
    SlowDiscord(staff.desk.env, "POST", f"/channels/{staff.channel.id}/messages", passing=5).installed(
        staff.desk.client
    )
    for text in FORTY:
        result = await flagged(staff.desk, staff.desk.asker, text)
        assert "is flagged.**" in private_reply(result)
    assert len(cards(staff.channel)) == 5
    await restart(staff)
    assert len(cards(staff.channel)) == 40
    found = await claims(staff)
    assert len(found) == 40
    assert all(claim.card and claim.card.thread for claim in found)
    assert len(staff.channel.threads) == 40
    assert await backlog(staff) == 0


async def test_whoever_flags_at_a_rate_limit_is_told_that_the_card_will_follow(staff, hurried):
    SlowDiscord(staff.desk.env, "POST", f"/channels/{staff.channel.id}/messages").installed(staff.desk.client)
    result = await flagged(staff.desk, staff.desk.asker)
    assert outbox_worker.SLOW.format(1) in private_reply(result)


async def test_a_card_that_a_stop_kept_from_being_marked_is_not_sent_twice(staff, hurried, monkeypatch):
    counts = enforce_nonces(staff.desk.env, monkeypatch)
    path = f"/channels/{staff.channel.id}/messages"
    SlowDiscord(staff.desk.env, "POST", path, loses_answers=True).installed(staff.desk.client)
    await flagged(staff.desk, staff.desk.asker)
    await staff.claims.take(staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True)), 1)
    assert (await claims(staff))[0].card is None
    await restart(staff)
    [message] = cards(staff.channel)
    assert list(counts.values()) == [2]
    assert "Assigned to **maria**" in texts(message), "the older card is brought up to date"
    assert (await claims(staff))[0].card.message == message.id


async def test_a_stop_between_card_and_thread_leaves_no_claim_without_a_thread(staff, hurried):
    SlowDiscord(staff.desk.env, "POST", "/messages/*/threads").installed(staff.desk.client)
    await flagged(staff.desk, staff.desk.asker)
    assert not staff.channel.threads
    await restart(staff)
    assert len(cards(staff.channel)) == 1
    assert [thread.id for thread in staff.channel.threads] == [(await claims(staff))[0].card.thread]


async def test_a_thread_that_is_there_already_is_not_made_again(staff):
    staff.desk.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160004)
    await flagged(staff.desk, staff.desk.asker)
    location = (await claims(staff))[0].card
    assert location.thread == location.message
    assert await backlog(staff) == 0


async def test_a_forum_post_that_a_stop_kept_from_being_marked_is_not_made_twice(staff, hurried):
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.set_up(channel=forum.id, forum=True)
    staff.clock.now = staff.desk.env.now()
    path = f"/channels/{forum.id}/threads"
    SlowDiscord(staff.desk.env, "POST", path, loses_answers=True).installed(staff.desk.client)
    await flagged(staff.desk, staff.desk.asker)
    await restart(staff)
    assert [post.id for post in forum.threads] == [(await claims(staff))[0].card.thread]


async def test_a_storm_of_server_errors_delays_and_loses_nothing(staff, caplog):
    staff.desk.env.inject_error("POST", "/channels/*", status=503, times=None)
    result = await flagged(staff.desk, staff.desk.asker)
    assert f"**#1 is flagged.**\n-# {outbox_worker.SLOW.format(1)}" in private_reply(result)
    maria = staff.as_actor(staff.maria, is_editor=True)
    await staff.claims.start(staff.claims.request(staff.desk.guild.id, maria), 1)
    await staff.claims.rule(staff.claims.request(staff.desk.guild.id, maria), 1, NewVerdict("False", "It floats."))
    for _ in range(4):
        await looks(staff, minutes=1)
    assert await backlog(staff) == 2
    staff.desk.env.backend.faults.clear()
    await looks(staff, minutes=20)
    assert await backlog(staff) == 0
    [thread] = staff.channel.threads
    assert "### False" in texts(card(staff))
    assert "Verdict on #1: **False**" in texts(thread.last_message)
    assert not await history(staff, 1)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_attempts_become_rarer_while_discord_is_down(staff):
    path = f"/channels/{staff.channel.id}/messages"
    staff.desk.env.inject_error("POST", path, status=500, times=None)
    await flagged(staff.desk, staff.desk.asker)
    minutes = list[int]()
    for _ in range(4):
        before = len([request for request in staff.desk.env.http_requests if request.path == path])
        for _ in range(60):
            await looks(staff, seconds=30)
        minutes.append(len([request for request in staff.desk.env.http_requests if request.path == path]) - before)
    assert minutes[0] > minutes[1] >= minutes[-1] >= 1


async def test_updates_of_one_card_are_sent_as_one(staff):
    await flagged(staff.desk, staff.desk.asker)
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    before = len(staff.desk.env.http_requests)
    await staff.claims.take(request, 1)
    await staff.claims.tag(request, 1, ["sea"])
    await staff.claims.start(request, 1)
    await looks(staff)
    edits = [sent for sent in staff.desk.env.http_requests[before:] if sent.method == "PATCH"]
    assert len(edits) == 1
    assert "**Checking**" in texts(card(staff))


async def test_a_deleted_channel_drops_its_cards_with_a_note_and_keeps_nothing_waiting(staff):
    await staff.flagged("One ferry sank.", "Two ferries sank.")
    staff.desk.env.backend.delete_channel(staff.channel.id)
    await looks(staff)
    assert await backlog(staff) == 0
    for number in (1, 2):
        [event] = await history(staff, number)
        assert event.after == {"message": "card", "why": threads.CHANNEL_GONE}
    place = staff.desk.guild.create_text_channel("new desk")
    await staff.set_up(channel=place.id, digest_hour=11)
    await staff.boss.slash(staff.desk.channel, "claim watch", claim="1")
    assert "One ferry sank." in texts(cards(place)[0])
    await looks(staff, hours=3)
    assert f"**Problems**\n- {threads.CHANNEL_GONE.replace('`', chr(92) + '`')}" in texts(cards(place)[-1])
    shown = await staff.boss.slash(staff.desk.channel, "claim history", claim="1")
    assert "The desk: not posted at 09:00\n-# message: card · why: The desk's channel is gone." in texts(shown.response)
    assert (await staff.claims.verify_log(staff.desk.guild.id))[0].bad is None


async def test_the_same_problem_is_noted_once_a_day_on_a_claim(staff):
    await staff.flagged("One ferry sank.")
    staff.desk.env.backend.delete_channel(staff.channel.id)
    for tag in ("sea", "harbour"):
        await looks(staff)
        await staff.claims.tag(staff.claims.request(staff.desk.guild.id, Actor(1, "Maria", is_editor=True)), 1, [tag])
    await looks(staff)
    assert len(await history(staff, 1)) == 1
    staff.clock.passes(days=2)
    await staff.claims.tag(staff.claims.request(staff.desk.guild.id, Actor(1, "Maria", is_editor=True)), 1, ["ferry"])
    await looks(staff)
    assert len(await history(staff, 1)) == 2


async def test_with_its_thread_deleted_a_verdict_is_posted_in_the_channel(staff):
    await flagged(staff.desk, staff.desk.asker)
    maria = staff.as_actor(staff.maria, is_editor=True)
    await staff.claims.start(staff.claims.request(staff.desk.guild.id, maria), 1)
    await staff.claims.rule(staff.claims.request(staff.desk.guild.id, maria), 1, NewVerdict("False", "It floats."))
    staff.desk.env.backend.delete_channel(staff.channel.threads[0].id)
    await looks(staff)
    assert "Verdict on #1: **False**" in texts(staff.channel.last_message)
    assert await backlog(staff) == 0


async def test_somebody_who_gets_no_message_at_all_is_noted_without_a_name(staff):
    closed, open_ = PermissionOverwrite(view_channel=False), PermissionOverwrite(view_channel=True)
    rules = {staff.desk.guild.default_role: closed, staff.editors: open_, staff.desk.client.user: open_}
    inner = staff.desk.guild.create_text_channel("inner", overwrites=rules)
    await staff.set_up(channel=inner.id)
    await flagged(staff.desk, staff.desk.asker)
    staff.desk.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    staff.desk.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    given = await staff.maria.slash(staff.desk.channel, "claim assign", claim="1", to=staff.desk.asker)
    assert "I could not notify the assignee of #1." in private_reply(given)
    [event] = await history(staff, 1)
    assert event.after["why"] == "I could not notify the assignee of #1."


async def test_who_was_mentioned_before_a_fault_is_not_mentioned_again(staff, monkeypatch):
    monkeypatch.setattr("commands.claim.delivery._MENTIONS_AT_ONCE", 1)
    await flagged(staff.desk, staff.desk.asker)
    await staff.desk.reader.slash(staff.desk.channel, "claim watch", claim="1")
    maria = staff.as_actor(staff.maria, is_editor=True)
    await staff.claims.start(staff.claims.request(staff.desk.guild.id, maria), 1)
    await staff.claims.rule(staff.claims.request(staff.desk.guild.id, maria), 1, NewVerdict("False", "It floats."))
    [thread] = staff.channel.threads
    SlowDiscord(staff.desk.env, "POST", f"/channels/{thread.id}/messages", passing=1).installed(staff.desk.client)
    await looks(staff)
    await restart(staff)
    mentioned = [user.id for message in cards(thread) for user in message.mentions]
    assert sorted(mentioned) == sorted([staff.desk.asker.id, staff.desk.reader.id])


async def test_outdated_messages_are_not_sent(staff):
    await flagged(staff.desk, staff.desk.asker)
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.assign(request, 1, Author(staff.ben.id, "ben"))
    await staff.claims.assign(request, 1, None)
    await flagged(staff.desk, staff.desk.asker, "The harbour froze in 2019.")
    await staff.claims.mark_duplicate(request, 2, 1)
    await staff.claims.reopen(request, 2)
    await looks(staff)
    assert await backlog(staff) == 0
    assert not [text for thread in staff.channel.threads for text in map(texts, cards(thread))]


async def test_one_servers_trouble_delays_no_other_and_nothing_crosses(staff, settings):
    env = staff.desk.env
    guild = env.create_guild()
    place = guild.create_text_channel("desk")
    manager = guild.create_role("managers", permissions=Permissions(manage_guild=True))
    boss = guild.add_member(env.create_user("other boss"), roles=[manager])
    actor = Actor(boss.id, "other boss", is_editor=True)
    await staff.claims.set_up(staff.claims.request(guild.id, actor), DeskSettings(channel=place.id))
    env.inject_error("POST", f"/channels/{staff.channel.id}/messages", status=503, times=None)
    await staff.flagged("Ours sank.", "Ours floats.")
    shown = await boss.slash(place, "flag", claim="Theirs sank.")
    await boss.submit_modal(shown, {"claim": "Theirs sank.", "priority": "normal"})
    assert "Theirs sank." in texts(cards(place)[0])
    assert [len(cards(channel)) for channel in (staff.channel, place)] == [0, 1]
    assert await backlog(staff) == 2
    assert (await staff.claims.outbox.backlog(guild.id)).count == 0
    shown = await boss.slash(place, "desk show")
    assert "**Waiting to be sent:** nothing" in texts(shown.response)
    env.backend.faults.clear()
    await looks(staff, minutes=1)
    assert "Ours" not in "".join(map(texts, cards(place)))
    assert len(cards(staff.channel)) == 2


async def test_the_desk_shows_how_many_messages_wait_and_since_when(staff):
    staff.desk.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    await staff.flagged("One ferry sank.", "Two ferries sank.")
    since = int(staff.clock.now.timestamp())
    await looks(staff, minutes=1)
    shown = await staff.boss.slash(staff.desk.channel, "desk show")
    assert f"**Waiting to be sent:** 2 messages, the oldest queued <t:{since}:R>" in texts(shown.response)


async def test_a_notice_for_every_desk_is_posted_once_in_its_channel(staff):
    for _ in range(2):
        assert await staff.claims.outbox.announce("The database is damaged.", staff.clock.now) == 1
        assert (await staff.claims.outbox.backlog()).count == 1
    await looks(staff)
    await looks(staff)
    [notice] = cards(staff.channel)
    assert "The database is damaged." in texts(notice)


async def test_messages_of_a_server_that_the_bot_has_left_wait_and_end_after_a_month(staff):
    await staff.claims.set_up(staff.claims.request(987, Actor(1, "Maria")), DeskSettings(channel=5))
    await staff.claims.outbox.announce("The database is damaged.", staff.clock.now)
    await looks(staff)
    assert (await staff.claims.outbox.backlog(987)).count == 1
    staff.clock.passes(days=31)
    assert await staff.claims.outbox.purge(staff.clock.now) == 1


async def test_a_message_that_fails_for_an_unknown_reason_ends_after_many_attempts(staff, monkeypatch, caplog):
    await flagged(staff.desk, staff.desk.asker)

    async def broken(*_given):
        raise ValueError("a fault of our own")

    worker = outbox_worker.worker_of(staff.desk.client)
    monkeypatch.setattr(worker, "_senders", {**worker._senders, OutboxKind.CARD: broken})
    await staff.claims.tag(staff.claims.request(staff.desk.guild.id, Actor(1, "Maria", is_editor=True)), 1, ["sea"])
    for _ in range(30):
        await looks(staff, minutes=16)
    assert await backlog(staff) == 0
    assert (await history(staff, 1))[0].after["why"] == "A message about #1 could not be sent."


async def test_a_forgotten_person_is_notified_of_nothing(staff):
    await flagged(staff.desk, staff.desk.asker)
    maria = staff.as_actor(staff.maria, is_editor=True)
    await staff.claims.start(staff.claims.request(staff.desk.guild.id, maria), 1)
    await staff.claims.rule(staff.claims.request(staff.desk.guild.id, maria), 1, NewVerdict("False", "It floats."))
    await staff.claims.forget(staff.desk.asker.id)
    await looks(staff)
    [thread] = staff.channel.threads
    assert not [user for message in cards(thread) for user in message.mentions]
    assert await backlog(staff) == 0


async def test_the_card_is_there_when_the_reply_is(staff):
    result = await flagged(staff.desk, staff.desk.asker, FERRY)
    assert "Discussed in" in private_reply(result)
    await press(staff.maria, card(staff), "Start check")
    await fill_in(staff.maria, card(staff), "Give verdict", rating="True", explanation="It did.")
    assert "### True" in texts(card(staff))
    assert await backlog(staff) == 0
