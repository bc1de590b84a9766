"""`/ask` and the mention, from the question to the card."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest

from bot.errors import UserError
from tests.commands.conftest import buttons, open_desk, texts
from tests.commands.planned import COURSE
from tests.commands.wire import EPHEMERAL


@pytest.fixture
async def desk(settings):
    """Desk with real answers from the articles, none planned."""
    async with open_desk(settings) as opened:
        yield opened


class Failing:
    """Stand-in for a service with failing `answer` and `save`."""

    def __init__(self, error: Exception, inner: object = None) -> None:
        self._error, self._inner = error, inner

    async def answer(self, question: str, *limits: object, **how: object) -> None:
        raise self._error

    async def save(self, answer: object) -> None:
        raise self._error

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


async def test_an_answer_comes_as_one_private_card_with_its_quote_and_who_says_it(desk):
    result = await desk.ask("who said forty divers from Carvania took a secret course at Orlets?")
    assert desk.callbacks() == [{"type": 5, "data": {"flags": EPHEMERAL}}]
    assert result.response.ephemeral
    assert not result.followups
    text = texts(result.response)
    assert "> **Forty divers** from **Carvania** took a **secret course** at the **Orlets** naval school" in text
    assert "Leaked papers trace a diving course at Orlets" in text
    assert "The Northern Ledger · 12\u00a0March\u00a02026" in text
    assert "-# Source: **Leaked papers obtained by Delta Watch**" in text
    assert "12 articles searched" in text


async def test_the_option_makes_an_answer_public(desk):
    result = await desk.ask(COURSE, visibility="public")
    assert not result.response.ephemeral
    assert "Post to channel" not in buttons(result.response)


async def test_the_setting_makes_answers_public_and_the_option_overrules_it(settings):
    async with open_desk(settings.model_copy(update={"visibility": "public"})) as desk:
        assert not (await desk.ask(COURSE)).response.ephemeral
        assert (await desk.ask(COURSE, visibility="private")).response.ephemeral


async def test_a_name_that_no_article_mentions_is_told_and_nothing_else_is_shown(desk):
    result = await desk.ask("what did Biden say about Orlets?")
    text = texts(result.response)
    assert "“Biden”" in text
    assert "> " not in text
    assert {"Post to channel", "Answers it", "Doesn’t"} == set(buttons(result.response))


async def test_a_correction_of_the_question_is_shown(desk):
    assert "“Orlts” read as “Orlets”" in texts((await desk.ask("who reported the Orlts course?")).response)


@pytest.mark.parametrize(
    "question",
    [
        "why " * 1500,
        "🙂🙂🙂",
        "the",
        "@everyone what of `Orlets`? https://x.y/a_b",
        "\u202eOrlets\x00 \u200bcourse",
        "<@&1> ||Orlets|| # Orlets\n# Orlets",
    ],
    ids=["long", "emoji", "stop word", "mention", "invisible", "markup"],
)
async def test_an_odd_question_ends_in_one_card(desk, question):
    result = await desk.ask(question)
    assert texts(result.response).count("### ") == 1
    assert "Something went wrong" not in texts(result.response)


async def test_a_question_works_in_a_direct_message(desk):
    person = desk.asker.user
    result = await person.slash("ask", question=COURSE)
    assert "Forty divers" in texts(result.response)
    assert "### In context" in texts((await person.click(result.response, label="Context 1")).response)
    await person.click(result.response, label="Post to channel")
    assert "Asked and posted by" in texts(person.dm_channel.last_message)


async def test_a_mention_is_answered_in_the_channel_without_the_content_intent(desk):
    await desk.asker.send(desk.channel, f"<@{desk.client.user.id}> {COURSE}")
    reply = desk.channel.last_message
    assert reply.author == desk.client.user
    assert "Forty divers" in texts(reply)
    assert not desk.client.intents.message_content


async def test_a_mention_is_answered_without_a_reply_where_history_may_not_be_read(desk):
    desk.env.inject_error("POST", "/channels/*/messages", status=400, code=160002)
    await desk.asker.send(desk.channel, f"<@!{desk.client.user.id}> {COURSE}")
    assert desk.channel.last_message.author == desk.client.user
    assert desk.channel.last_message.reference is None


async def test_a_mention_without_a_question_says_how_to_ask(desk):
    await desk.asker.send(desk.channel, f"<@{desk.client.user.id}>  ")
    assert "Write a question after the mention" in texts(desk.channel.last_message)


async def test_messages_that_do_not_ask_are_left_alone(desk):
    answer = await desk.ask(COURSE, visibility="public")
    await desk.reader.send(desk.channel, "thanks", reply_to=answer.response)
    await desk.reader.send(desk.channel, "who reported it?")
    assert desk.channel.last_message.author.id == desk.reader.id


async def test_an_unforeseen_fault_gives_a_reference_and_a_full_log(settings, caplog):
    broken = Failing(RuntimeError("the index is upside down"))
    async with open_desk(settings, lambda app: replace(app, questions=broken)) as desk:
        result = await desk.ask(COURSE)
        assert result.response.ephemeral
        reference = re.search(r"reference ([0-9A-F]{4})", result.response.content)[1]
        assert "upside down" not in result.response.content
        logged = next(record for record in caplog.records if reference in record.getMessage())
        assert logged.levelno == logging.ERROR
        assert "upside down" in str(logged.exc_info[1])
        assert "/ask" in logged.getMessage()


async def test_a_fault_in_a_public_answer_is_told_in_private(settings):
    async with open_desk(settings, lambda app: replace(app, questions=Failing(UserError("The disk is full.")))) as desk:
        await desk.ask(COURSE, visibility="public")
        dropped, error_reply = desk.env.http_requests[-2:]
        assert (dropped.method, dropped.path.endswith("/messages/@original")) == ("DELETE", True)
        assert (error_reply.json["content"], error_reply.json["flags"]) == ("The disk is full.", EPHEMERAL)


async def test_a_fault_in_a_mention_is_told_in_the_channel(settings, caplog):
    async with open_desk(settings, lambda app: replace(app, questions=Failing(RuntimeError("no")))) as desk:
        await desk.asker.send(desk.channel, f"<@{desk.client.user.id}> {COURSE}")
        assert "Something went wrong (reference " in texts(desk.channel.last_message)


@pytest.mark.parametrize(("code", "status"), [(10062, 404), (50027, 401)])
async def test_an_interaction_that_has_run_out_is_survived(desk, caplog, code, status):
    caplog.set_level(logging.INFO)
    desk.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, times=None)
    await desk.ask(COURSE)
    assert any("/ask can't be answered any more" in record.getMessage() for record in caplog.records)


async def test_where_nothing_can_be_kept_the_answer_comes_without_buttons(settings):
    full = UserError("The disk is full.")
    async with open_desk(settings, lambda app: replace(app, saved_answers=Failing(full, app.saved_answers))) as desk:
        result = await desk.ask(COURSE)
        assert "Forty divers" in texts(result.response)
        assert buttons(result.response) == {}


async def test_nobody_can_be_pinged(desk):
    assert desk.client.allowed_mentions.to_dict() == {"parse": []}
    await desk.ask("@everyone Orlets <@1>", visibility="public")
    sent = [request.json for request in desk.env.http_requests if "components" in (request.json or {})]
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


async def test_a_card_that_went_out_before_its_sources_were_known_is_finished(settings):
    async with open_desk(settings) as desk:
        await desk.app.database.write(lambda db: db.execute("DELETE FROM attributions"))
        desk.app.questions._timeout_s = 0.0
        result = await desk.ask(COURSE)
        edits = [request for request in desk.env.http_requests if request.method == "PATCH"]
        assert any("still being identified" in str(request.json) for request in desk.env.http_requests)
        assert edits
        assert "obtained by Delta Watch" in texts(result.response)
        assert "still being identified" not in texts(result.response)
