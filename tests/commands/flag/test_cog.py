"""Flagging from a message, a command or an answer.

Similar claims are shown before anything is flagged.
"""

from __future__ import annotations

import pytest
from discord.ui import ActionRow, Button, LayoutView

from bot.model.claims import Actor
from commands.flag import cog
from commands.ui import actor
from tests.commands import wire
from tests.commands.conftest import buttons, texts
from tests.commands.planned import COURSE

FERRY = "The Orlets ferry carried 300 people on Friday."


def form_of(result):
    """Return the values of a form's fields by their names."""
    fields = {}
    for label in result.modal["components"]:
        part = label["component"]
        chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
        of_type = {4: part.get("value", ""), wire.RADIOS: next(iter(chosen), None)}
        fields[part["custom_id"]] = of_type.get(part["type"], chosen)
    return fields


async def flagged(desk, who, claim=FERRY, **others):
    """Flag a claim by /flag and return the result.

    `others` are further fields of the form.
    """
    shown = await who.slash(desk.channel, "flag", claim=claim)
    return await who.submit_modal(shown, form_of(shown) | others)


async def test_flag_opens_a_form_with_the_claim_in_it_and_makes_a_claim_of_what_is_sent(desk):
    shown = await desk.asker.slash(desk.channel, "flag", claim=FERRY)
    assert form_of(shown) == {"claim": FERRY, "why": "", "priority": "normal", "due": "", "tags": ""}
    sent = await desk.asker.submit_modal(
        shown,
        {"claim": FERRY, "why": "All over town.", "priority": "high", "due": "in 3 days", "tags": "Ferry, #harbour"},
    )
    assert sent.response.ephemeral
    assert "**#1 is flagged.**" in texts(sent.response)
    file = await desk.app.desk.file(desk.guild.id, 1)
    claim = file.claim
    assert (claim.text, claim.why) == (FERRY, "All over town.")
    assert (claim.priority, claim.tags) == ("high", ("ferry", "harbour"))
    assert claim.due is not None
    assert [flag.by.user for flag in file.flags] == [desk.asker.id]


async def test_a_message_is_flagged_from_its_menu_with_its_author_and_how_it_read(desk):
    text = f"Look at this <@{desk.asker.id}>! {FERRY} Can it be? https://rumours.example/7"
    message = await desk.reader.send(desk.channel, text)
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", message)
    assert form_of(shown)["claim"] == FERRY
    await desk.asker.submit_modal(shown, form_of(shown))
    origin = (await desk.app.desk.file(desk.guild.id, 1)).origin
    assert (origin.link, origin.author.user, origin.author.name) == (message.jump_url, desk.reader.id, "reader")
    assert (origin.written, origin.snapshot) == (message.created_at.replace(microsecond=0), text)


async def test_a_message_without_words_opens_an_empty_form(desk):
    message = await desk.reader.send(desk.channel, "", attachments=[("photo.png", b"x")])
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", message)
    assert form_of(shown)["claim"] == ""


async def test_an_answers_quotes_come_along_as_evidence_pinned_to_their_places(desk):
    answer = await desk.ask(COURSE, visibility="public")
    shown = await desk.reader.click(answer.response, label="Flag 1")
    assert form_of(shown)["claim"].startswith("Forty divers from Carvania")
    await desk.reader.submit_modal(shown, form_of(shown))
    file = await desk.app.desk.file(desk.guild.id, 1)
    assert file.evidence
    documents = await desk.app.documents.get({piece.document for piece in file.evidence})
    for piece in file.evidence:
        document = documents[piece.document]
        assert (piece.sha256, piece.span.of(document.text)) == (document.reference.sha256, piece.text)
    assert file.origin.link == answer.response.message.jump_url


async def test_the_quote_beside_the_button_is_pinned_and_its_neighbours_are_offered(desk):
    answer = await desk.ask(COURSE, visibility="public")
    shown = await desk.reader.click(answer.response, label="Flag 2")
    assert form_of(shown)["claim"].startswith("The defence ministry told")
    assert form_of(shown)["quotes"] == ["0"]
    await desk.reader.submit_modal(shown, form_of(shown))
    [pinned] = (await desk.app.desk.file(desk.guild.id, 1)).evidence
    assert pinned.text.startswith("The defence ministry told")


@pytest.mark.parametrize(("chosen", "pinned"), [([], 0), (["1"], 1), (["0", "1"], 2)])
async def test_the_form_pins_the_quotes_that_are_ticked_in_it(desk, chosen, pinned):
    answer = await desk.ask(COURSE, visibility="public")
    shown = await desk.reader.click(answer.response, label="Flag 1")
    await desk.reader.submit_modal(shown, form_of(shown) | {"quotes": chosen})
    assert len((await desk.app.desk.file(desk.guild.id, 1)).evidence) == pinned


async def test_an_edited_draft_keeps_what_was_ticked(desk):
    answer = await desk.ask(COURSE, visibility="public")
    shown = await desk.reader.click(answer.response, label="Flag 1")
    refused = await desk.reader.submit_modal(shown, form_of(shown) | {"quotes": ["1"], "due": "some day"})
    again = await desk.reader.click(refused.response, label="Edit")
    assert form_of(again)["quotes"] == ["1"]
    await desk.reader.submit_modal(again, form_of(again) | {"due": ""})
    [pinned] = (await desk.app.desk.file(desk.guild.id, 1)).evidence
    assert pinned.text.startswith("The defence ministry told")


async def test_the_button_of_an_earlier_release_pins_all_quotes_of_its_card(desk):
    answer = await desk.ask(COURSE, visibility="public")
    custom_id = buttons(answer.response)["Flag 1"]["custom_id"].replace(":quote:", ":flag:")
    row = ActionRow(Button(label="Flag this claim", custom_id=custom_id))
    old = await desk.client.get_channel(desk.channel.id).send(view=LayoutView(timeout=None).add_item(row))
    shown = await desk.reader.click(old, label="Flag this claim")
    assert form_of(shown)["quotes"] == ["0", "1"]


async def test_a_private_answer_is_flagged_without_a_link_to_it(desk):
    answer = await desk.ask(COURSE)
    shown = await desk.asker.click(answer.response, label="Flag 1")
    await desk.asker.submit_modal(shown, form_of(shown))
    file = await desk.app.desk.file(desk.guild.id, 1)
    assert file.origin is None
    assert file.evidence


async def test_like_claims_are_shown_before_anything_is_made_with_what_differs_in_bold(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker, "The Orlets ferry carried 400 people on Friday.")
    text = texts(shown.response)
    assert "Nothing has been flagged yet." in text
    assert "> The Orlets ferry carried **400** people on Friday." in text
    assert "> The Orlets ferry carried **300** people on Friday." in text
    assert "⚠ Other number: you have **400**, #1 has **300**" in text
    assert "looks the same" not in text
    assert list(buttons(shown.response)) == ["Add my flag to #1", "Make a new claim", "Edit", "More about the claim …"]
    assert (await desk.app.desk.claims(desk.guild.id)).total == 1


async def test_the_same_claim_looks_the_same_and_takes_another_flag(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker, why="I saw it, too.")
    assert "### Already flagged as #1?" in texts(shown.response)
    assert "**looks the same**" in texts(shown.response)
    added = await desk.asker.click(shown.response, label="Add my flag to #1")
    assert "Your flag was added to #1. You will be notified of its verdict." in texts(added.response)
    file = await desk.app.desk.file(desk.guild.id, 1)
    assert [(flag.by.user, flag.why) for flag in file.flags] == [
        (desk.reader.id, ""),
        (desk.asker.id, "I saw it, too."),
    ]


async def test_what_was_typed_survives_restarts_before_and_after_it_is_sent(desk):
    await flagged(desk, desk.reader)
    message = await desk.reader.send(desk.channel, FERRY)
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", message)
    await desk.restart()
    given = {"claim": FERRY, "why": "Again.", "priority": "urgent", "due": "in 2 days", "tags": "ferry"}
    choice = await desk.asker.submit_modal(shown, given)
    await desk.restart()
    await desk.asker.click(choice.response, label="Make a new claim")
    file = await desk.app.desk.file(desk.guild.id, 2)
    assert (file.claim.text, file.claim.why, file.claim.priority) == (FERRY, "Again.", "urgent")
    assert file.claim.due is not None
    assert (file.claim.tags, file.origin.link) == (("ferry",), message.jump_url)


async def test_a_draft_makes_one_flag_however_often_its_buttons_are_pressed(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker)
    old = await desk.client.get_channel(desk.channel.id).send(view=LayoutView.from_message(shown.response.message))
    for label in ("Make a new claim", "Make a new claim", "Add my flag to #1"):
        copy = await desk.client.get_channel(desk.channel.id).send(view=LayoutView.from_message(old))
        text = await desk.asker.click(copy, label=label)
    assert "You have sent this already. It went to #2." in texts(text.response)
    assert (await desk.app.desk.claims(desk.guild.id)).total == 2
    assert (await desk.app.desk.get(desk.guild.id, 1)).flags == 1


async def test_an_answers_evidence_goes_with_the_flag_to_a_claim_that_is_there(desk):
    answer = await desk.ask(COURSE, visibility="public")
    shown = await desk.reader.click(answer.response, label="Flag 1")
    await flagged(desk, desk.asker, form_of(shown)["claim"])
    choice = await desk.reader.submit_modal(shown, form_of(shown))
    await desk.reader.click(choice.response, label="Add my flag to #1")
    claim = await desk.app.desk.get(desk.guild.id, 1)
    assert claim.flags == 2
    assert claim.evidence >= 1


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"due": "some day"}, "“some day” can't be read as a date."),
        ({"due": "2001-01-01"}, "“2001-01-01” has passed"),
        ({"tags": ",".join(map(str, range(11)))}, "A claim can have at most 10 tags. You gave 11."),
    ],
)
async def test_what_cannot_be_read_is_told_and_the_form_comes_back_as_it_was_typed(desk, typed, text):
    refused = await flagged(desk, desk.asker, why="Because.", **typed)
    assert text in texts(refused.response)
    again = await desk.asker.click(refused.response, label="Edit")
    assert form_of(again) == {"claim": FERRY, "why": "Because.", "priority": "normal", "due": "", "tags": ""} | typed
    made = await desk.asker.submit_modal(again, form_of(again) | {"due": "", "tags": ""})
    assert "**#1 is flagged.**" in texts(made.response)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("x" * 5_000, "The claim has 5,000 characters, and the limit is 1,000. Put it into one sentence."),
        (" \u200b ", "The claim is empty. Write the statement to check in one sentence."),
    ],
    ids=["too long", "empty"],
)
async def test_a_claim_of_too_much_or_nothing_is_told_in_a_sentence(desk, claim, text):
    refused = await desk.asker.slash(desk.channel, "flag", claim=claim)
    assert (refused.modal, texts(refused.response)) == (None, text)


async def test_somebody_elses_draft_is_not_theirs_to_send(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker)
    planted = await desk.client.get_channel(desk.channel.id).send(view=LayoutView.from_message(shown.response.message))
    for label in ("Make a new claim", "Add my flag to #1", "Edit"):
        refused = await desk.reader.click(planted, label=label)
        assert texts((refused.followups or [refused.response])[0]) == cog.NOT_YOURS


async def test_a_draft_that_is_no_longer_kept_says_so(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker)
    await desk.app.database.write(lambda db: db.execute("DELETE FROM drafts"))
    gone = await desk.asker.click(shown.response, label="Make a new claim")
    assert texts(gone.followups[0]) == cog.GONE


async def test_a_draft_of_another_server_is_not_taken_along(desk):
    await flagged(desk, desk.reader)
    shown = await flagged(desk, desk.asker)
    elsewhere = desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    same_person = elsewhere.add_member(desk.asker.user)
    planted = await desk.client.get_channel(lobby.id).send(view=LayoutView.from_message(shown.response.message))
    refused = await same_person.click(planted, label="Make a new claim")
    assert texts(refused.followups[0]) == cog.GONE
    assert (await desk.app.desk.claims(elsewhere.id)).total == 0


async def test_an_answer_in_a_private_chat_says_where_claims_are_flagged(desk):
    answer = await desk.asker.user.slash("ask", question=COURSE)
    refused = await desk.asker.user.click(answer.response, label="Flag 1")
    assert texts(refused.response) == actor.NO_SERVER


async def test_a_duplicate_is_not_shown_beside_the_claim_that_it_is_one_of(desk):
    for text in (FERRY, "On Friday the ferry to Orlets carried 300 people."):
        shown = await flagged(desk, desk.reader, text)
        if "Make a new claim" in buttons(shown.response):
            await desk.reader.click(shown.response, label="Make a new claim")
    editor = desk.app.desk.request(desk.guild.id, Actor(1, "Maria", is_editor=True))
    await desk.app.desk.mark_duplicate(editor, 2, 1)
    shown = await flagged(desk, desk.asker)
    assert list(buttons(shown.response)) == ["Add my flag to #1", "Make a new claim", "Edit", "More about the claim …"]
    assert "Duplicate of" not in texts(shown.response)
