"""`/desk template`, and the templates that "Give verdict" offers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from discord.ui import LayoutView
from simcord.enums import ComponentType

from bot.desk.actions.saved_texts import TEMPLATES_FOR_EDITORS
from bot.desk.validation import LONGEST_EXPLANATION
from bot.model.claim_provenance import Claimant, ClaimProvenance
from bot.model.saved_texts import NewTemplate
from tests.commands import forged
from tests.commands.claim.test_buttons import card, flagged_card, private_reply
from tests.commands.conftest import buttons, press, texts
from tests.commands.forged import submit
from tests.commands.staff import Staff, open_staffed

TEXT = "{claimant} said on {date}: “{claim}” That is {rating}. [Why]"


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def shown(staff, by=None):
    return (await (by or staff.maria).slash(staff.desk.channel, "desk template")).response


async def added(staff, name="No evidence", text=TEXT, rating="Unproven"):
    """Add a template with the form, after a restart; return the answer."""
    opened = await shown(staff)
    await staff.desk.restart()
    form = await staff.maria.click(opened, label="Add a template …")
    return await staff.maria.submit_modal(form, {"name": name, "rating": [rating] if rating else [], "text": text})


async def templates(staff):
    return await staff.claims.saved_texts.templates(staff.desk.guild.id)


async def checking(staff):
    """Return the card of a claim in checking."""
    await flagged_card(staff, "The ferry carried 300 people.")
    await press(staff.maria, card(staff), "Start check")
    return card(staff)


def field(form: Any, place: int) -> dict[str, Any]:
    """Return one field of a form with its description."""
    part = form.modal["components"][place]
    return {"description": part.get("description")} | part["component"]


def chosen(form: Any) -> list[str]:
    return [option["value"] for option in field(form, 0)["options"] if option.get("default")]


async def test_a_template_is_added_edited_and_deleted_by_an_editor(staff):
    assert "There are no templates." in texts(await shown(staff))
    await added(staff)
    [template] = await templates(staff)
    assert (template.name, template.text, template.rating) == ("No evidence", TEXT, "Unproven")
    listed = await shown(staff, staff.ben)
    assert "**No evidence** · Unproven" in texts(listed)
    await staff.desk.restart()
    await staff.ben.select(listed, [str(template.number)], custom_id="template:open")
    assert "> {claimant} said on {date}: “{claim}” That is {rating}. \\[Why\\]" in texts(listed)
    form = await staff.ben.click(listed, label="Edit …")
    assert field(form, 2)["value"] == TEXT
    await staff.ben.submit_modal(form, {"name": "Nothing found", "rating": [], "text": "We found nothing."})
    assert "**Saved.**\n### Nothing found\n-# no rating · by ben" in texts(listed)
    await staff.ben.click(listed, label="Delete")
    assert "**“Nothing found” was deleted.** Its text was:\n> We found nothing." in texts(listed)
    assert await templates(staff) == []


async def test_all_templates_can_be_shown_again(staff):
    await added(staff)
    listed = await shown(staff)
    await staff.maria.select(listed, [str((await templates(staff))[0].number)], custom_id="template:open")
    await staff.maria.click(listed, label="All templates")
    assert "### Verdict templates" in texts(listed)


async def test_only_editors_see_and_change_templates_whatever_they_press(staff):
    await added(staff)
    [template] = await templates(staff)
    asker = staff.desk.asker
    assert texts(await shown(staff, asker)).strip() == TEMPLATES_FOR_EDITORS
    listed = await shown(staff)
    channel = staff.desk.client.get_channel(staff.desk.channel.id)
    posted = await channel.send(view=LayoutView.from_message(listed.message, timeout=None))
    refused = [await asker.select(posted, [str(template.number)], custom_id="template:open")]
    refused += [await asker.click(posted, label="Add a template …")]
    await staff.maria.select(listed, [str(template.number)], custom_id="template:open")
    posted = await channel.send(view=LayoutView.from_message(listed.message, timeout=None))
    refused += [await asker.click(posted, label=label) for label in ("Edit …", "Delete", "All templates")]
    state = f"form:template:{template.number}:{template.version}"
    refused += [await submit(asker, staff.desk.channel, state, {"name": "x", "rating": [], "text": "x"})]
    assert {texts(result.response).strip() for result in refused} == {TEMPLATES_FOR_EDITORS}
    assert await templates(staff) == [template]


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ({"text": "{claimer} @everyone"}, "“{claimer}” is not a placeholder."),
        ({"name": "  "}, "The name is empty."),
    ],
)
async def test_a_refused_template_is_given_back(staff, about, fault):
    result = await added(staff, **({"text": "Nothing @everyone"} | about))
    [said] = result.followups
    assert said.ephemeral
    assert fault in texts(said)
    assert "> " in texts(said)
    assert "\\@everyone" in texts(said)
    assert await templates(staff) == []


async def test_a_form_that_is_older_than_a_change_is_refused(staff):
    await added(staff)
    listed = await shown(staff)
    await staff.maria.select(listed, [str((await templates(staff))[0].number)], custom_id="template:open")
    late = await staff.maria.click(listed, label="Edit …")
    soon = await staff.maria.click(listed, label="Edit …")
    await staff.maria.submit_modal(soon, {"name": "No evidence", "rating": [], "text": "First."})
    result = await staff.maria.submit_modal(late, {"name": "No evidence", "rating": [], "text": "Second."})
    assert "maria has changed “No evidence” meanwhile." in texts(result.followups[0])
    assert (await templates(staff))[0].text == "First."


async def test_a_deleted_template_can_not_be_opened_edited_or_used(staff):
    await added(staff)
    [template] = await templates(staff)
    listed = await shown(staff)
    offered = await press(staff.maria, await checking(staff), "Give verdict")
    boss = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.boss, is_editor=True))
    await staff.claims.saved_texts.delete_template(boss, template.number)
    opened = await staff.maria.select(listed, [str(template.number)], custom_id="template:open")
    used = await staff.maria.select(offered.response, [str(template.number)], custom_id="verdict:template:1")
    for result in (opened, used):
        [reply] = result.followups or [result.response]
        assert "This template was deleted." in texts(reply)


async def test_give_verdict_without_templates_opens_the_form_at_once(staff):
    form = await press(staff.maria, await checking(staff), "Give verdict")
    assert form.modal is not None
    assert not field(form, 1).get("value")


async def test_a_template_fills_the_verdict_form_and_leaves_gaps_where_the_claim_says_nothing(staff):
    await added(staff)
    offered = (await press(staff.maria, await checking(staff), "Give verdict")).response
    assert offered.ephemeral
    assert "> The ferry carried 300 people." in texts(offered)
    await staff.desk.restart()
    [template] = await templates(staff)
    form = await staff.maria.select(offered, [str(template.number)], custom_id="verdict:template:1")
    explanation = field(form, 1)
    filled = "[claimant] said on [date]: “The ferry carried 300 people.” That is {rating}. [Why]"
    assert explanation["value"] == filled
    assert explanation["description"].startswith("Fill in or delete: [claimant], [date], [Why]. {rating}")
    assert chosen(form) == ["Unproven"]
    refused = await staff.maria.submit_modal(form, {"rating": "False", "explanation": filled})
    assert "still has 3 gaps: \\[claimant\\], \\[date\\], \\[Why\\]. Fill them in" in texts(refused.response)
    assert "That is {rating}. \\[Why\\]" in texts(refused.response)
    assert (await staff.claims.file(staff.desk.guild.id, 1)).verdicts == ()
    form = await staff.maria.select(offered, [str(template.number)], custom_id="verdict:template:1")
    await staff.maria.submit_modal(form, {"rating": "False", "explanation": "That is {rating}. The log says 30."})
    assert "### False\n> That is False. The log says 30." in texts(card(staff))


async def test_what_the_claim_says_is_filled_in(staff):
    await added(staff, text="{claimant}, {date}: {claim}")
    await checking(staff)
    maria = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    about = ClaimProvenance(Claimant("Zoë Bergström"), claimed="2026-04-20")
    await staff.claims.set_details(maria, 1, about)
    offered = await staff.maria.slash(staff.desk.channel, "claim rule", claim="1")
    [template] = await templates(staff)
    form = await staff.maria.select(offered.response, [str(template.number)], custom_id="verdict:template:1")
    assert field(form, 1)["value"] == "Zoë Bergström, 20 April 2026: The ferry carried 300 people."
    assert field(form, 1)["description"] == "From the template. Read it before you send it"


async def test_a_verdict_can_be_given_without_a_template(staff):
    await added(staff)
    offered = await press(staff.maria, await checking(staff), "Give verdict")
    form = await staff.maria.click(offered.response, label="Without a template")
    assert not field(form, 1).get("value")
    sent = await staff.maria.submit_modal(form, {"rating": "False", "explanation": "The log says 30."})
    assert private_reply(sent) == "Verdict on #1: **False**"


async def test_a_rating_that_left_the_scale_is_not_chosen_and_told(staff):
    await added(staff)
    await staff.set_up(ratings=("Right", "Wrong"))
    offered = await press(staff.maria, await checking(staff), "Give verdict")
    form = await staff.maria.select(
        offered.response, [str((await templates(staff))[0].number)], custom_id="verdict:template:1"
    )
    assert chosen(form) == []
    assert field(form, 0)["description"] == "The template's rating “Unproven” is no longer on the scale"


async def test_a_text_that_is_too_long_with_its_claim_is_refused_and_not_cut(staff):
    await added(staff, text="{claim} " * 250)
    offered = await press(staff.maria, await checking(staff), "Give verdict")
    refused = await staff.maria.select(
        offered.response, [str((await templates(staff))[0].number)], custom_id="verdict:template:1"
    )
    assert refused.modal is None
    assert f"an explanation may have {LONGEST_EXPLANATION:,}. Choose another template" in texts(refused.response)


async def test_a_reader_gets_neither_menu_nor_form(staff):
    await added(staff)
    message = await checking(staff)
    refused = await press(staff.desk.asker, message, "Give verdict")
    assert private_reply(refused) == "Only an editor can give a verdict on #1."
    offered = await press(staff.maria, message, "Give verdict")
    channel = staff.desk.client.get_channel(staff.desk.channel.id)
    posted = await channel.send(view=LayoutView.from_message(offered.response.message, timeout=None))
    [template] = await templates(staff)
    for result in (
        await staff.desk.asker.select(posted, [str(template.number)], custom_id="verdict:template:1"),
        await staff.desk.asker.click(posted, label="Without a template"),
    ):
        assert result.modal is None
        assert private_reply(result) == "Only an editor can give a verdict on #1."


async def test_templates_of_another_server_are_never_offered(staff):
    other = staff.claims.request(999, staff.as_actor(staff.boss, is_editor=True))
    foreign = await staff.claims.saved_texts.save_template(other, NewTemplate("Secret", "Secret."))
    form = await press(staff.maria, await checking(staff), "Give verdict")
    assert form.modal is not None
    await added(staff)
    listed = await shown(staff)
    assert "Secret" not in texts(listed)
    offered = await press(staff.maria, card(staff), "Give verdict")
    channel = staff.desk.client.get_channel(staff.desk.channel.id)
    for private, custom_id in ((listed, "template:open"), (offered.response, "verdict:template:1")):
        message = await channel.send(view=LayoutView.from_message(private.message, timeout=None))
        result = await forged.press(
            staff.maria,
            staff.desk.channel,
            message,
            custom_id,
            component_type=ComponentType.STRING_SELECT,
            values=[str(foreign.number)],
        )
        [reply] = result.followups or [result.response]
        assert "This template was deleted." in texts(reply)


async def test_a_full_list_of_long_templates_fits_into_a_message(staff):
    maria = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    for number in range(25):
        new = NewTemplate(f"{number}" + "*" * 48, "[" * 2_000, "Missing context")
        await staff.claims.saved_texts.save_template(maria, new)
    listed = await shown(staff)
    assert "Add a template …" in buttons(listed)
    await staff.maria.select(listed, [str((await templates(staff))[0].number)], custom_id="template:open")
    assert "[…]" in texts(listed)
    await staff.maria.click(listed, label="Delete")
    assert "was deleted" in texts(listed)
    offered = await press(staff.maria, await checking(staff), "Give verdict")
    assert "Without a template" in buttons(offered.response)
