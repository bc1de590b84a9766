"""A claim's card: always current, its buttons by the life cycle, and each press checked when it comes."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace

import pytest
from discord import HTTPException, Interaction, Permissions

from commands.claim.buttons import claim_view
from tests.commands.conftest import buttons, texts
from tests.commands.flag.test_cog import FERRY, flagged, form_of
from tests.commands.planned import COURSE
from tests.commands.staff import open_staffed


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def put_up(staff, text=FERRY):
    """Return the card of a claim that a reader has flagged."""
    await flagged(staff.desk, staff.desk.asker, text)
    return card(staff)


def card(staff):
    """Return the latest card in the desk's channel, as it is now."""
    return [message for message in staff.channel.history() if message.components][-1]


def first(staff):
    """Return the first card in the desk's channel, as it is now."""
    return next(message for message in staff.channel.history() if message.components)


async def fill(who, message, label, **values):
    """Press a button that opens a form, fill the form in, and return what came of it."""
    return await who.submit_modal(await who.click(message, label=label), values)


async def copy(staff):
    """Return another card of the first claim, as it is now; it stays so."""
    file = await staff.claims.file(staff.desk.guild.id, 1)
    return await staff.desk.client.get_channel(staff.desk.channel.id).send(view=claim_view(file))


def twice(staff, monkeypatch):
    """Let Discord deliver every interaction twice."""
    emit = staff.desk.env.backend.emit

    def emitted(name, payload, *others, **named):
        emit(name, payload, *others, **named)
        if name == "INTERACTION_CREATE":
            emit(name, deepcopy(payload), *others, **named)

    monkeypatch.setattr(staff.desk.env.backend, "emit", emitted)


def said(result):
    """Return what the presser was told, in private."""
    told = result.followups[-1] if result.followups else result.response
    assert told.ephemeral
    return texts(told).strip()


async def test_a_flag_puts_a_card_with_a_thread_into_the_desks_channel(staff):
    result = await flagged(staff.desk, staff.desk.asker)
    [thread] = staff.channel.threads
    assert thread.name == f"#1 {FERRY}"
    assert FERRY in texts(card(staff))
    assert f"Its place is <#{thread.id}>." in said(result)
    assert set(buttons(result.response)) == {"Add evidence", "Watch", "History"}


async def test_a_claim_goes_from_flag_to_verdict_by_its_buttons(staff):
    message = await put_up(staff)
    await staff.maria.click(message, label="Take")
    assert "With: **maria**" in texts(card(staff))
    await staff.maria.click(card(staff), label="Start check")
    assert "**Checking**" in texts(card(staff))
    await fill(staff.maria, card(staff), "Add evidence", link="https://log.example/7", note="The log.")
    assert "**Evidence** (1)" in texts(card(staff))
    await staff.maria.click(card(staff), label="Send to review")
    sent = await fill(
        staff.maria, card(staff), "Rule", rating=["False"], explanation="The log says 30.", evidence=["1"]
    )
    assert said(sent) == "#1 has its verdict: **False**"
    assert "### False\n> The log says 30." in texts(card(staff))
    [thread] = staff.channel.threads
    assert texts(thread.last_message).startswith(f"\n{staff.desk.asker.mention}\n#1 has its verdict: **False**")
    assert set(buttons(card(staff))) == {"Correct", "Reopen", "Add evidence", "Watch", "History"}


async def test_a_second_reader_has_to_approve_and_a_correction_is_told(staff):
    await staff.set_up(second_reader=True)
    await put_up(staff)
    await staff.maria.click(card(staff), label="Start check")
    waits = await fill(staff.maria, card(staff), "Rule", rating=["False"], explanation="The log says 30.")
    assert said(waits) == "Your verdict on #1 waits for its second reader."
    refused = await staff.maria.click(card(staff), label="Approve")
    assert said(refused) == "Only a reviewer can approve the verdict on #1."
    await staff.ruth.click(card(staff), label="Approve")
    assert "second reader ruth" in texts(card(staff))
    shown = await staff.ben.click(card(staff), label="Correct")
    assert shown.modal["components"][1]["component"]["value"] == "The log says 30."
    await staff.ben.submit_modal(shown, {"rating": ["Misleading"], "explanation": "It said 300 over a year."})
    await staff.ruth.click(card(staff), label="Approve")
    [thread] = staff.channel.threads
    assert "The verdict on #1 was corrected: ~~False~~ → **Misleading**" in texts(thread.last_message)
    assert "before: ~~False~~" in texts(card(staff))


async def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(staff):
    await put_up(staff)
    old = await copy(staff)
    await staff.maria.click(card(staff), label="Take")
    late = await staff.ben.click(old, label="Take")
    assert "Somebody was quicker with #1: maria took it at" in said(late)
    assert (await staff.claims.get(staff.desk.guild.id, 1)).assignee.user == staff.maria.id
    assert "With: **maria**" in texts(staff.desk.channel.last_message), "the old card shows how it stands now"


async def test_an_interaction_that_comes_twice_is_done_once(staff, monkeypatch, caplog):
    await put_up(staff)
    twice(staff, monkeypatch)
    await staff.maria.click(card(staff), label="Start check")
    shown = await staff.desk.asker.slash(staff.desk.channel, "flag", claim="The harbour froze in 2019.")
    await staff.desk.asker.submit_modal(shown, form_of(shown))
    actions = [event.action for event in await staff.claims.history(staff.desk.guild.id, 1)]
    assert actions == ["flagged", "check started"]
    assert (await staff.claims.claims(staff.desk.guild.id)).total == 2
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_button_is_refused_once_its_presser_has_lost_the_role(staff):
    await put_up(staff)
    staff.desk.env.backend.get_guild(staff.desk.guild.id).members[staff.maria.id].role_ids.clear()
    assert said(await staff.maria.click(card(staff), label="Take")) == "Only an editor can take #1."
    assert said(await staff.maria.click(card(staff), label="Decline")) == "Only an editor can decline #1."


async def test_a_number_of_another_servers_claim_means_ones_own_or_none(staff):
    await put_up(staff)
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    manager = elsewhere.create_role("managers", permissions=Permissions(manage_guild=True))
    spy = elsewhere.add_member(staff.maria.user, roles=[manager])
    file = await staff.claims.file(staff.desk.guild.id, 1)
    planted = await staff.desk.client.get_channel(lobby.id).send(view=claim_view(file))
    for label in ("Take", "Start check", "Watch", "History", "Decline", "Add evidence", "Assign", "Duplicate of …"):
        told = said(await spy.click(planted, label=label))
        assert told == "There is no claim #1 here. `/claims list` shows all claims.".replace("`", "\\`")
    assert await staff.claims.file(staff.desk.guild.id, 1) == file


async def test_every_button_and_form_works_after_a_restart(staff):
    await put_up(staff)
    shown = await staff.maria.click(card(staff), label="Decline")
    await staff.desk.restart()
    await staff.maria.click(card(staff), label="Take")
    assert "With: **maria**" in texts(card(staff))
    declined = await staff.maria.submit_modal(shown, {"why": "No way to check it."})
    assert said(declined) == "#1 is declined."
    assert set(buttons(card(staff))) == {"Reopen", "Watch", "History"}


async def test_what_was_written_into_a_form_comes_back_where_it_is_refused(staff):
    await put_up(staff)
    await staff.maria.click(card(staff), label="Start check")
    shown = await staff.maria.click(card(staff), label="Rule")
    await staff.set_up(ratings=("Right", "Wrong"))
    sent = await staff.maria.submit_modal(shown, {"rating": ["False"], "explanation": "The log says 30."})
    assert (
        said(sent)
        == "“False” is not on this desk's scale. Choose one of: Right, Wrong.\nWhat you wrote:\n> The log says 30."
    )


async def test_assigning_pings_the_one_who_gets_it_and_nobody_else(staff):
    await put_up(staff)
    given = await fill(staff.maria, card(staff), "Assign", to=[staff.ben])
    assert said(given) == "#1 is with ben now."
    [thread] = staff.channel.threads
    assert f"{staff.ben.mention}\n#1 is yours: maria gave it to you." in texts(thread.last_message)
    [told] = [
        request.json for request in staff.desk.env.http_requests if request.path.endswith(f"{thread.id}/messages")
    ]
    assert told["allowed_mentions"] == {"parse": [], "users": [staff.ben.id]}
    assert said(await fill(staff.maria, card(staff), "Assign")) == "#1 is with nobody now."


async def test_a_claim_is_not_given_to_somebody_who_has_left(staff):
    await put_up(staff)
    shown = await staff.maria.click(card(staff), label="Assign")
    staff.desk.guild.remove_member(staff.desk.reader)
    told = await staff.maria.submit_modal(shown, {"to": [staff.desk.reader.user]})
    assert said(told) == "They are no longer on this server: choose somebody who is."


async def test_watching_is_told_in_private_and_pressed_again_it_ends(staff):
    await put_up(staff)
    assert said(await staff.ruth.click(card(staff), label="Watch")) == "You watch #1: you will hear of its verdict."
    assert said(await staff.ruth.click(card(staff), label="Watch")) == "You watch #1 no more."


async def test_a_double_press_on_watch_watches_once(staff):
    await put_up(staff)
    cards = [await copy(staff), await copy(staff)]
    for old in cards:
        assert said(await staff.ruth.click(old, label="Watch")) == "You watch #1: you will hear of its verdict."
    file = await staff.claims.file(staff.desk.guild.id, 1)
    assert [person.user for person in file.watchers] == [staff.ruth.id]


async def test_a_verdict_is_told_even_where_its_author_can_no_longer_be_answered(staff, monkeypatch):
    await put_up(staff)
    await staff.maria.click(card(staff), label="Start check")

    async def gone(*_given, **_named):
        raise HTTPException(SimpleNamespace(status=401, reason="Unauthorized"), {"code": 50027, "message": "expired"})

    monkeypatch.setattr(Interaction, "edit_original_response", gone)
    await fill(staff.maria, card(staff), "Rule", rating=["False"], explanation="The log says 30.")
    assert "### False" in texts(card(staff))
    assert "#1 has its verdict: **False**" in texts(staff.channel.threads[0].last_message)


async def test_history_tells_who_did_what_and_what_it_changed(staff):
    await put_up(staff)
    await staff.maria.click(card(staff), label="Start check")
    told = said(await staff.ben.click(card(staff), label="History"))
    assert "asker flagged it at 09:00" in told
    assert "maria started the check at 09:00\n-# assignee: maria · status: open → checking" in told


async def test_a_duplicate_leads_to_the_other_claim_and_its_flagger_is_told(staff):
    await put_up(staff)
    await put_up(staff, "The harbour froze in 2019.")
    told = await fill(staff.maria, card(staff), "Duplicate of …", of="#1")
    assert said(told) == "#2 is set aside as the same as #1."
    assert "Duplicate of #1" in texts(card(staff))
    thread = staff.channel.threads[-1]
    assert "#2 is the same as #1, whose verdict you will hear." in texts(thread.last_message)
    assert said(await fill(staff.maria, first(staff), "Duplicate of …", of="two")).startswith(
        "That is no claim's number"
    )


async def test_quotes_are_picked_from_what_the_articles_answer(staff):
    await put_up(staff)
    offered = await fill(staff.maria, card(staff), "Add evidence", question=COURSE)
    menu = offered.followups[-1] if offered.followups else offered.response
    await staff.maria.select(menu, ["0"])
    file = await staff.claims.file(staff.desk.guild.id, 1)
    [quote] = file.evidence
    assert quote.text.startswith("Forty divers from Carvania")
    assert "**Evidence** (1)" in texts(card(staff))
