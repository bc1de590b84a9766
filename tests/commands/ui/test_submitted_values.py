"""Forged menus, forms, ids and options are answered with a sentence."""

from __future__ import annotations

import logging

import pytest
from discord.ui import ActionRow, Button, ChannelSelect, LayoutView, Select
from simcord.enums import ComponentType

from bot.errors import UserError
from commands.claim_list.filters import ListFilters, decode_filters
from commands.ui.modals import UNKNOWN_FORM
from commands.ui.submitted_values import submitted_number
from commands.ui.unmatched_presses import UNKNOWN
from tests.commands import forged
from tests.commands.staff import open_staffed

HUGE = "9" * 60
NUMBERS = ("", "-1", "1.5", "٣", "1_000", "0x10", HUGE, "one", "\x00", "1;DROP TABLE claims", " " * 40)
STATES = ("", ":", "1", "1:", ":1", "1:1:1", f"{HUGE}:{HUGE}", "-1:-1", "x:y", "9999999999:1", "\x00:\x00")
FORMS = ("rule", "correct", "evidence", "assign", "back", "reopen", "decline", "duplicate", "flag", "desk", "gone", "")
FIELDS = (
    {},
    {"to": ["x"], "rating": ["no such rating"], "evidence": ["-1", "x"], "of": HUGE, "priority": ["?"], "zone": "Mars"},
    {"to": [HUGE], "rating": [], "evidence": [HUGE], "of": "-3", "claim": "\x00", "due": HUGE, "ratings": "\x00"},
    {"to": ["18446744073709551615"], "rating": ["False"], "explanation": "x", "evidence": ["999"], "of": "99999999999"},
    {
        "to": [],
        "of": "１２",
        "why": "@everyone <@1> [a](http://b)",
        "note": "x",
        "claim": "a\u202eb",
        "tags": "#," * 90,
    },
)


@pytest.mark.parametrize("text", [text for text in NUMBERS if text.strip() != "1"])
def test_what_is_no_number_of_a_claim_is_refused(text):
    with pytest.raises(UserError):
        submitted_number(text)


def test_a_number_is_read():
    assert submitted_number(" 0012 ") == 12


@pytest.mark.parametrize("person", [person for person in NUMBERS if person.strip()])
def test_the_filters_of_a_forged_custom_id_are_refused(person):
    with pytest.raises(UserError):
        decode_filters(f"w|{person}|||||")


def test_an_invented_status_is_refused():
    with pytest.raises(UserError):
        ListFilters("?").filter(None)


async def test_every_forged_form_is_answered(settings, caplog):
    async with open_staffed(settings) as staff:
        await staff.set_up()
        await staff.flagged("The mayor of Varga sold the harbour")
        for kind in FORMS:
            for state in STATES:
                for fields in FIELDS:
                    result = await forged.submit(staff.boss, staff.channel, f"form:{kind}:{state}", fields)
                    assert_answered(result, f"{kind}:{state} {fields}")
        unknown = await forged.submit(staff.boss, staff.channel, "survey", {})
        assert forged.replies(unknown) == [UNKNOWN_FORM]
    assert_nothing_unexpected(caplog)


async def test_every_forged_press_is_answered(settings, caplog):
    menus = ("evidence:1:1", "claims:open", "desk:digest", "desk:channel", "desk:editors", "desk:reviewers")
    async with open_staffed(settings) as staff:
        await staff.set_up()
        await staff.flagged("The mayor of Varga sold the harbour")
        sender = staff.desk.client.get_channel(staff.channel.id)
        for custom_id in menus:
            for menu in (Select(custom_id=custom_id), ChannelSelect(custom_id=custom_id)):
                if isinstance(menu, Select):
                    menu.add_option(label="A choice")
                message = await sender.send(view=LayoutView(timeout=None).add_item(ActionRow(menu)))
                for value in NUMBERS:
                    result = await forged.press(
                        staff.boss, staff.channel, message, custom_id, component_type=menu.type.value, values=[value]
                    )
                    assert_answered(result, f"{custom_id} {value}")
    assert_nothing_unexpected(caplog)


@pytest.mark.parametrize(
    "custom_id",
    ["", "vote:1", "ask:context:x:1", "ask:nothing:1:1", "claim:take:99999999999:1", "claims:next:1", HUGE, "\u202e"],
)
async def test_a_press_that_matches_nothing_is_answered(desk, custom_id):
    sender = desk.client.get_channel(desk.channel.id)
    button = Button(label="Press", custom_id=custom_id or "x")
    message = await sender.send(view=LayoutView(timeout=None).add_item(ActionRow(button)))
    result = await forged.press(desk.asker, desk.channel, message, custom_id)
    assert forged.replies(result) == [UNKNOWN]
    assert result.ephemeral


async def test_a_press_of_a_button_that_its_message_lacks_is_answered(desk):
    message = await desk.client.get_channel(desk.channel.id).send(view=LayoutView(timeout=None).add_item(ActionRow(
        Button(label="Press", custom_id="ask:context:1:0")
    )))  # fmt: skip
    result = await forged.press(desk.asker, desk.channel, message, "ask:more:1:0")
    assert forged.replies(result) == [UNKNOWN]
    mistaken = await forged.press(
        desk.asker, desk.channel, message, "ask:context:1:0", component_type=ComponentType.STRING_SELECT, values=["1"]
    )
    assert forged.replies(mistaken) == [UNKNOWN]


async def test_a_huge_id_of_a_user_is_refused_with_a_sentence(settings):
    async with open_staffed(settings) as staff:
        await staff.set_up()
        sender = staff.desk.client.get_channel(staff.channel.id)
        for id_ in (2**63, 10**19 - 1, 2**64 - 1):
            custom_id = f"claims:next:0:w|{id_}|||||"
            button = Button(label="Older", custom_id=custom_id)
            message = await sender.send(view=LayoutView(timeout=None).add_item(ActionRow(button)))
            [reply] = forged.replies(await forged.press(staff.maria, staff.channel, message, custom_id))
            assert "too large" in reply or "too old" in reply


def assert_answered(result, about):
    """Check that an answer came, and that it is no reference."""
    assert result.acknowledged, about
    assert not any("Something went wrong" in reply for reply in forged.replies(result)), about


def assert_nothing_unexpected(caplog):
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
