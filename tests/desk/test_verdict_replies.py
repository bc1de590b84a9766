"""Replies to repeated false claims: once a message, sparingly, and never kept longer than they are true."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count

import pytest

from bot.desk.actions.settings import SETTINGS_CHANGED
from bot.desk.published_verdicts import PublishedVerdicts
from bot.desk.similarity.search import SimilarClaims
from bot.desk.verdict_replies import (
    MOST_REPLIES,
    PERIOD,
    SAME_CLAIM_AGAIN,
    TOO_LATE,
    ChannelMessage,
    VerdictReplies,
    ratings_with_replies,
    reply_limits,
)
from bot.model.claims import DeskSettings
from bot.model.notifications import OutboxKind
from bot.store.desk import events
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskNewsroom
from tests.desk.test_published_verdicts import (
    FERRY,
    LINK,
    SAME_IN_OTHER_WORDS,
    bring_in,
    closed_as_duplicate,
    imported,
)

CHANNEL = 70
_ids = count(1_000)


@pytest.fixture
def replies(room: DeskNewsroom) -> VerdictReplies:
    verdicts = PublishedVerdicts(room.database, SimilarClaims(room.database), None)
    return VerdictReplies(room.database, verdicts, room.clock)


async def set_up(room, **about):
    settings = await room.desk.settings(GUILD)
    new = replace(settings, **({"reply_channels": (CHANNEL,)} | about))
    await room.desk.set_up(room.desk.request(GUILD, MARIA), new)


def posted(text=FERRY, channel=CHANNEL, guild=GUILD, id_=None):
    return ChannelMessage(guild, channel, id_ or next(_ids), text, text)


async def queued(room):
    return [message for message in await room.sent() if message.kind is OutboxKind.REPLY]


async def test_replies_are_off_until_a_channel_is_named(room, replies):
    await bring_in(room, imported())
    assert await replies.queue(posted()) is None
    await set_up(room)
    assert await replies.queue(posted(channel=71)) is None
    assert await replies.queue(posted()) == 1
    [message] = await queued(room)
    assert (message.claim, message.body) == (1, str(CHANNEL))


async def test_the_choice_of_channels_and_ratings_is_in_the_log(room):
    await set_up(room)
    await set_up(room, reply_rating="Misleading")
    read = partial(events.of_claim, desk=1, claim=None)
    changes = [event.after for event in await room.database.read(read) if event.action == SETTINGS_CHANGED]
    assert changes[-2]["reply_channels"] == [CHANNEL]
    assert changes[-1] == {"reply_rating": "Misleading"}


@pytest.mark.parametrize(
    "text",
    [
        "The Orlets ferry carried 400 people on Friday.",
        "The Orlets ferry never carried 300 people on Friday.",
        f"{FERRY[:-1]}?",
        f"Wrong: {FERRY} See {LINK}",
    ],
)
async def test_a_similar_claim_a_question_and_a_link_to_the_verdict_get_no_reply(room, replies, text):
    await bring_in(room, imported())
    await set_up(room)
    assert await replies.queue(posted(text)) is None


@pytest.mark.parametrize(
    ("page", "link", "is_linked"),
    [
        (LINK, f"{LINK}/?utm_source=chat#top", True),
        (LINK, f"({LINK}).", True),
        (LINK, f"<{LINK}>", True),
        (LINK, LINK.replace("https://", "http://www."), True),
        (f"{LINK}?p=7", f"{LINK}?lang=en&p=7", True),
        (LINK, f"{LINK}2", False),
        (f"{LINK}?p=7", LINK, False),
        (LINK, "https://[", False),
    ],
)
async def test_a_link_to_the_verdict_is_known_however_it_was_copied(room, replies, page, link, is_linked):
    await bring_in(room, imported(url=page))
    await set_up(room)
    assert await replies.queue(posted(f"{FERRY} {link}")) == (None if is_linked else 1)


async def test_a_message_gets_one_reply_however_often_it_is_edited(room, replies):
    await bring_in(room, imported(), imported("The lighthouse of Velm was sold to a duke.", url=f"{LINK}/2"))
    await set_up(room)
    assert await replies.queue(posted(id_=5)) == 1
    room.clock.passes(days=7)
    assert await replies.queue(posted("The lighthouse of Velm was sold to a duke.", id_=5)) is None


async def test_a_claim_gets_no_second_reply_in_a_channel_for_a_while(room, replies):
    await bring_in(room, imported())
    await set_up(room, reply_channels=(CHANNEL, 71))
    assert await replies.queue(posted()) == 1
    room.clock.passes(seconds=SAME_CLAIM_AGAIN.total_seconds() - 1)
    assert await replies.queue(posted()) is None
    assert await replies.queue(posted(channel=71)) == 1
    room.clock.passes(seconds=1)
    assert await replies.queue(posted()) == 1


async def test_a_channel_gets_few_replies_at_a_time(room, replies):
    towns = ["Aldis", "Brema", "Corvo", "Delmar", "Estrel", "Fundal"]
    texts = [f"The mayor of {town} sold the lighthouse to a duke." for town in towns]
    await bring_in(room, *(imported(text, url=f"{LINK}/{text}") for text in texts))
    await set_up(room)
    assert [await replies.queue(posted(text)) for text in texts] == [1, 2, 3, 4, 5, None]
    assert MOST_REPLIES == 5
    room.clock.passes(seconds=PERIOD.total_seconds())
    assert await replies.queue(posted(texts[-1])) == 6


@pytest.mark.parametrize(
    ("rating", "limit", "expected"),
    [
        ("False", None, 1),
        ("Misleading", None, None),
        ("Misleading", "Misleading", 1),
        ("Missing context", "Misleading", None),
        ("True", "Misleading", None),
        ("Satire", "Misleading", None),
        ("Mostly true", "Mostly true", None),
        ("Misleading", "a rating that is gone", None),
    ],
)
async def test_only_ratings_up_to_the_limit_get_replies(room, replies, rating, limit, expected):
    await bring_in(room, imported(rating=rating))
    await set_up(room, reply_rating=limit)
    assert await replies.queue(posted()) == expected


async def test_where_outlets_disagree_there_is_no_reply(room, replies):
    await bring_in(room, imported(), imported(rating="True", url=f"{LINK}/2", external_id="b"))
    await set_up(room)
    assert await replies.queue(posted()) is None


async def test_another_guilds_verdict_gets_no_reply(room, replies):
    await bring_in(room, imported(), guild=OTHER_GUILD)
    await set_up(room)
    assert await replies.queue(posted()) is None
    assert await replies.queue(posted(guild=OTHER_GUILD)) is None


async def test_a_reply_that_is_late_is_not_sent(room, replies):
    await bring_in(room, imported())
    await set_up(room)
    await replies.queue(posted())
    [message] = await queued(room)
    room.clock.passes(seconds=TOO_LATE.total_seconds())
    assert (await replies.current(message)).rating == "False"
    room.clock.passes(seconds=1)
    assert await replies.current(message) is None


async def test_a_reply_is_not_sent_once_replies_are_off_or_the_claim_is_reopened(room, replies):
    await bring_in(room, imported())
    await set_up(room)
    await replies.queue(posted())
    [message] = await queued(room)
    await set_up(room, reply_channels=())
    assert await replies.current(message) is None
    await set_up(room)
    assert await replies.current(message)
    await room.by(MARIA).reopen(1)
    assert await replies.current(message) is None


async def test_nothing_that_a_message_says_is_kept(room, replies):
    await bring_in(room, imported())
    await set_up(room)
    await replies.queue(posted(f"zanzibar! {FERRY}"))
    dump = await room.database.read(lambda connection: "\n".join(connection.iterdump()))
    assert "verdict_replies" in dump
    assert "zanzibar" not in dump


def test_the_limit_may_be_any_rating_in_the_lower_half_of_the_scale():
    settings = DeskSettings()
    assert reply_limits(settings) == ["False", "Misleading", "Missing context"]
    assert ratings_with_replies(settings) == ["False"]
    assert ratings_with_replies(replace(settings, reply_rating="Missing context")) == reply_limits(settings)
    assert ratings_with_replies(replace(settings, rating_values=())) == []


async def test_a_message_that_repeats_a_duplicate_gets_the_verdict_until_it_is_reopened(room, replies):
    await bring_in(room, imported())
    number = await closed_as_duplicate(room)
    await set_up(room)
    assert await replies.queue(posted(SAME_IN_OTHER_WORDS)) == number
    [message] = await queued(room)
    verdict = await replies.current(message)
    assert (verdict.claim, verdict.duplicate) == (1, number)
    await room.by(MARIA).reopen(number)
    assert await replies.current(message) is None


async def test_a_claim_and_its_duplicates_share_the_limit_of_replies(room, replies):
    await bring_in(room, imported())
    await closed_as_duplicate(room)
    await set_up(room)
    assert await replies.queue(posted(FERRY)) == 1
    assert await replies.queue(posted(SAME_IN_OTHER_WORDS)) is None
