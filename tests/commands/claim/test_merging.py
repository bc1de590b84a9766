"""Merge and split in Discord: commands, buttons, forms, and links on both cards."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.model.claims import Status
from tests.commands.conftest import press, texts
from tests.commands.staff import Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        for text in ("The ferry carried 300 people.", "300 people were on the ferry."):
            await opened.flagged(text)
        reader = opened.claims.request(opened.desk.guild.id, opened.as_actor(opened.desk.reader))
        await opened.claims.add_flag(reader, 2, "Heard it, too.")
        yield opened


async def file(staff, number):
    return await staff.claims.file(staff.desk.guild.id, number)


def cards(staff) -> dict[str, str]:
    """Return the text of each claim's card by its number."""
    shown = [texts(message) for message in staff.channel.history()]
    return {text.split("**#")[1].split("**")[0]: text for text in shown if "**#" in text}


async def test_an_editor_merges_claims_and_both_cards_link_to_each_other(staff):
    refused = await staff.desk.asker.slash(staff.channel, "claim merge", claim="2", into="1")
    assert "Only an editor can merge #2" in texts(refused.response)
    done = await staff.maria.slash(staff.channel, "claim merge", claim="2", into="1")
    assert "#2 was merged into #1" in texts(done.response)
    survivor, merged = await file(staff, 1), await file(staff, 2)
    assert (survivor.claim.flags, merged.claim.status) == (2, Status.DUPLICATE)
    shown = cards(staff)
    assert (
        f"⇢ Merged into [#1](<https://discord.com/channels/{staff.desk.guild.id}/{survivor.claim.card.thread}>)"
        in shown["2"]
    )
    assert (
        f"⇠ Merged from [#2](<https://discord.com/channels/{staff.desk.guild.id}/{merged.claim.card.thread}>)"
        in shown["1"]
    )
    assert "Duplicates:" not in shown["1"]
    assert "Flagged 2 times" in shown["1"]


async def test_the_form_of_the_button_merges_too(staff):
    opened = await staff.maria.slash(staff.channel, "claim show", claim="2")
    form = await press(staff.maria, opened.response, "Merge into …")
    wrong = await staff.maria.submit_modal(form, {"into": "ferry"})
    assert "not the number of a claim" in texts(wrong.response)
    form = await press(staff.maria, opened.response, "Merge into …")
    done = await staff.maria.submit_modal(form, {"into": "#1"})
    assert "#2 was merged into #1" in texts(done.response)


async def test_an_editor_splits_a_claim_by_its_flags(staff):
    form = await staff.maria.slash(staff.channel, "claim split", claim="2")
    done = await staff.maria.submit_modal(form, {"text": "The ferry had 300 seats.", "flags": ["2"]})
    assert "#3 was split off #2" in texts(done.response)
    assert [flag.why for flag in (await file(staff, 3)).flags] == ["Heard it, too."]
    shown = cards(staff)
    assert "⇢ Split off: [#3](" in shown["2"]
    assert "⇠ Split from [#2](" in shown["3"]


async def test_a_claim_with_one_flag_has_no_button_to_split_it(staff):
    refused = await staff.maria.slash(staff.channel, "claim split", claim="1")
    assert "nothing to split" in texts(refused.response)
    opened = await staff.maria.slash(staff.channel, "claim show", claim="1")
    assert "Split …" not in str(opened.response)


async def test_a_refused_split_gives_back_what_was_typed(staff):
    form = await staff.maria.slash(staff.channel, "claim split", claim="2")
    refused = await staff.maria.submit_modal(form, {"text": "The ferry had 300 seats.", "flags": ["1", "2"]})
    assert "At least one has to stay" in texts(refused.response)
    assert "The ferry had 300 seats." in texts(refused.response)
