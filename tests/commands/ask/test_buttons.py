"""Buttons of an answer: their effects, permissions and restarts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from discord import PermissionOverwrite

from bot.model.answers import AnswerPart, AnswerState
from bot.store.library import answers, documents
from bot.store.library.documents import DocumentLocation
from commands.ask import context
from commands.ask.buttons import answer_view
from commands.ui import permissions
from tests.commands.conftest import buttons, texts
from tests.commands.planned import COURSE, DIVING, WEISS
from tests.commands.wire import EPHEMERAL


async def saved_answer(desk, result) -> answers.SavedAnswer:
    """Return the answer behind a card as the store has it."""
    id_ = buttons(result.response)["Post to channel"]["custom_id"].split(":")[2]
    return await desk.app.database.read(lambda connection: answers.get(connection, id_))


async def send_buttons(desk, channel, answer):
    """Return a public message in another place with an answer's buttons."""
    return await desk.client.get_channel(channel.id).send(view=answer_view(answer.answer, answer))


async def test_context_shows_the_paragraph_in_private_with_the_quote_in_bold(desk):
    answer = await desk.ask(COURSE, visibility="public")
    result = await desk.reader.click(answer.response, label="Context 1")
    assert desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert result.response.ephemeral
    assert "> **Forty divers from Carvania" in texts(result.response)
    assert "> Anna Weiss, who runs" in texts(result.response)


@pytest.mark.parametrize("state", [AnswerState.CLOSEST, AnswerState.CONTRARY])
async def test_context_of_a_closest_or_contrary_passage_is_shown_too(desk, state):
    saved = await saved_answer(desk, await desk.ask(COURSE))
    found = saved.answer.findings[:2]
    changed_answer = replace(saved.answer, state=state, findings=(), near_misses=found, contrary=found)
    saved = replace(saved, id="77", visibility="public", answer=changed_answer)
    await desk.app.database.write(lambda db: answers.put(db, saved))
    message = await send_buttons(desk, desk.channel, saved)
    shown = texts((await desk.reader.click(message, label="Context 2")).response)
    assert "### In context" in shown
    assert found[1].quote.text[:20] in shown


async def test_context_shows_a_quote_of_a_part_by_its_number(desk):
    saved = await saved_answer(desk, await desk.ask(COURSE))
    first, second = saved.answer.findings[:2]
    parts = (
        AnswerPart("who", AnswerState.ANSWERED, "", (first,)),
        AnswerPart("when", AnswerState.CLOSEST, "", (), (second,)),
    )
    saved = replace(saved, id="78", visibility="public", answer=replace(saved.answer, parts=parts))
    await desk.app.database.write(lambda db: answers.put(db, saved))
    message = await send_buttons(desk, desk.channel, saved)
    assert second.quote.text[:20] in texts((await desk.reader.click(message, label="Context 2")).response)


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (lambda text: text.replace("Forty divers", "Fifty divers"), context.CHANGED),
        (lambda text: text + "\nCorrection: none.\n", "the article was changed later, but not here"),
    ],
    ids=["the quote", "elsewhere"],
)
async def test_context_says_when_the_article_has_changed(desk, edit, text):
    answer = await desk.ask(COURSE)
    document = (await saved_answer(desk, answer)).answer.findings[0].document
    old = (await desk.app.documents.get([document.id]))[document.id]
    new = replace(old, reference=replace(document, sha256="f" * 64), text=edit(old.text))
    await desk.app.database.write(lambda db: documents.put(db, [(DocumentLocation("/elsewhere", "ledger.md"), new)], 9))
    result = await desk.asker.click(answer.response, label="Context 1")
    assert text in texts(result.response)


async def test_context_says_when_the_article_is_gone(desk):
    answer = await desk.ask(COURSE)
    document = (await saved_answer(desk, answer)).answer.findings[0].document
    await desk.app.database.write(lambda db: documents.remove(db, [document.id], 9))
    result = await desk.asker.click(answer.response, label="Context 1")
    assert texts(result.response) == context.GONE


async def test_more_quotes_turns_the_page_of_ones_own_answer_in_place(desk):
    answer = await desk.ask(WEISS)
    assert "quotes 1–3 of 5" in texts(answer.response)
    await desk.asker.click(answer.response, label="More quotes")
    assert desk.callbacks()[-1] == {"type": 6}
    assert "quotes 4–5 of 5" in texts(answer.response)
    assert "Context 4" in buttons(answer.response)
    await desk.asker.click(answer.response, label="First quotes")
    assert "quotes 1–3 of 5" in texts(answer.response)


async def test_more_quotes_of_a_public_answer_come_in_private_and_leave_it_as_it_is(desk):
    answer = await desk.ask(WEISS, visibility="public")
    page = await desk.reader.click(answer.response, label="More quotes")
    assert page.response.ephemeral
    assert "quotes 4–5 of 5" in texts(page.response)
    assert "quotes 1–3 of 5" in texts(answer.response)
    await desk.reader.click(page.response, label="First quotes")
    assert "quotes 1–3 of 5" in texts(page.response)


async def test_an_answer_can_be_flagged(desk):
    answer = await desk.ask(COURSE)
    shown = await desk.asker.click(answer.response, label="Flag 1")
    assert shown.modal["title"] == "Flag a claim"
    assert "Forty divers from Carvania took a secret course" in str(shown.modal)


async def test_a_table_row_is_flagged_with_the_names_of_its_columns(desk):
    answer = await desk.ask(DIVING)
    row = next(found for found in (await saved_answer(desk, answer)).answer.findings if found.cells)
    changed_answer = replace((await saved_answer(desk, answer)).answer, findings=(row,), parts=())
    saved = replace(await saved_answer(desk, answer), id="79", visibility="public", answer=changed_answer)
    await desk.app.database.write(lambda db: answers.put(db, saved))
    message = await send_buttons(desk, desk.channel, saved)
    shown = await desk.reader.click(message, label="Flag")
    assert "Place: Orlets · Course: deep diving · Divers: 40" in str(shown.modal)


async def test_posting_shows_the_same_card_to_everybody_and_can_be_done_once(desk):
    answer = await desk.ask(COURSE)
    await desk.asker.click(answer.response, label="Post to channel")
    posted = desk.channel.last_message
    assert f"Asked and posted by {desk.asker.mention}" in texts(posted)
    assert "Post to channel" not in str([part.to_dict() for part in posted.components])
    assert buttons(answer.response)["Posted"]["disabled"]
    context_of_posted = await desk.reader.click(posted, label="Context 1")
    assert "### In context" in texts(context_of_posted.response)


@pytest.mark.parametrize(
    ("may_write", "text"),
    [
        ("asker", "I can't write in this channel. Ask a server admin to grant me: Send Messages."),
        (None, "You can't write in this channel (missing: Send Messages), so I can't post there for you."),
    ],
    ids=["the bot", "the presser"],
)
async def test_posting_names_the_permission_that_is_lacking(desk, may_write, text):
    rules = {desk.guild.default_role: PermissionOverwrite(send_messages=False)}
    if may_write:
        rules[desk.asker] = PermissionOverwrite(send_messages=True)
    silent = desk.guild.create_text_channel("read-only", overwrites=rules)
    answer = await desk.asker.slash(silent, "ask", question=COURSE)
    result = await desk.asker.click(answer.response, label="Post to channel")
    assert [(reply.content, reply.ephemeral) for reply in result.followups] == [(text, True)]
    assert silent.last_message is None


async def test_a_private_answer_obeys_only_the_one_who_asked(desk):
    answer = await saved_answer(desk, await desk.ask(COURSE))
    message = await send_buttons(desk, desk.channel, answer)
    result = await desk.reader.click(message, label="Context 1")
    assert texts(result.response) == permissions.NOT_YOURS


async def test_an_answer_of_another_server_is_refused(desk):
    answer = await saved_answer(desk, await desk.ask(COURSE))
    elsewhere = desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    spy = elsewhere.add_member(desk.asker.user)
    message = await send_buttons(desk, lobby, replace(answer, visibility="public"))
    assert texts((await spy.click(message, label="Context 1")).response) == permissions.ELSEWHERE


async def test_an_answer_that_is_no_longer_kept_says_so(desk):
    answer = await desk.ask(COURSE)
    await desk.app.database.write(lambda db: answers.purge(db, "9999"))
    result = await desk.asker.click(answer.response, label="Context 1")
    assert texts(result.response) == permissions.GONE


async def test_every_button_works_after_a_restart(desk):
    answer = await desk.ask(WEISS)
    await desk.restart()
    assert "### In context" in texts((await desk.asker.click(answer.response, label="Context 2")).response)
    await desk.asker.click(answer.response, label="More quotes")
    assert "quotes 4–5 of 5" in texts(answer.response)
    await desk.asker.click(answer.response, label="Post to channel")
    assert desk.channel.last_message.author.id == desk.client.user.id


async def test_a_fault_behind_a_button_gives_a_reference(desk, caplog):
    answer = await desk.ask(COURSE)
    await desk.app.database.write(lambda db: db.execute("UPDATE answers SET body = '{'"))
    result = await desk.asker.click(answer.response, label="Context 1")
    assert "Something went wrong (reference " in texts(result.response)
    assert any("the button ask:context" in record.getMessage() for record in caplog.records)
