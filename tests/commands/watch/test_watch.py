"""Watched questions: new articles are posted where the question was asked, once, with their words and source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from discord import PermissionOverwrite

from bot.desk.question_watches import NOT_YOURS, PER_PERSON, QuestionWatches
from bot.model.question_watches import NewWatch
from tests.commands import wire
from tests.commands.conftest import press, texts
from tests.commands.staff import PERSON, Staff, open_staffed
from tests.commands.wire import EPHEMERAL
from tests.desk.conftest import DeskClock

QUESTION = "who painted the lighthouse at Orlets?"
NEWS = "The lighthouse at Orlets was painted by forty divers on Tuesday, said Anna Weiss of the Harbour Institute."


@pytest.fixture
async def staff(settings, tmp_path) -> AsyncIterator[Staff]:
    """Desk with a second folder, for the articles to come."""
    (tmp_path / "news").mkdir()
    settings = settings.model_copy(update={"corpus": (*settings.corpus, tmp_path / "news")})
    async with open_staffed(settings) as opened:
        yield opened


async def watch(staff, text=QUESTION, by=None, **options):
    return await (by or staff.maria).slash(staff.desk.channel, "watch question", text=text, **options)


async def publish(staff, **articles):
    """Write or replace articles, index them, and let the outbox send."""
    for name, text in articles.items():
        head = f"---\ntitle: {name.title()}\noutlet: Harbour Post\nurl: https://post.example/{name}\n---\n\n"
        (staff.desk.app.settings.corpus[-1] / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    await staff.desk.app.sync()
    await staff.desk.env.advance_time(31)


def message_of(result):
    """Return the one message of a command or press."""
    return result.followups[-1] if result.followups else result.response


def said(result):
    return texts(message_of(result))


def refusal(staff):
    """Return the last thing said: a refusal is no answer to the command, whose waiting message is deleted before."""
    return staff.desk.env.http_requests[-1].json["content"]


def custom_ids(message):
    parts = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return [part["custom_id"] for part in wire.walk(parts) if "custom_id" in part]


def posts(place):
    return [message for message in place.history() if message.author.bot and "### New articles" in texts(message)]


async def test_a_new_article_that_answers_is_posted_once_with_its_words_and_link(staff):
    shown = await watch(staff)
    assert QUESTION in said(shown)
    assert posts(staff.desk.channel) == []
    await publish(staff, lighthouse=NEWS)
    [post] = posts(staff.desk.channel)
    text = texts(post)
    assert "forty" in text
    assert "Anna Weiss" in text
    assert "https://post.example/lighthouse" in text
    assert "1 new article answers this" in text
    await publish(staff, lighthouse=NEWS + " The paint is green.")
    assert len(posts(staff.desk.channel)) == 1


async def test_an_article_of_before_the_watch_is_no_news(staff):
    await publish(staff, lighthouse=NEWS)
    await watch(staff)
    await publish(staff, other="The council met.")
    assert posts(staff.desk.channel) == []


async def test_an_article_about_something_else_is_not_posted(staff):
    await watch(staff)
    await publish(staff, tower="The lighthouse at Orlets was closed on Monday, the harbour office said.")
    assert posts(staff.desk.channel) == []


async def test_an_article_that_says_otherwise_is_posted_as_such(staff):
    await watch(staff, "did 40 divers paint the lighthouse at Orlets?")
    await publish(staff, lighthouse="Twelve divers painted the lighthouse at Orlets, the Harbour Institute said.")
    [post] = posts(staff.desk.channel)
    assert "1 new article says otherwise; neither is judged here" in texts(post)


async def test_a_name_is_posted_where_an_article_has_it_in_a_sentence(staff):
    await watch(staff, "Pavel Doric")
    news = {"doric": "The spokesman Pavel Doric resigned.", "doctor": "Pavel met a doctor. Doric Street is closed."}
    await publish(staff, **news)
    [post] = posts(staff.desk.channel)
    assert "**Pavel Doric** resigned" in texts(post)
    assert "no source" not in texts(post).lower()


async def test_all_news_of_one_sync_for_a_channel_is_one_message(staff):
    await watch(staff)
    await watch(staff, "Pavel Doric", by=staff.ben)
    await publish(staff, lighthouse=NEWS, doric="The spokesman Pavel Doric resigned.", again="Pavel Doric spoke.")
    [post] = posts(staff.desk.channel)
    assert "2 new articles have these words" in texts(post)
    assert QUESTION in texts(post)


async def test_a_private_watch_is_sent_by_direct_message_only(staff):
    await watch(staff, posted="private")
    await publish(staff, lighthouse=NEWS)
    assert posts(staff.desk.channel) == []
    [post] = posts(staff.maria.user.dm_channel)
    assert "forty" in texts(post)


async def test_private_watches_set_in_two_channels_bring_one_direct_message(staff):
    other = staff.desk.guild.create_text_channel("elsewhere")
    await watch(staff, posted="private")
    await staff.maria.slash(other, "watch question", text="Anna Weiss", posted="private")
    await publish(staff, lighthouse=NEWS)
    [post] = posts(staff.maria.user.dm_channel)
    assert QUESTION in texts(post)
    assert "**Anna Weiss**" in texts(post)


async def test_a_text_is_watched_once_by_direct_message_whatever_the_channel(staff):
    other = staff.desk.guild.create_text_channel("elsewhere")
    await watch(staff, posted="private")
    await staff.maria.slash(other, "watch question", text=QUESTION.upper(), posted="private")
    assert "You are told about this by direct message already" in refusal(staff)
    await staff.ben.slash(other, "watch question", text=QUESTION, posted="private")
    await publish(staff, lighthouse=NEWS)
    assert [len(posts(person.user.dm_channel)) for person in (staff.maria, staff.ben)] == [1, 1]


async def test_its_owner_or_an_editor_stops_a_watch_after_a_restart_and_nobody_else(staff):
    await staff.set_up()
    asker = staff.desk.asker
    await watch(staff, by=asker)
    await publish(staff, lighthouse=NEWS)
    [post] = posts(staff.desk.channel)
    await staff.desk.restart()
    assert NOT_YOURS in said(await press(staff.desk.reader, post, "Stop"))
    assert "Stopped" in said(await press(staff.maria, post, "Stop"))
    assert "stopped already" in said(await press(asker, post, "Stop"))


async def test_the_list_shows_people_their_own_and_editors_all(staff):
    await staff.set_up()
    await watch(staff, by=staff.desk.asker)
    await watch(staff, "Pavel Doric", by=staff.maria)
    own = said(await staff.desk.asker.slash(staff.desk.channel, "watch list"))
    assert QUESTION in own
    assert "Pavel Doric" not in own
    everything = message_of(await staff.maria.slash(staff.desk.channel, "watch list"))
    assert QUESTION in texts(everything)
    assert "Pavel Doric" in texts(everything)
    newest = next(id_ for id_ in custom_ids(everything) if id_.startswith("watch:stop:"))
    await staff.maria.click(everything, custom_id=newest)
    assert "1 text" in said(await staff.maria.slash(staff.desk.channel, "watch list"))


async def test_the_same_text_is_watched_once_in_a_channel(staff):
    await watch(staff)
    await watch(staff, QUESTION.upper(), by=staff.ben)
    assert "watched here already" in refusal(staff)


@pytest.mark.parametrize("text", ["who is it?", "the", "@everyone"])
async def test_a_text_of_common_words_is_refused_in_one_sentence(staff, text):
    await watch(staff, text)
    assert "very common words" in refusal(staff)


async def test_a_question_that_could_not_be_asked_is_refused_with_the_same_sentence(staff):
    await watch(staff, "what did he say about the Orlets lighthouse?")
    assert "Who is “he”" in refusal(staff)


async def test_a_person_and_a_server_have_a_highest_number(staff):
    app = staff.desk.app
    for number in range(PER_PERSON):
        await app.question_watches.add(NewWatch(staff.desk.guild.id, 5, staff.maria.id, f"Harbour {number}"))
    await watch(staff)
    assert f"You watch {PER_PERSON} texts" in refusal(staff)
    refusal_of, generation = app.passage_search.refusal, app.documents.generation
    limited = QuestionWatches(app.database, DeskClock(), PER_PERSON, refusal_of, generation)
    staff.desk.client.app = replace(app, question_watches=limited)
    await watch(staff, by=staff.ben)
    assert "This server watches 25 texts" in refusal(staff)


async def test_a_refusal_is_for_the_person_alone_and_leaves_nothing_in_the_channel(staff):
    await watch(staff, "the")
    dropped, told = staff.desk.env.http_requests[-2:]
    assert (dropped.method, dropped.path.endswith("/messages/@original")) == ("DELETE", True)
    assert told.json["flags"] == EPHEMERAL


async def test_watches_of_another_server_are_neither_seen_nor_stopped(staff):
    other = await staff.desk.app.question_watches.add(NewWatch(999, 5, staff.maria.id, QUESTION))
    await staff.set_up()
    assert "nothing is watched" in said(await staff.maria.slash(staff.desk.channel, "watch list"))
    refused = await staff.maria.slash(staff.desk.channel, "watch stop", watch=str(other.id))
    assert "stopped already" in said(refused)
    assert await staff.desk.app.question_watches.get(other.id) == other


async def test_a_deleted_channel_ends_its_watches_and_the_next_digest_says_so(staff):
    await staff.set_up()
    await watch(staff)
    await staff.desk.client.get_channel(staff.desk.channel.id).delete()
    await publish(staff, lighthouse=NEWS)
    digest = await staff.claims.digest(staff.desk.guild.id, staff.clock() - timedelta(days=1))
    assert any("was deleted, so watching was stopped" in problem for problem in digest.problems)
    assert await staff.desk.app.question_watches.visible(staff.desk.guild.id, PERSON) == []


async def test_nothing_is_watched_where_the_bot_may_not_write(staff):
    closed = PermissionOverwrite(send_messages=False)
    channel = staff.desk.guild.create_text_channel("quiet", overwrites={staff.desk.client.user: closed})
    await staff.maria.slash(channel, "watch question", text=QUESTION)
    assert "I can't write in this channel" in refusal(staff)


async def test_an_erased_person_has_no_watch_left(staff):
    await watch(staff)
    await staff.claims.forget(staff.maria.id)
    await publish(staff, lighthouse=NEWS)
    assert posts(staff.desk.channel) == []
    assert await staff.desk.app.question_watches.visible(staff.desk.guild.id, PERSON) == []
