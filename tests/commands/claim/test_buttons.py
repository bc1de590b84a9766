"""A claim's card: current, with buttons by status, each press checked."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace

import pytest
from discord import HTTPException, Interaction, Permissions
from discord.ui import ActionRow, Button, LayoutView

from commands.claim.buttons import ClaimButton, ClaimButtonKind, claim_view
from commands.ui.submitted_values import NOT_OFFERED
from tests.commands import forged
from tests.commands.conftest import offered, press, texts
from tests.commands.flag.test_cog import FERRY, flagged, form_of
from tests.commands.planned import COURSE
from tests.commands.staff import open_staffed


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def flagged_card(staff, text=FERRY):
    """Return the card of a claim flagged by a reader."""
    await flagged(staff.desk, staff.desk.asker, text)
    return card(staff)


def card(staff):
    """Return the latest card in the desk's channel, as it is now."""
    return [message for message in staff.channel.history() if message.components][-1]


def first_card(staff):
    """Return the first card in the desk's channel, as it is now."""
    return next(message for message in staff.channel.history() if message.components)


async def fill_in(who, message, label, **values):
    """Press a button, fill in its form, and return the result."""
    return await who.submit_modal(await press(who, message, label), values)


async def second_card(staff):
    """Return a second card of the first claim, never updated."""
    file = await staff.claims.file(staff.desk.guild.id, 1)
    return await staff.desk.client.get_channel(staff.desk.channel.id).send(view=claim_view(file))


def deliver_twice(staff, monkeypatch):
    """Let Discord deliver every interaction twice."""
    emit = staff.desk.env.backend.emit

    def emitted(name, payload, *others, **named):
        emit(name, payload, *others, **named)
        if name == "INTERACTION_CREATE":
            emit(name, deepcopy(payload), *others, **named)

    monkeypatch.setattr(staff.desk.env.backend, "emit", emitted)


def private_reply(result):
    """Return the private reply to the presser."""
    text = result.followups[-1] if result.followups else result.response
    assert text.ephemeral
    return texts(text).strip()


async def test_a_flag_puts_a_card_with_a_thread_into_the_desks_channel(staff):
    result = await flagged(staff.desk, staff.desk.asker)
    [thread] = staff.channel.threads
    assert thread.name == f"#1 {FERRY}"
    assert FERRY in texts(card(staff))
    assert f"Discussed in <#{thread.id}>." in private_reply(result)
    assert offered(result.response) == {"Add evidence", "Details …", "Watch", "History"}


async def test_a_claim_goes_from_flag_to_verdict_by_its_buttons(staff):
    message = await flagged_card(staff)
    await press(staff.maria, message, "Take")
    assert "Assigned to **maria**" in texts(card(staff))
    await press(staff.maria, card(staff), "Start check")
    assert "**Checking**" in texts(card(staff))
    await fill_in(staff.maria, card(staff), "Add evidence", link="https://log.example/7", note="The log.")
    assert "**Evidence** (1)" in texts(card(staff))
    await press(staff.maria, card(staff), "Send to review")
    sent = await fill_in(
        staff.maria, card(staff), "Give verdict", rating="False", explanation="The log says 30.", evidence=["1"]
    )
    assert private_reply(sent) == "Verdict on #1: **False**"
    assert "### False\n> The log says 30." in texts(card(staff))
    [thread] = staff.channel.threads
    assert texts(thread.last_message).startswith(f"\n{staff.desk.asker.mention}\nVerdict on #1: **False**")
    assert offered(card(staff)) == {
        "Correct verdict", "Reopen", "Add evidence", "Details …", "Watch", "History", "Archive links …"
    }  # fmt: skip


async def test_a_second_reader_has_to_approve_and_a_correction_is_told(staff):
    await staff.set_up(second_reader=True)
    await flagged_card(staff)
    await press(staff.maria, card(staff), "Start check")
    waits = await fill_in(staff.maria, card(staff), "Give verdict", rating="False", explanation="The log says 30.")
    assert private_reply(waits) == "Your verdict on #1 waits for a second reader."
    refused = await press(staff.maria, card(staff), "Approve verdict")
    assert private_reply(refused) == "Only a reviewer can approve the verdict on #1."
    await press(staff.ruth, card(staff), "Approve verdict")
    assert "second reader ruth" in texts(card(staff))
    shown = await press(staff.ben, card(staff), "Correct verdict")
    assert shown.modal["components"][1]["component"]["value"] == "The log says 30."
    await staff.ben.submit_modal(shown, {"rating": "Misleading", "explanation": "It said 300 over a year."})
    await press(staff.ruth, card(staff), "Approve verdict")
    [thread] = staff.channel.threads
    assert "Verdict on #1 corrected: ~~False~~ → **Misleading**" in texts(thread.last_message)
    assert "earlier: ~~False~~" in texts(card(staff))


async def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(staff):
    await flagged_card(staff)
    old = await second_card(staff)
    await press(staff.maria, card(staff), "Take")
    late = await press(staff.ben, old, "Take")
    assert "Somebody was quicker with #1: maria took it at" in private_reply(late)
    assert (await staff.claims.get(staff.desk.guild.id, 1)).assignee.user == staff.maria.id
    assert "Assigned to **maria**" in texts(staff.desk.channel.last_message), "the old card shows how it stands now"


async def test_an_interaction_that_comes_twice_is_done_once(staff, monkeypatch, caplog):
    await flagged_card(staff)
    deliver_twice(staff, monkeypatch)
    await press(staff.maria, card(staff), "Start check")
    shown = await staff.desk.asker.slash(staff.desk.channel, "flag", claim="The harbour froze in 2019.")
    await staff.desk.asker.submit_modal(shown, form_of(shown))
    actions = [event.action for event in await staff.claims.history(staff.desk.guild.id, 1)]
    assert actions == ["flagged", "check started"]
    assert (await staff.claims.claims(staff.desk.guild.id)).total == 2
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_button_is_refused_once_its_presser_has_lost_the_role(staff):
    await flagged_card(staff)
    staff.desk.env.backend.get_guild(staff.desk.guild.id).members[staff.maria.id].role_ids.clear()
    assert private_reply(await press(staff.maria, card(staff), "Take")) == "Only an editor can take #1."
    assert private_reply(await press(staff.maria, card(staff), "Decline")) == "Only an editor can decline #1."


async def test_a_number_of_another_servers_claim_means_ones_own_or_none(staff):
    await flagged_card(staff)
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    manager = elsewhere.create_role("managers", permissions=Permissions(manage_guild=True))
    spy = elsewhere.add_member(staff.maria.user, roles=[manager])
    file = await staff.claims.file(staff.desk.guild.id, 1)
    planted = await staff.desk.client.get_channel(lobby.id).send(view=claim_view(file))
    for label in ("Take", "Start check", "Watch", "History", "Decline", "Add evidence", "Assign", "Duplicate of …"):
        text = private_reply(await press(spy, planted, label))
        assert text == "There is no claim #1 here. `/claims list` shows all claims.".replace("`", "\\`")
    assert await staff.claims.file(staff.desk.guild.id, 1) == file


async def test_every_button_and_form_works_after_a_restart(staff):
    await flagged_card(staff)
    shown = await press(staff.maria, card(staff), "Decline")
    await staff.desk.restart()
    await press(staff.maria, card(staff), "Take")
    assert "Assigned to **maria**" in texts(card(staff))
    declined = await staff.maria.submit_modal(shown, {"why": "No way to check it."})
    assert private_reply(declined) == "#1 was declined."
    assert offered(card(staff)) == {"Reopen", "Details …", "Watch", "History"}


async def test_the_menu_of_the_rest_works_after_a_restart_and_can_be_used_again(staff):
    await flagged_card(staff)
    await staff.desk.restart()
    before = len(staff.desk.env.http_requests)
    assert "**Watch" not in texts(card(staff))
    assert private_reply(await press(staff.ruth, card(staff), "Watch")).startswith("You are watching #1.")
    first = await press(staff.maria, card(staff), "Decline")
    edits = [request for request in staff.desk.env.http_requests[before:] if request.method == "PATCH"]
    assert any(request.path.endswith(f"messages/{card(staff).id}") for request in edits), "the choice was cleared"
    await staff.maria.submit_modal(first, {"why": "No way to check it."})
    assert offered(card(staff)) == {"Reopen", "Details …", "Watch", "History"}


async def test_each_choice_of_the_menu_reads_the_roles_again_and_takes_no_forged_value(staff):
    await flagged_card(staff)
    assert private_reply(await press(staff.desk.reader, card(staff), "Decline")) == "Only an editor can decline #1."
    assert private_reply(await press(staff.ruth, card(staff), "Assign")) == "Only an editor can assign #1."
    [menu] = [f"claim:more:1:{(await staff.claims.get(staff.desk.guild.id, 1)).version}"]
    forged_press = await forged.press(staff.maria, staff.channel, card(staff), menu, component_type=3, values=["erase"])
    assert private_reply(forged_press) == NOT_OFFERED


async def test_the_buttons_of_an_old_card_still_work(staff):
    await flagged_card(staff)
    channel = staff.desk.client.get_channel(staff.desk.channel.id)
    watch, decline = [
        await channel.send(view=LayoutView().add_item(ActionRow(ClaimButton(Button(label=kind), kind, 1, 1))))
        for kind in (ClaimButtonKind.WATCH, ClaimButtonKind.DECLINE)
    ]
    assert private_reply(await staff.ruth.click(watch, label="watch")).startswith("You are watching #1.")
    declined = await staff.maria.submit_modal(await staff.maria.click(decline, label="decline"), {"why": "No way."})
    assert private_reply(declined) == "#1 was declined."


async def test_what_was_written_into_a_form_comes_back_where_it_is_refused(staff):
    await flagged_card(staff)
    await press(staff.maria, card(staff), "Start check")
    shown = await press(staff.maria, card(staff), "Give verdict")
    await staff.set_up(ratings=("Right", "Wrong"))
    sent = await staff.maria.submit_modal(shown, {"rating": "False", "explanation": "The log says 30."})
    assert (
        private_reply(sent)
        == "“False” is not on this desk's scale. Choose one of: Right, Wrong.\nWhat you wrote:\n> The log says 30."
    )


async def test_assigning_pings_the_one_who_gets_it_and_nobody_else(staff):
    await flagged_card(staff)
    given = await fill_in(staff.maria, card(staff), "Assign", to=[staff.ben])
    assert private_reply(given) == "#1 is assigned to ben."
    [thread] = staff.channel.threads
    assert f"{staff.ben.mention}\nmaria assigned #1 to you." in texts(thread.last_message)
    [text] = [
        request.json for request in staff.desk.env.http_requests if request.path.endswith(f"{thread.id}/messages")
    ]
    assert text["allowed_mentions"] == {"parse": [], "users": [staff.ben.id]}
    assert private_reply(await fill_in(staff.maria, card(staff), "Assign")) == "#1 is unassigned."


async def test_a_claim_is_not_given_to_somebody_who_has_left(staff):
    await flagged_card(staff)
    shown = await press(staff.maria, card(staff), "Assign")
    staff.desk.guild.remove_member(staff.desk.reader)
    text = await staff.maria.submit_modal(shown, {"to": [staff.desk.reader.user]})
    assert private_reply(text) == "They have left this server. Choose somebody else."


async def test_watching_is_told_in_private_and_pressed_again_it_ends(staff):
    await flagged_card(staff)
    assert (
        private_reply(await press(staff.ruth, card(staff), "Watch"))
        == "You are watching #1. You will be notified of its verdict."
    )
    assert private_reply(await press(staff.ruth, card(staff), "Watch")) == "You are no longer watching #1."


async def test_a_double_press_on_watch_watches_once(staff):
    await flagged_card(staff)
    cards = [await second_card(staff), await second_card(staff)]
    for old in cards:
        assert (
            private_reply(await press(staff.ruth, old, "Watch"))
            == "You are watching #1. You will be notified of its verdict."
        )
    file = await staff.claims.file(staff.desk.guild.id, 1)
    assert [person.user for person in file.watchers] == [staff.ruth.id]


async def test_a_verdict_is_told_even_where_its_author_can_no_longer_be_answered(staff, monkeypatch):
    await flagged_card(staff)
    await press(staff.maria, card(staff), "Start check")

    async def gone(*_given, **_named):
        raise HTTPException(SimpleNamespace(status=401, reason="Unauthorized"), {"code": 50027, "message": "expired"})

    monkeypatch.setattr(Interaction, "edit_original_response", gone)
    await fill_in(staff.maria, card(staff), "Give verdict", rating="False", explanation="The log says 30.")
    assert "### False" in texts(card(staff))
    assert "Verdict on #1: **False**" in texts(staff.channel.threads[0].last_message)


async def test_history_tells_who_did_what_and_what_it_changed(staff):
    await flagged_card(staff)
    await press(staff.maria, card(staff), "Start check")
    text = private_reply(await press(staff.ben, card(staff), "History"))
    assert "asker flagged it at 09:00" in text
    assert "maria started the check at 09:00\n-# assignee: maria · status: open → checking" in text


async def test_a_duplicate_leads_to_the_other_claim_and_its_flagger_is_told(staff):
    await flagged_card(staff)
    await flagged_card(staff, "The harbour froze in 2019.")
    text = await fill_in(staff.maria, card(staff), "Duplicate of …", of="#1")
    assert private_reply(text) == "#2 was marked as a duplicate of #1."
    assert "Duplicate of #1" in texts(card(staff))
    thread = staff.channel.threads[-1]
    assert "#2 is a duplicate of #1. You will be notified of the verdict on #1." in texts(thread.last_message)
    assert private_reply(await fill_in(staff.maria, first_card(staff), "Duplicate of …", of="two")).startswith(
        "That is not the number of a claim"
    )


async def test_quotes_are_picked_from_what_the_articles_answer(staff):
    await flagged_card(staff)
    offer = await fill_in(staff.maria, card(staff), "Add evidence", question=COURSE)
    menu = offer.followups[-1] if offer.followups else offer.response
    await staff.maria.select(menu, ["0"])
    file = await staff.claims.file(staff.desk.guild.id, 1)
    [quote] = file.evidence
    assert quote.text.startswith("Forty divers from Carvania")
    assert "**Evidence** (1)" in texts(card(staff))
