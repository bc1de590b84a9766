"""`/check`, its form, and "Check this message": a draft becomes a private list of what needs a look."""

from __future__ import annotations

import asyncio
import re

import pytest
from discord import PermissionOverwrite

from bot.desk.draft_checks.service import DraftProgress
from bot.draftcheck.model import ItemLevel
from commands.check.cards import progress_text
from commands.check.handed_in import (
    FORM_TEXT,
    MESSAGE_TEXT,
    NO_TEXT,
    NOT_READABLE,
    NOTHING,
    OWN,
    from_parts,
)
from commands.check.runs import BUSY, ProgressCard
from tests.commands import wire
from tests.commands.check.drafts import ALTERED, CORRECTED, DRAFT, INVENTED, VERBATIM, check_file, rows
from tests.commands.check.test_cards import checked
from tests.commands.conftest import buttons, texts
from tests.commands.wire import EPHEMERAL

PRIVATE, PUBLIC = {"type": 5, "data": {"flags": EPHEMERAL}}, {"type": 5}


async def test_a_file_becomes_a_private_list_with_the_worst_items_first(desk):
    result = await check_file(desk)
    assert desk.callbacks()[-1] == PRIVATE
    text = texts(result.response)
    assert "### Draft check: divers.txt" in text
    assert "4 quotations" in text
    listed = list(rows(result.response))
    assert {"Altered quotation", "Said by another", "Quotation not in the articles"} == set(listed)
    assert "Word for word" not in text
    assert "12 articles searched" in text
    assert "Deleted with the draft’s text after 24 hours" in text


async def test_a_row_shows_place_words_changes_original_and_source(desk):
    text = texts((await check_file(desk)).response)
    row = text[text.index("**Altered quotation**") :]
    assert "-# In the draft · paragraph 3 · said by Anna Weiss" in row
    assert "> Nobody in Orlets was told who the **twelve** divers were" in row
    assert "**⚠ Number:** **twelve** added" in row
    assert "The Northern Ledger · 12\u00a0March\u00a02026" in row
    assert "-# Source: **Anna Weiss**" in row


async def test_a_public_check_is_one_if_it_is_asked_for(desk):
    result = await check_file(desk, visibility="public")
    assert desk.callbacks()[-1] == PUBLIC
    assert not result.response.ephemeral


async def test_without_a_file_a_form_takes_a_file_or_text(desk):
    shown = await desk.asker.slash(desk.channel, "check")
    fields = {label["component"]["custom_id"]: label["component"]["type"] for label in shown.modal["components"]}
    assert fields == {"file": 19, "text": 4, "text2": 4, "text3": 4}
    sent = await desk.asker.submit_modal(shown, {"text": f"{VERBATIM}\n\n{ALTERED}", "text2": INVENTED})
    text = texts(sent.response)
    assert "### Draft check: pasted text" in text
    assert "3 quotations" in text
    shown = await desk.asker.slash(desk.channel, "check")
    sent = await desk.asker.submit_modal(shown, {"file": [("divers.md", DRAFT.encode())], "text": "Not this."})
    assert "### Draft check: divers.md" in texts(sent.response)
    shown = await desk.asker.slash(desk.channel, "check")
    assert texts((await desk.asker.submit_modal(shown, {"text": "  ", "text2": "🙂"})).response) == NOTHING


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["It rained.", "", "It snowed."], "It rained.\n\nIt snowed."),
        (["It rained on", "the bridge."], "It rained on the bridge."),
        (["“It rained.”", "It snowed."], "“It rained.”\n\nIt snowed."),
    ],
)
def test_pasted_parts_are_one_text(parts, text):
    assert from_parts(parts).text == text


async def test_a_message_is_checked_by_its_file_else_by_its_text(desk):
    message = await desk.reader.send(desk.channel, "My draft:", attachments=[("d.txt", DRAFT.encode())])
    result = await desk.asker.context_menu(desk.channel, "Check this message", message)
    assert result.response.ephemeral
    assert "### Draft check: d.txt" in texts(result.response)
    message = await desk.reader.send(desk.channel, f"<@1> {ALTERED}", attachments=[("photo.png", b"x")])
    result = await desk.asker.context_menu(desk.channel, "Check this message", message)
    assert "### Draft check: message" in texts(result.response)
    assert "Altered quotation" in rows(result.response)
    message = await desk.reader.send(desk.channel, "", attachments=[("photo.png", b"x")])
    result = await desk.asker.context_menu(desk.channel, "Check this message", message)
    assert texts(result.response) == NO_TEXT


async def test_the_form_opened_for_everyone_is_answered_for_everyone(desk):
    for visibility, deferred in (("public", PUBLIC), ("private", PRIVATE)):
        shown = await desk.asker.slash(desk.channel, "check", visibility=visibility)
        sent = await desk.asker.submit_modal(shown, {"text": ALTERED})
        assert desk.callbacks()[-1] == deferred
        assert sent.response.ephemeral == (visibility == "private")


async def test_what_came_beside_the_file_and_was_not_checked_is_named(desk):
    attached = [
        ("d.docm", DRAFT.encode()),
        ("photo.png", b"x"),
        *((f"{place}.txt", b"It rained.") for place in range(8)),
    ]
    message = await desk.reader.send(desk.channel, "The ministry promised twelve boats.", attachments=attached)
    text = texts((await desk.asker.context_menu(desk.channel, "Check this message", message)).response)
    assert "### Draft check: d.docm" in text
    assert "8 other files of the message were not checked." in text
    assert MESSAGE_TEXT in text
    shown = await desk.asker.slash(desk.channel, "check")
    sent = await desk.asker.submit_modal(shown, {"file": [("d.txt", DRAFT.encode())], "text3": INVENTED})
    assert FORM_TEXT in texts(sent.response)


async def test_a_message_without_words_or_of_the_bot_is_no_draft(desk):
    for text in ("🙂🙂 <:wave:123456789012345678>", "…"):
        message = await desk.reader.send(desk.channel, text)
        result = await desk.asker.context_menu(desk.channel, "Check this message", message)
        assert texts(result.response) == NO_TEXT
    card = (await check_file(desk, visibility="public")).response
    assert texts((await desk.asker.context_menu(desk.channel, "Check this message", card)).response) == OWN
    link = f"https://discord.com/channels/{desk.guild.id}/{desk.channel.id}/{card.id}"
    assert texts((await desk.asker.slash(desk.channel, "check", link=link)).response) == OWN


async def test_a_linked_message_is_checked_if_both_may_read_it(desk):
    message = await desk.reader.send(desk.channel, "", attachments=[("d.txt", DRAFT.encode())])
    result = await desk.asker.slash(desk.channel, "check", link=message.jump_url)
    assert "### Draft check: d.txt" in texts(result.response)
    closed = PermissionOverwrite(view_channel=False)
    secret = desk.guild.create_text_channel("secret", overwrites={desk.asker: closed})
    hidden = await desk.reader.send(secret, "", attachments=[("d.txt", DRAFT.encode())])
    for link in (hidden.jump_url, "https://discord.com/channels/1/2/3", "https://x.example/a"):
        result = await desk.asker.slash(desk.channel, "check", link=link)
        assert texts(result.response) == NOT_READABLE


async def test_a_file_that_cannot_be_read_is_answered_with_the_reason_alone(desk):
    result = await desk.asker.slash(desk.channel, "check", file=("empty.txt", b""))
    replies = [reply for reply in (result.response, *result.followups) if reply]
    [text] = [texts(reply) for reply in replies if texts(reply)]
    assert "empty.txt" in text
    assert "Checking" not in text


async def test_a_large_file_is_refused_before_it_is_fetched(desk, monkeypatch):
    monkeypatch.setattr("commands.check.handed_in.fetch", None)  # calling it would be an error
    large = desk.app.settings.max_file_mb * 1_000_000 + 1
    result = await desk.asker.slash(desk.channel, "check", file=("huge.txt", b"x" * large))
    assert "has more than 50 MB" in "".join(texts(reply) for reply in (result.response, *result.followups) if reply)


@pytest.mark.parametrize(
    "text", ["@everyone **said** <@&1> `x` [a](http://b.c) in Orlets yesterday.", "🙂 " * 400, "“" * 500]
)
async def test_a_strange_draft_is_shown_inertly(desk, text):
    result = await check_file(desk, text, name="*x* @everyone.txt")
    shown = "".join(texts(reply) for reply in (result.response, *result.followups) if reply)
    assert "Something went wrong" not in shown
    assert not re.search(r"(?<!\\)(?:@everyone|<@&|\[a\]|\*x)", shown)


async def test_a_changed_draft_shows_what_was_settled(desk):
    await check_file(desk)
    text = texts((await check_file(desk, f"{CORRECTED}\n\nThe council met in Varga for 12 days.")).response)
    assert "Since your last version: **1** settled · **1** new · **2** still open" in text
    assert "Altered quotation" not in text
    other = texts((await check_file(desk, CORRECTED, who=desk.reader)).response)
    assert "Since your last version" not in other


async def test_one_draft_at_a_time_is_checked_for_a_person(desk):
    cog = desk.client.get_cog("DraftChecks")
    cog.runs._busy.add(desk.asker.id)
    result = await check_file(desk)
    assert BUSY in "".join(texts(reply) for reply in (result.response, *result.followups) if reply)
    cog.runs._busy.clear()
    assert rows((await check_file(desk)).response)


async def test_the_card_says_what_is_done_until_the_result_replaces_it(desk):
    await check_file(desk)
    sent = [request.json for request in desk.env.http_requests if request.path.endswith("/@original")]
    shown = [
        next(part["content"] for part in wire.walk(body["components"]) if part["type"] == wire.TEXT) for body in sent
    ]
    assert shown[0] == progress_text("divers.txt", 0, 0)
    assert shown[-1].startswith("### Draft check: divers.txt")


class StoppedClock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 0.0
        self.sleepers = []

    async def sleep(self, seconds):
        woken = asyncio.Event()
        self.sleepers.append((self.now + seconds, woken))
        await woken.wait()

    async def passes(self, seconds):
        """Move the clock, and let all that is due happen."""
        self.now += seconds
        for due, woken in self.sleepers:
            if due <= self.now:
                woken.set()
        for _ in range(20):
            await asyncio.sleep(0)


class ShownTexts:
    """The response to an interaction, as it is edited."""

    def __init__(self):
        self.texts = []

    async def edit_original_response(self, *, view):
        self.texts.append(next(part.content for part in view.walk_children()))


async def test_the_card_is_edited_at_most_every_two_seconds_and_skips_what_came_between():
    clock, shown = StoppedClock(), ShownTexts()
    async with ProgressCard(shown, "ferry.txt", clock.sleep) as card:
        await clock.passes(0)
        assert shown.texts == [progress_text("ferry.txt", 0, 0)]
        card.report(DraftProgress(1, 9))
        await clock.passes(1.75)
        card.report(DraftProgress(5, 9))
        assert len(shown.texts) == 1
        await clock.passes(0.25)
        assert shown.texts[1:] == [progress_text("ferry.txt", 5, 9)]
        await clock.passes(2)
        assert len(shown.texts) == 2  # nothing new
        card.report(DraftProgress(9, 9))
    assert len(shown.texts) == 2  # the result follows at once


async def test_the_progress_brings_each_level_as_soon_as_it_is_final(desk):
    draft = await desk.app.draft_reader.read_text(DRAFT, "divers.txt")
    reported = list[DraftProgress]()
    check = await desk.app.draft_checks.check(None, draft, reported.append)
    assert [progress.done for progress in reported] == list(range(len(reported)))
    assert {progress.total for progress in reported} == {reported[-1].done}
    assert len(reported[1].checked) == 1
    final = {found.item.text: found.level for found in check.items}
    shown = {found.item.text: found.level for found in reported[-1].checked}
    assert shown
    assert shown.items() <= final.items()


def test_the_progress_names_the_levels_so_far_the_worst_first():
    items = [checked(ItemLevel.VERBATIM), checked(ItemLevel.ALTERED), checked(ItemLevel.VERBATIM)]
    [head, so_far, _] = progress_text("divers.txt", 3, 41, items).split("\n")
    assert head == "Checking **divers.txt**: 3 of 41 items checked"
    assert so_far == "So far: Altered quotation **1** · Word for word **2**"


def test_the_progress_counts_items():
    assert progress_text("divers.txt", 18, 41).startswith("Checking **divers.txt**: 18 of 41 items checked\n")
    assert progress_text("divers.txt", 0, 0).startswith("Checking **divers.txt**: reading it …\n")


async def test_a_draft_is_in_no_log(desk, caplog):
    caplog.set_level("DEBUG")
    result = await check_file(desk)
    for label in ("Context", "Ask"):
        await desk.asker.click(result.response, custom_id=rows(result.response)["Altered quotation"][label])
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot", "commands")))
    assert "twelve" not in ours


async def test_nothing_needs_a_look(desk):
    message = (await check_file(desk, VERBATIM)).response
    assert "**Nothing needs a look.**" in texts(message)
    assert not buttons(message)
