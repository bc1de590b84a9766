"""“Discuss” opens the thread of an answer, and questions there follow it up."""

from __future__ import annotations

from discord import PermissionOverwrite, Permissions

from commands.ask.discussion import I_MAY_NOT, YOU_MAY_NOT
from tests.commands.ask.test_follow_ups import ABOUT_ORLETS, COMPLETED, OPEN, TAKEN, follow_up, mention
from tests.commands.conftest import buttons, open_desk, press, texts
from tests.commands.planned import planned


def thread_of(desk):
    [thread] = desk.channel.threads
    return thread


async def test_discuss_opens_the_answers_thread_and_a_question_there_follows_it_up(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    pressed = await press(desk.reader, answer.response, "Discuss")
    thread = thread_of(desk)
    assert f"<#{thread.id}>" in texts(pressed.response)
    assert thread.name == ABOUT_ORLETS
    assert "Mention me in it" in texts(thread.history()[-1])
    await desk.reader.send(thread, mention(desk, OPEN))
    assert await follow_up(desk) == (COMPLETED, TAKEN)
    assert "Discuss" not in buttons(thread.last_message)


async def test_a_second_press_leads_to_the_same_thread_after_a_restart(desk):
    answer = await desk.ask(ABOUT_ORLETS, visibility="public")
    await press(desk.reader, answer.response, "Discuss")
    await desk.restart()
    pressed = await press(desk.asker, answer.response, "Discuss")
    assert f"<#{thread_of(desk).id}>" in texts(pressed.response)


async def test_a_private_answer_has_a_thread_only_once_it_is_posted(desk):
    answer = await desk.ask(ABOUT_ORLETS)
    assert "Discuss" not in buttons(answer.response)
    await press(desk.asker, answer.response, "Post to channel")
    await press(desk.reader, desk.channel.last_message, "Discuss")
    assert thread_of(desk).name == ABOUT_ORLETS


async def test_nobody_opens_a_thread_without_the_permission(desk):
    member = {desk.guild.default_role: PermissionOverwrite(create_public_threads=False)}
    closed = desk.guild.create_text_channel("closed", overwrites=member)
    answer = await desk.asker.slash(closed, "ask", question=ABOUT_ORLETS, visibility="public")
    assert YOU_MAY_NOT in texts((await press(desk.reader, answer.response, "Discuss")).response)
    bot = {desk.client.user: PermissionOverwrite(create_public_threads=False)}
    without_bot = desk.guild.create_text_channel("without", overwrites=bot)
    answer = await desk.asker.slash(without_bot, "ask", question=ABOUT_ORLETS, visibility="public")
    boss = desk.guild.add_member(
        desk.env.create_user("boss"),
        roles=[desk.guild.create_role("threads", permissions=Permissions(create_public_threads=True))],
    )
    assert I_MAY_NOT in texts((await press(boss, answer.response, "Discuss")).response)


async def test_with_the_texts_of_messages_a_question_in_the_thread_needs_no_mention(settings):
    async with open_desk(settings.model_copy(update={"message_content": True}), planned) as desk:
        answer = await desk.ask(ABOUT_ORLETS, visibility="public")
        await press(desk.reader, answer.response, "Discuss")
        thread = thread_of(desk)
        await desk.reader.send(thread, "I did not know that.")
        assert await follow_up(desk) == (ABOUT_ORLETS, None)
        await desk.reader.send(thread, OPEN)
        assert await follow_up(desk) == (COMPLETED, TAKEN)
        await desk.reader.send(desk.channel, "and when?")
        assert await follow_up(desk) == (COMPLETED, TAKEN)


async def test_a_question_in_a_thread_of_the_bot_below_no_answer_is_none_for_it(settings):
    async with open_desk(settings.model_copy(update={"message_content": True}), planned) as desk:
        await desk.ask(ABOUT_ORLETS, visibility="public")
        plain = await desk.client.get_channel(desk.channel.id).send("A claim.")
        await plain.create_thread(name="#1 a claim")
        thread = thread_of(desk)
        await desk.reader.send(thread, OPEN)
        assert await follow_up(desk) == (ABOUT_ORLETS, None)
