"""Several claims of a list assigned, tagged and closed at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from discord.ui import TextDisplay

from bot.model.claims import Status
from commands.claim_list.bulk import BulkResult, result_card
from tests.commands.conftest import texts
from tests.commands.forged import press, submit
from tests.commands.staff import PERSON, Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        await opened.flagged("The ferry sank.", "The train left.", "The tram is late.", tags=("sea",))
        await opened.claims.decline(opened.claims.request(opened.desk.guild.id, PERSON), 3)
        yield opened


async def chosen(staff, by, *numbers: str):
    listed = await by.slash(staff.channel, "claims list", visibility="public")
    await staff.desk.restart()
    return await by.select(listed.response, list(numbers), custom_id="claims:open")


async def claim(staff, number):
    return await staff.claims.get(staff.desk.guild.id, number)


async def test_several_claims_are_assigned_and_a_refused_one_is_told_by_its_number(staff):
    opened = await chosen(staff, staff.maria, "1", "2", "3")
    assert "### 3 claims chosen" in texts(opened.response)
    form = await staff.maria.click(opened.response, label="Assign …")
    done = await staff.maria.submit_modal(form, {"to": [staff.ben]})
    assert "**2 claims assigned to ben:** #1, #2" in texts(done.response)
    assert "**#3** You can't assign #3: it was declined." in texts(done.response)
    assert {(await claim(staff, number)).assignee.name for number in (1, 2)} == {"ben"}
    events = [await staff.claims.history(staff.desk.guild.id, number) for number in (1, 2)]
    assert [history[-1].action for history in events] == ["assigned", "assigned"]
    assert "Assigned to **ben**" in "".join(texts(message) for message in staff.channel.history())


async def test_tags_are_added_to_those_that_a_claim_has(staff):
    opened = await chosen(staff, staff.maria, "1", "3")
    form = await staff.maria.click(opened.response, label="Add tags …")
    done = await staff.maria.submit_modal(form, {"tags": "Ferry, sea"})
    assert "**2 claims tagged:** #1, #3" in texts(done.response)
    assert [(await claim(staff, number)).tags for number in (1, 2, 3)] == [("ferry", "sea"), ("sea",), ("ferry", "sea")]


async def test_a_refusal_shows_typed_marks_as_typed(staff):
    opened = await chosen(staff, staff.maria, "1", "2")
    form = await staff.maria.click(opened.response, label="Add tags …")
    done = await staff.maria.submit_modal(form, {"tags": "*sea_" * 10})
    assert r"The tag “\*sea\_\*sea\_" in texts(done.response)


async def test_claims_are_closed_only_after_a_confirmation(staff):
    opened = await chosen(staff, staff.maria, "1", "2", "3")
    asked = await staff.maria.click(opened.response, label="Close …")
    assert "### Close 3 claims without a verdict?" in texts(asked.response)
    assert (await claim(staff, 1)).status is Status.OPEN
    form = await staff.maria.click(opened.response, label="Decline 3 claims …")
    done = await staff.maria.submit_modal(form, {"why": "Opinions."})
    assert "**2 claims declined:** #1, #2" in texts(done.response)
    assert "#3: it was declined" in texts(done.response)
    assert (await staff.claims.history(staff.desk.guild.id, 1))[-1].after["why"] == "Opinions."


async def test_only_editors_change_several_claims_and_one_is_opened_as_before(staff):
    refused = await chosen(staff, staff.desk.asker, "1", "2")
    assert "Only an editor can change several claims" in texts(refused.response)
    opened = await chosen(staff, staff.desk.asker, "2")
    assert "### The train left." in texts(opened.response)


@pytest.mark.parametrize("kind", ["assign", "tag", "close"])
async def test_a_reader_who_forges_a_button_gets_neither_form_nor_confirmation(staff, kind):
    offered = await chosen(staff, staff.maria, "1", "2")
    result = await press(staff.desk.asker, staff.channel, offered.response, f"bulk:{kind}:1,2")
    assert result.modal is None
    assert "Only an editor can change several claims" in texts(result.response)


async def test_a_forged_form_of_somebody_else_changes_nothing(staff):
    result = await submit(staff.desk.asker, staff.channel, "form:bulk-decline:1,2", {"why": ""})
    assert "**No claim was changed.**" in texts(result.response)
    assert "**#1** Only an editor can decline #1." in texts(result.response)
    result = await submit(staff.maria, staff.channel, "form:bulk-decline:1,x", {"why": ""})
    assert "not one of the choices" in texts(result.response)
    assert (await claim(staff, 1)).status is Status.OPEN


def test_a_reason_is_escaped_once():
    card = result_card(BulkResult([], [(3, "#3 is *settled*.")]), "declined")
    [_, refused] = [item.content for item in card.walk_children() if isinstance(item, TextDisplay)]
    assert refused.splitlines()[1] == "**#3** \\#3 is \\*settled\\*."
