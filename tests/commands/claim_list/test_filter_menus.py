"""Menus of a list: claims in another order, and filters chosen in the card."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from simcord.enums import ComponentType

from bot.model.claims import Author, Priority
from commands.claim_list.filters import ORDERS
from tests.commands.conftest import texts
from tests.commands.forged import press
from tests.commands.staff import Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        await opened.flagged("The ferry sank.", tags=("ferry",), due=opened.clock.now + timedelta(days=2))
        await opened.flagged("The train left.", priority=Priority.URGENT)
        await opened.flagged("The tram is late.", due=opened.clock.now + timedelta(hours=3), priority=Priority.HIGH)
        await opened.flagged("The bus burnt.", due=opened.clock.now + timedelta(hours=1), priority=Priority.URGENT)
        by_reader = opened.claims.request(opened.desk.guild.id, opened.as_actor(opened.desk.reader))
        await opened.claims.add_flag(by_reader, 1)
        boss = opened.claims.request(opened.desk.guild.id, opened.as_actor(opened.boss, is_editor=True))
        await opened.claims.assign(boss, 2, Author(opened.maria.id, "Maria"))
        await opened.claims.decline(boss, 4)
        yield opened


def numbers(response) -> list[int]:
    return [int(number) for number in re.findall(r"\*\*#(\d+)\*\*", texts(response))]


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("", [4, 3, 2, 1]),
        (ORDERS["due first"], [3, 1, 2, 4]),
        (ORDERS["highest priority first"], [2, 3, 1, 4]),
        (ORDERS["most flagged first"], [1, 4, 3, 2]),
    ],
)
async def test_a_list_comes_in_the_order_that_was_asked_for_with_closed_claims_last(staff, order, shown):
    options = {"order": order} if order else {}
    result = await staff.desk.asker.slash(staff.desk.channel, "claims list", **options)
    assert numbers(result.response) == shown


async def test_filters_are_chosen_one_after_another_in_the_card_after_a_restart(staff):
    result = await staff.desk.asker.slash(staff.desk.channel, "claims list", tag="ferry")
    assert numbers(result.response) == [1]
    await staff.desk.restart()
    choose = staff.desk.asker.select
    await choose(result.response, ["="], custom_id="claims:by:tag:||||ferry||")
    assert numbers(result.response) == [4, 3, 2, 1]
    await choose(result.response, ["=w"], custom_id="claims:by:status:||||||")
    assert numbers(result.response) == [3, 2, 1]
    await choose(result.response, ["=d"], custom_id="claims:by:order:w||||||")
    assert numbers(result.response) == [3, 1, 2]
    assert "in progress · due first" in texts(result.response)
    await choose(result.response, [f"={staff.maria.id}"], custom_id="claims:by:assignee:w||||||||d")
    assert numbers(result.response) == [2]
    await choose(result.response, ["=0"], custom_id=f"claims:by:assignee:w|{staff.maria.id}|||||||d")
    assert numbers(result.response) == [3, 1]


async def test_a_filter_without_claims_can_be_undone_in_the_card(staff):
    result = await staff.desk.asker.slash(staff.desk.channel, "claims list", overdue=True, tag="ferry")
    assert "No claim matches" in texts(result.response)
    await staff.desk.asker.select(result.response, ["="], custom_id="claims:by:tag:|||1|ferry||")
    assert "tagged" not in texts(result.response)


async def test_a_menu_of_a_public_list_answers_privately(staff):
    result = await staff.desk.asker.slash(staff.desk.channel, "claims list", visibility="public")
    chosen = await staff.desk.reader.select(result.response, ["=d"], custom_id="claims:by:order:||||||")
    assert chosen.response.ephemeral
    assert numbers(chosen.response) == [3, 1, 2, 4]
    assert numbers(result.response) == [4, 3, 2, 1]


async def test_a_forged_choice_of_a_menu_is_refused(staff):
    result = await staff.desk.asker.slash(staff.desk.channel, "claims list", visibility="public")
    refused = await press(
        staff.desk.asker,
        staff.desk.channel,
        result.response.message,
        "claims:by:status:||||||",
        component_type=ComponentType.STRING_SELECT,
        values=["=z"],
    )
    assert "not one of the choices" in texts(refused.response)
