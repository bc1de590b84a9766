"""Buttons of a draft check: flag, context, fine, ask, all red, copies; only for the person, and only for a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.draft_checks.saved import SavedDraftChecks
from bot.store.sqlite import copying
from commands.check.handlers import ALL_FLAGGED, CHANGED, ELSEWHERE, EXPIRED, NOT_YOURS
from tests.commands import forged
from tests.commands.check.drafts import DRAFT, check_file, menu_of, rows
from tests.commands.conftest import buttons, open_desk, texts
from tests.commands.flag.test_cog import form_of
from tests.commands.planned import planned
from tests.desk.conftest import DeskClock


async def press(desk, message, title, label, who=None):
    return await (who or desk.asker).click(message, custom_id=rows(message)[title][label])


def said(result) -> str:
    return "\n".join(texts(reply) for reply in (result.response, *result.followups) if reply)


async def test_flag_opens_the_form_with_the_drafts_sentence_and_the_found_quote(desk):
    card = (await check_file(desk)).response
    form = await press(desk, card, "Altered quotation", "Flag")
    fields = form_of(form)
    assert fields["claim"] == '"Nobody in Orlets was told who the twelve divers were," Weiss said.'
    assert fields["why"].startswith("In a draft. Altered quotation.")
    await desk.asker.submit_modal(form, fields)
    [piece] = (await desk.app.desk.file(desk.guild.id, 1)).evidence
    assert piece.text.startswith("Nobody in Orlets was told who the divers were")


async def test_context_shows_the_article_around_the_original(desk):
    card = (await check_file(desk)).response
    shown = await press(desk, card, "Altered quotation", "Context")
    assert shown.response.ephemeral
    assert "### In context" in texts(shown.response)
    assert "Context" not in rows(card)["Quotation not in the articles"]


async def test_ask_answers_privately_and_is_deleted_with_the_draft(desk):
    card = (await check_file(desk)).response
    shown = await press(desk, card, "Said by another", "Ask")
    assert shown.response.ephemeral
    assert "Orlets is open to our friends" in texts(shown.response)
    created = await desk.app.database.read(lambda db: db.execute("SELECT max(created_at) FROM answers").fetchone())
    [(kept,)] = await desk.app.database.read(
        lambda db: db.execute("SELECT julianday('now') - julianday(?)", created).fetchall()
    )
    assert kept == pytest.approx(desk.app.settings.answer_days - 1, abs=0.1)


async def test_what_is_asked_from_a_draft_is_in_no_backup_also_in_its_exact_words(desk, tmp_path):
    card = (await check_file(desk, '"Orlits is open to our friends," said Anna Weiss.')).response
    shown = await press(desk, card, next(iter(rows(card))), "Ask")
    again = await desk.asker.click(shown.response, label="Use the exact words")
    assert again.response.ephemeral
    stored = await desk.app.database.read(lambda db: db.execute("SELECT body FROM answers").fetchall())
    assert len([body for (body,) in stored if "Orlits is open" in body]) == 2
    copying.write(desk.app.database.path, tmp_path / "backup.db")
    assert b"Orlits is open" not in (tmp_path / "backup.db").read_bytes()


async def test_what_is_marked_as_fine_leaves_the_list_also_in_the_next_version(desk):
    card = (await check_file(desk)).response
    marked = await press(desk, card, "Said by another", "Mark as fine")
    assert "Said by another" not in rows(marked.response)
    assert "Marked as fine, also for the next version" in texts(marked.response)
    again = (await check_file(desk, f"{DRAFT}\n\nIt rained.")).response
    assert "Said by another" not in rows(again)
    assert "1 item marked as fine" in texts(again)
    back = await desk.asker.select(again, ["unmark"], custom_id=menu_of(again))
    assert "Said by another" in rows(back.response)


async def test_all_red_items_are_flagged_once_after_a_question_that_lists_them(desk):
    card = (await check_file(desk)).response
    [label] = [label for label in buttons(card) if label.startswith("Flag all red")]
    question = await desk.asker.click(card, label=label)
    count = int(label.split("(")[1].split(")")[0])
    assert f"### Flag {count} items of the draft?" in texts(question.response)
    assert "twelve divers" in texts(question.response)
    done = await desk.asker.click(question.response, label=f"Flag {count}")
    assert f"**{count} claims flagged.**" in texts(done.response)
    claims = [(await desk.app.desk.file(desk.guild.id, number)).claim.text for number in range(1, count + 1)]
    assert any("twelve divers" in text for text in claims)
    assert ALL_FLAGGED in said(await desk.asker.click(card, label=label))
    assert (await desk.app.desk.file(desk.guild.id, 1)).claim.flags == 1


async def test_flag_all_red_goes_on_where_it_ended_and_flags_nothing_twice(desk):
    colours = ("red", "blue", "green", "brown", "white", "black", "grey", "pink", "gold", "olive", "navy", "lime")
    voices = [
        f'"The {colour} whale sang under {where} all night," Pavel Doric said.'
        for colour in colours
        for where in ("the keel", "our pier", "no bridge")
    ]
    card = (await check_file(desk, "\n\n".join(voices))).response
    [label] = [label for label in buttons(card) if label.startswith("Flag all red")]
    assert label == "Flag all red (36) …"
    claims = list[str]()
    for count, left in ((15, 21), (15, 6), (6, 0)):
        question = (await desk.asker.click(card, label=label)).response
        assert f"### Flag {count} items of the draft?" in texts(question)
        done = texts((await desk.asker.click(question, label=f"Flag {count}")).response)
        assert f"**{count} claims flagged.**" in done
        assert (f"{left} red items are left" in done) == bool(left)
        claims += [line.partition("** ")[2] for line in done.split("\n") if line.startswith("**#")]
    assert len(set(claims)) == len(voices)
    assert ALL_FLAGGED in said(await desk.asker.click(card, label=label))


async def test_two_presses_at_once_flag_each_item_once(desk):
    card = (await check_file(desk)).response
    [label] = [label for label in buttons(card) if label.startswith("Flag all red")]
    question = (await desk.asker.click(card, label=label)).response
    [pressed] = buttons(question).values()
    await forged.press_at_once(desk.asker, desk.channel, question, [pressed["custom_id"]] * 2)
    count = int(label.split("(")[1].split(")")[0])
    files = [await desk.app.desk.file(desk.guild.id, number) for number in range(1, count + 1)]
    assert [file.claim.flags for file in files] == [1] * count


async def test_a_second_press_of_mark_as_fine_leaves_the_page(desk):
    colours = ("red", "blue", "green", "brown", "white", "black", "grey", "pink")
    voices = [f'"The {colour} whale sang under the keel all night," Pavel Doric said.' for colour in colours]
    card = (await check_file(desk, "\n\n".join(voices))).response
    card = (await desk.asker.click(card, label="Page 2 of 3 ›")).response
    fine = rows(card)["Quotation not in the articles"]["Mark as fine"]
    await forged.press_at_once(desk.asker, desk.channel, card, [fine, fine])
    assert "‹ Page 1" in buttons(card)
    assert "1 item marked as fine" in texts(card)


async def test_two_items_marked_as_fine_at_once_are_both_off_the_list(desk):
    card = (await check_file(desk)).response
    listed = rows(card)
    fine = [listed[title]["Mark as fine"] for title in ("Said by another", "Altered quotation")]
    await forged.press_at_once(desk.asker, desk.channel, card, fine)
    assert list(rows(card)) == ["Quotation not in the articles"]
    assert "2 items marked as fine" in texts(card)


async def test_a_list_that_changed_meanwhile_flags_nothing(desk):
    card = (await check_file(desk)).response
    [label] = [label for label in buttons(card) if label.startswith("Flag all red")]
    question = (await desk.asker.click(card, label=label)).response
    await press(desk, card, "Said by another", "Mark as fine")
    [confirm] = buttons(question)
    assert CHANGED in said(await desk.asker.click(question, label=confirm))


async def test_another_person_and_another_server_cannot_use_the_buttons(desk):
    card = (await check_file(desk, visibility="public")).response
    for label in ("Flag", "Context", "Mark as fine", "Ask"):
        assert NOT_YOURS in said(await press(desk, card, "Altered quotation", label, desk.reader))
    [label] = [label for label in buttons(card) if label.startswith("Flag all red")]
    assert NOT_YOURS in said(await desk.reader.click(card, label=label))


async def test_a_button_sent_from_another_server_shows_and_changes_nothing(desk):
    card = (await check_file(desk)).response
    elsewhere = desk.env.create_guild()
    me = elsewhere.add_member(desk.asker.user)
    lobby = elsewhere.create_text_channel("lobby")
    for label in ("Flag", "Context", "Mark as fine", "Ask"):
        ids = [rows(card)["Altered quotation"][label]]
        [result] = await forged.press_at_once(me, lobby, card, ids, sent_to=desk.channel)
        assert ELSEWHERE in said(result)
    assert "Altered quotation" in rows((await check_file(desk)).response)


async def test_the_buttons_work_after_a_restart(desk):
    card = (await check_file(desk, visibility="public")).response
    await desk.restart()
    assert "### In context" in said(await press(desk, card, "Altered quotation", "Context"))


async def test_all_results_come_as_a_file(desk):
    card = (await check_file(desk)).response
    sent = await desk.asker.select(card, ["json"], custom_id=menu_of(card))
    [attached] = sent.response.attachments
    assert attached.filename == "divers-checked.json"
    content = json.loads(desk.env.backend.cdn.get(attached.url))
    assert {item["level"] for item in content["items"]} >= {"verbatim", "altered", "not found"}
    for item in content["items"]:
        assert DRAFT[item["start"] : item["end"]] == item["text"]


async def test_after_a_day_the_buttons_say_that_the_check_has_expired(settings):
    clock = DeskClock()

    def on_clock(app):
        checks = SavedDraftChecks(app.database, clock, timedelta(hours=24))
        return planned(replace(app, saved_draft_checks=checks))

    async with open_desk(settings, on_clock) as desk:
        card = (await check_file(desk)).response
        clock.passes(hours=25)
        for label in ("Flag", "Context", "Mark as fine", "Ask"):
            assert EXPIRED in said(await press(desk, card, "Altered quotation", label))
