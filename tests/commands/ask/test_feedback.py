"""Feedback buttons under an answer: one press for each person, privately."""

from __future__ import annotations

import pytest

from bot.store.library import answer_feedback, answers
from commands.ui import permissions
from tests.commands.ask.test_buttons import saved_answer, send_buttons
from tests.commands.conftest import buttons, texts
from tests.commands.planned import COURSE, WEISS
from tests.commands.wire import EPHEMERAL

ANSWERS_IT, DOES_NOT = "Answers it", "Doesn’t"
YES, NO = "Noted: it answers. Thank you.", "Noted: it doesn’t answer. Thank you."


async def given(desk) -> list[answer_feedback.Feedback]:
    return await desk.app.database.read(answer_feedback.everything)


async def test_a_press_is_thanked_for_at_once_and_in_private(desk):
    answer = await desk.ask(COURSE, visibility="public")
    result = await desk.asker.click(answer.response, label=ANSWERS_IT)
    assert desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert (texts(result.response), result.response.ephemeral) == (YES, True)
    assert "Noted" not in texts(answer.response)


async def test_a_press_is_saved_with_the_quotes_that_the_card_shows(desk):
    answer = await desk.ask(COURSE)
    saved = await saved_answer(desk, answer)
    await desk.asker.click(answer.response, label=ANSWERS_IT)
    (press,) = await given(desk)
    assert (press.answer_id, press.guild_id, press.question) == (saved.id, desk.guild.id, COURSE)
    assert (press.answers, press.state) == (True, saved.answer.state)
    shown = saved.answer.findings[:3]
    assert [(quote.document, quote.sha256, quote.span) for quote in press.quotes] == [
        (finding.document.name, finding.document.sha256, finding.quote.span) for finding in shown
    ]


async def test_a_press_on_the_second_page_is_about_its_quotes(desk):
    answer = await desk.ask(WEISS)
    findings = (await saved_answer(desk, answer)).answer.findings
    await desk.asker.click(answer.response, label="More quotes")
    await desk.asker.click(answer.response, label=DOES_NOT)
    (press,) = await given(desk)
    assert [quote.span for quote in press.quotes] == [finding.quote.span for finding in findings[3:]]


async def test_of_two_presses_of_one_person_the_second_counts(desk):
    answer = await desk.ask(COURSE)
    await desk.asker.click(answer.response, label=ANSWERS_IT)
    result = await desk.asker.click(answer.response, label=DOES_NOT)
    assert texts(result.response) == NO
    assert [press.answers for press in await given(desk)] == [False]


async def test_another_reader_of_a_public_answer_has_a_press_of_their_own(desk):
    answer = await desk.ask(COURSE, visibility="public")
    await desk.asker.click(answer.response, label=ANSWERS_IT)
    result = await desk.reader.click(answer.response, label=DOES_NOT)
    assert (texts(result.response), result.response.ephemeral) == (NO, True)
    assert [press.answers for press in await given(desk)] == [True, False]


async def test_a_private_answer_takes_no_press_of_another_person(desk):
    message = await send_buttons(desk, desk.channel, await saved_answer(desk, await desk.ask(COURSE)))
    result = await desk.reader.click(message, label=ANSWERS_IT)
    assert texts(result.response) == permissions.NOT_YOURS
    assert await given(desk) == []


async def test_an_answer_of_another_server_takes_no_press(desk):
    answer = await saved_answer(desk, await desk.ask(COURSE, visibility="private"))
    lobby = (elsewhere := desk.env.create_guild()).create_text_channel("lobby")
    spy = elsewhere.add_member(desk.asker.user)
    result = await spy.click(await send_buttons(desk, lobby, answer), label=ANSWERS_IT)
    assert texts(result.response) == permissions.ELSEWHERE
    assert await given(desk) == []


async def test_a_press_works_after_a_restart(desk):
    answer = await desk.ask(COURSE)
    await desk.asker.click(answer.response, label=ANSWERS_IT)
    await desk.restart()
    result = await desk.asker.click(answer.response, label=DOES_NOT)
    assert texts(result.response) == NO
    assert [press.answers for press in await given(desk)] == [False]


async def test_a_press_outlives_its_answer_and_a_purged_answer_takes_none(desk):
    answer = await desk.ask(COURSE)
    await desk.asker.click(answer.response, label=ANSWERS_IT)
    await desk.app.database.write(lambda db: answers.purge(db, "9999"))
    result = await desk.asker.click(answer.response, label=DOES_NOT)
    assert texts(result.response) == permissions.GONE
    assert [press.answers for press in await given(desk)] == [True]


async def test_a_press_in_a_direct_message_belongs_to_no_server(desk):
    person = desk.asker.user
    answer = await person.slash("ask", question=COURSE)
    result = await person.click(answer.response, label=ANSWERS_IT)
    assert texts(result.response) == YES
    assert [press.guild_id for press in await given(desk)] == [None]


@pytest.mark.parametrize("question", [COURSE, WEISS, "what did Biden say about Orlets?"], ids=["few", "many", "none"])
async def test_both_buttons_stand_under_every_answer(desk, question):
    answer = await desk.ask(question, visibility="public")
    assert {ANSWERS_IT, DOES_NOT} <= set(buttons(answer.response))


async def test_an_answer_posted_to_the_channel_takes_presses_too(desk):
    answer = await desk.ask(COURSE)
    await desk.asker.click(answer.response, label="Post to channel")
    result = await desk.reader.click(desk.channel.last_message, label=ANSWERS_IT)
    assert texts(result.response) == YES
