"""Follow-ups in Discord: by reply, in threads, after restarts.

A private answer is never followed up in public.
"""

from __future__ import annotations

from bot.store.library import answers
from tests.commands.conftest import texts
from tests.commands.planned import COURSE

ABOUT_ORLETS = "what did Anna Weiss say about Orlets?"
OPEN = "and what did she say about the train?"
COMPLETED = "what did Anna Weiss say about the train?"
TAKEN = "“she” is Anna Weiss"


def mention(desk, question: str) -> str:
    return f"<@{desk.client.user.id}> {question}"


async def latest_answer(desk) -> answers.SavedAnswer:
    """Return the latest saved answer."""
    newest = "SELECT id FROM answers ORDER BY CAST(id AS INTEGER) DESC LIMIT 1"
    (id_,) = await desk.app.database.read(lambda connection: connection.execute(newest).fetchone())
    return await desk.app.database.read(lambda connection: answers.get(connection, id_))


async def follow_up(desk) -> tuple[str, str | None]:
    answer = (await latest_answer(desk)).answer
    return answer.question, answer.carried_over


async def test_a_reply_that_mentions_the_bot_takes_over_the_answers_people(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=answer.response)
    assert await follow_up(desk) == (COMPLETED, TAKEN)
    assert "Source: **Anna Weiss**" in texts(desk.channel.last_message)


async def test_a_reply_to_an_answer_by_mention_takes_over_its_topic(desk):
    await desk.asker.send(desk.channel, mention(desk, COURSE))
    await desk.reader.send(desk.channel, mention(desk, "and when?"), reply_to=desk.channel.last_message)
    assert (await follow_up(desk))[1] == f"“{COURSE}”"


async def test_a_reply_to_a_posted_answer_takes_over(desk):
    answer = await desk.ask(ABOUT_ORLETS)
    await desk.asker.click(answer.response, label="Post to channel")
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=desk.channel.last_message)
    assert await follow_up(desk) == (COMPLETED, TAKEN)


async def test_a_follow_up_can_be_followed_up(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=answer.response)
    await desk.asker.send(desk.channel, mention(desk, "what about Pavel Doric?"), reply_to=desk.channel.last_message)
    assert (await follow_up(desk))[0] == "what did Pavel Doric say about the train?"


async def test_a_reply_works_after_a_restart(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.restart()
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=answer.response)
    assert await follow_up(desk) == (COMPLETED, TAKEN)


async def test_a_question_of_its_own_in_a_reply_takes_nothing_over(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, COURSE), reply_to=answer.response)
    assert await follow_up(desk) == (COURSE, None)


async def test_a_reply_that_would_be_refused_for_its_pronoun_is_asked_with_what_that_stands_for(desk):
    answer = await desk.ask(COURSE, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, "how long did it take?"), reply_to=answer.response)
    assert await follow_up(desk) == ("how long did the Orlets course take?", "“it” is “the Orlets course”")
    assert "Taken from the previous question: “it” is “the Orlets course”" in texts(desk.channel.last_message)


async def test_without_a_reply_nothing_is_taken_over(desk):
    await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, OPEN))
    assert await follow_up(desk) == (OPEN, None)


async def test_a_reply_to_a_purged_answer_is_asked_as_it_stands(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.app.database.write(lambda db: answers.purge(db, "9999"))
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=answer.response)
    assert await follow_up(desk) == (OPEN, None)


async def test_a_mention_in_the_answers_own_thread_takes_over_and_so_does_the_next(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    thread = await start_thread(desk, answer.response)
    await desk.reader.send(thread, mention(desk, OPEN))
    assert await follow_up(desk) == (COMPLETED, TAKEN)
    await desk.asker.send(thread, mention(desk, "what about Pavel Doric?"))
    assert (await follow_up(desk))[0] == "what did Pavel Doric say about the train?"


async def test_the_command_in_the_answers_own_thread_takes_over(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    thread = await start_thread(desk, answer.response)
    await desk.restart()
    await desk.reader.slash(thread, "ask", question=OPEN)
    assert await follow_up(desk) == (COMPLETED, TAKEN)


async def test_the_command_beside_an_answer_takes_nothing_over(desk):
    await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.ask(OPEN)
    assert await follow_up(desk) == (OPEN, None)


async def test_a_private_answer_is_shown_to_nobody_by_a_follow_up(desk):
    await desk.ask(ABOUT_ORLETS)
    private = await latest_answer(desk)
    plain = await desk.client.get_channel(desk.channel.id).send("…")
    await desk.app.database.write(lambda db: answers.shown_by(db, private.id, plain.id))
    for person in (desk.reader, desk.asker):
        await person.send(desk.channel, mention(desk, OPEN), reply_to=plain)
        assert await follow_up(desk) == (OPEN, None)


async def test_a_private_answer_in_a_thread_stays_with_its_asker(desk):
    answer = await desk.ask(COURSE, visibility="public")
    thread = await start_thread(desk, answer.response)
    await desk.asker.slash(thread, "ask", question=ABOUT_ORLETS, visibility="private")
    await desk.reader.slash(thread, "ask", question="what about Pavel Doric?", visibility="private")
    assert "Anna Weiss" not in (await follow_up(desk))[0]
    await desk.asker.slash(thread, "ask", question=OPEN, visibility="private")
    assert await follow_up(desk) == (COMPLETED, TAKEN)
    await desk.asker.slash(thread, "ask", question="what about Pavel Doric?", visibility="public")
    assert "the train" not in (await follow_up(desk))[0]


async def test_a_card_finished_later_still_says_what_was_taken_over(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.app.database.write(lambda db: db.execute("DELETE FROM attributions"))
    await desk.restart()
    desk.app.questions._timeout_s = 0.0
    await desk.reader.send(desk.channel, mention(desk, OPEN), reply_to=answer.response)
    assert any(request.method == "PATCH" for request in desk.env.http_requests)
    saved = await latest_answer(desk)
    assert (saved.answer.pending, saved.answer.carried_over) == ((), TAKEN)
    assert saved.message_id == desk.channel.last_message.id


async def test_a_follow_up_asked_again_with_its_exact_words_still_says_what_was_taken_over(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await desk.reader.send(desk.channel, mention(desk, OPEN.replace("train", "trian")), reply_to=answer.response)
    assert (await latest_answer(desk)).answer.corrections
    await desk.reader.click(desk.channel.last_message, label="Use the exact words")
    again = (await latest_answer(desk)).answer
    assert (again.exact, again.carried_over) == (True, TAKEN)


async def start_thread(desk, response):
    """Return a thread under the message of an answer."""
    message = await desk.client.get_channel(desk.channel.id).fetch_message(response.id)
    await message.create_thread(name="Orlets")
    (thread,) = desk.channel.threads
    assert thread.id == response.id
    return thread
