"""Filters saved below a list, opened by name, deleted; what no longer fits is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.model.claims import Author
from commands.claim_list.filters import ORDERS, STATUSES
from tests.commands.conftest import buttons, texts
from tests.commands.forged import submit
from tests.commands.staff import PERSON, Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        await opened.flagged("The ferry sank.", tags=("sea",))
        await opened.flagged("The train left.")
        await opened.flagged("The tram is late.", by=opened.as_actor(opened.desk.asker))
        boss = opened.claims.request(opened.desk.guild.id, opened.as_actor(opened.boss, is_editor=True))
        await opened.claims.assign(boss, 2, Author(opened.ben.id, "ben"))
        yield opened


def numbers(response) -> list[int]:
    return [int(number) for number in re.findall(r"\*\*#(\d+)\*\*", texts(response))]


async def listed(staff, by=None, **filters):
    return (await (by or staff.desk.asker).slash(staff.desk.channel, "claims list", **filters)).response


async def saved(staff, by, name, owner=None, **filters):
    """Save filters with the button below the list, after a restart; return the answer."""
    shown = await listed(staff, by, **filters)
    await staff.desk.restart()
    form = await by.click(shown, label="Save filters …")
    may_choose = len(form.modal["components"]) > 1
    values = {"name": name} | ({"for": owner or "me"} if may_choose else {})
    return texts((await by.submit_modal(form, values)).response)


async def suggested(staff, by, typed="", command="claims list", option="saved"):
    return [choice["name"] for choice in await by.autocomplete(staff.desk.channel, command, option, typed)]


async def test_filters_and_order_are_saved_and_opened_by_their_name(staff):
    asker = staff.desk.asker
    said = await saved(staff, asker, "At sea", status=STATUSES["in progress"], tag="sea", order=ORDERS["due first"])
    assert "**“At sea” was saved for you.**" in said
    opened = await listed(staff, saved="at SEA")
    assert "### At sea: 1 claim" in texts(opened)
    assert "in progress · tagged sea · due first" in texts(opened)
    assert numbers(opened) == [1]


async def test_a_suggestion_opens_the_filter_and_other_options_change_it(staff):
    await saved(staff, staff.desk.asker, "At sea", tag="sea")
    [choice] = await staff.desk.asker.autocomplete(staff.desk.channel, "claims list", "saved", "sea")
    assert choice["name"] == "At sea"
    assert numbers(await listed(staff, saved=choice["value"])) == [1]
    changed = texts(await listed(staff, saved=choice["value"], tag="road", overdue=True))
    assert "overdue · tagged road" in changed


async def test_a_personal_filter_is_offered_to_its_owner_only(staff):
    await saved(staff, staff.desk.asker, "At sea", tag="sea")
    assert await suggested(staff, staff.desk.asker) == ["At sea"]
    assert await suggested(staff, staff.maria) == []
    [choice] = await staff.desk.asker.autocomplete(staff.desk.channel, "claims list", "saved", "")
    for typed in ("At sea", choice["value"]):
        assert "is not here. Choose one from the list" in texts(await listed(staff, staff.maria, saved=typed))


async def test_an_editor_saves_for_the_whole_desk(staff):
    said = await saved(staff, staff.maria, "Ben's", "desk", assignee=staff.ben)
    assert "**“Ben's” was saved for the whole desk.**" in said
    assert await suggested(staff, staff.desk.asker) == ["Ben's (whole desk)"]
    assert numbers(await listed(staff, saved="Ben's")) == [2]


async def test_a_reader_has_no_choice_of_the_whole_desk_and_can_not_forge_it(staff):
    shown = await listed(staff, tag="sea")
    form = await staff.desk.asker.click(shown, label="Save filters …")
    assert len(form.modal["components"]) == 1
    result = await submit(
        staff.desk.asker, staff.desk.channel, "form:save-filters:||||sea||", {"name": "x", "for": ["desk"]}
    )
    assert "Only an editor can save filters for the whole desk." in texts(result.response)
    assert await suggested(staff, staff.maria) == []


async def test_yours_means_whoever_opens_the_filter(staff):
    await saved(staff, staff.maria, "Mine", "desk", mine=True)
    opened = await listed(staff, saved="Mine")
    assert numbers(opened) == [3]
    assert "yours" in texts(opened)
    assert numbers(await listed(staff, staff.ben, saved="Mine")) == [2]


async def test_unassigned_claims_are_a_filter_too(staff):
    await saved(staff, staff.desk.asker, "Free", unassigned=True)
    assert numbers(await listed(staff, saved="free")) == [3, 1]


async def test_a_list_of_everything_and_one_with_too_long_filters_can_not_be_saved(staff):
    for filters in ({}, {"text": "x" * 100}):
        assert "Save filters …" not in buttons(await listed(staff, **filters))


async def test_a_full_page_with_all_its_menus_has_room_for_the_button(staff):
    await staff.flagged(*(f"Ferry {number} sank." for number in range(20)), tags=("sea",))
    shown = await listed(staff, tag="sea", visibility="public")
    assert {"Older", "Save filters …"} <= set(buttons(shown))
    assert len(numbers(shown)) == 8


async def test_a_filter_whose_tag_and_person_are_gone_opens_and_says_so(staff):
    await saved(staff, staff.maria, "Sea", "desk", tag="sea", rating="False")
    await saved(staff, staff.maria, "Ben's", "desk", assignee=staff.ben)
    await staff.claims.tag(staff.claims.request(staff.desk.guild.id, PERSON), 1, [])
    await staff.set_up(ratings=("Right", "Wrong"))
    shown = texts(await listed(staff, saved="Sea"))
    assert "⚠ No claim has the tag #sea any more." in shown
    assert "⚠ The rating “False” is no longer on this desk's scale." in shown
    staff.desk.env.inject_error("GET", f"/guilds/{staff.desk.guild.id}/members/{staff.ben.id}", status=403)
    assert "has left" not in texts(await listed(staff, saved="Ben's")), "a fault of Discord tells nothing"
    staff.desk.guild.remove_member(staff.ben)
    assert f"⚠ <@{staff.ben.id}> has left this server." in texts(await listed(staff, saved="Ben's"))
    await staff.claims.forget(staff.ben.id)
    erased = await listed(staff, saved="Ben's")
    assert "was erased from the desk, so claims of everybody are shown" in texts(erased)
    assert numbers(erased) == [3, 2, 1]


async def test_a_filter_that_fits_has_no_warning(staff):
    await saved(staff, staff.maria, "Ben's", assignee=staff.ben)
    assert "⚠" not in texts(await listed(staff, staff.maria, saved="Ben's"))


async def test_a_filter_is_deleted_by_whoever_may(staff):
    await saved(staff, staff.maria, "Late", "desk", overdue=True)
    await saved(staff, staff.desk.asker, "At sea", tag="sea")
    delete = "claims delete-filter"
    assert await suggested(staff, staff.desk.asker, "", delete, "name") == ["At sea"]
    assert await suggested(staff, staff.ben, "", delete, "name") == ["Late (whole desk)"]
    refused = await staff.desk.asker.slash(staff.desk.channel, delete, name="Late")
    assert "Only an editor, or whoever saved it" in texts(refused.response)
    done = await staff.desk.asker.slash(staff.desk.channel, delete, name="at sea")
    assert "**The saved filter “At sea” was deleted.**" in texts(done.response)
    assert await suggested(staff, staff.desk.asker) == ["Late (whole desk)"]
    await staff.ben.slash(staff.desk.channel, delete, name="late")
    assert await suggested(staff, staff.desk.asker) == []


async def test_names_are_shown_without_markup(staff):
    said = await saved(staff, staff.desk.asker, "*@everyone* [x](https://x.example)", tag="sea")
    assert "\\*\\@everyone\\*" in said
    shown = texts(await listed(staff, saved="*@everyone* [x](https://x.example)"))
    assert "### \\*\\@everyone\\* \\[x\\]" in shown


@pytest.mark.parametrize("state", ["", "z||||||", "||||||||||||"])
async def test_a_forged_form_saves_nothing(staff, state):
    result = await submit(staff.maria, staff.desk.channel, f"form:save-filters:{state}", {"name": "x"})
    assert "too old for its buttons" in texts(result.response)
    assert await suggested(staff, staff.maria) == []
