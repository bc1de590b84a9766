"""`/desk stats`: numbers that can be counted by hand, and their picture."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PIL import Image

from bot.desk.statistics_text import alternative_text, verdict_time
from bot.model.claim_input import NewVerdict
from bot.model.claim_provenance import Appearance, Claimant, ClaimProvenance
from commands.desk.statistics_plot import draw_statistics
from tests.commands.conftest import texts
from tests.commands.staff import PERSON, Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def worked_on(staff):
    """Flag five claims, and rule on three of them after 2, 3 and 50 hours."""
    request = lambda: staff.claims.request(staff.desk.guild.id, PERSON)  # noqa: E731
    pages = (Appearance("https://www.radio.example/1"), Appearance("https://radio.example/2"))
    about = ClaimProvenance(Claimant("Iona Vance"), pages)
    await staff.flagged(*(f"Ferry no. {number} sank." for number in range(1, 6)), tags=("sea",), provenance=about)
    reader = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.desk.reader))
    await staff.claims.add_flag(reader, 5)
    for number, hours in ((1, 2), (2, 1), (3, 47)):
        await staff.claims.start(request(), number)
        staff.clock.passes(hours=hours)
        await staff.claims.rule(request(), number, NewVerdict("False", "The log says so."))
    await staff.flagged("A new one.")


async def test_the_numbers_are_those_of_the_desk(staff):
    await worked_on(staff)
    stats = await staff.claims.statistics(staff.desk.guild.id)
    assert (stats.claims, stats.in_work, stats.ruled, stats.flags, stats.flaggers) == (6, 3, 3, 7, 2)
    assert stats.to_verdict == timedelta(hours=3)
    assert stats.monthly == (("2026-11", 3.0),)
    assert dict(stats.by_age) == {
        "up to a day": 1,
        "up to 3 days": 2,
        "up to a week": 0,
        "up to 4 weeks": 0,
        "older": 0,
    }
    assert dict(stats.by_flags) == {"1 flag": 2, "2 flags": 1, "3 to 5 flags": 0, "6 flags or more": 0}
    assert (stats.by_tag, stats.by_claimant) == ((("sea", 5),), (("Iona Vance", 5),))
    assert stats.by_outlet == (("radio.example", 5),)


async def test_the_card_shows_them_with_a_picture_that_is_told_in_words(staff):
    await worked_on(staff)
    result = await staff.desk.asker.slash(staff.desk.channel, "desk stats")
    assert result.response.ephemeral
    text = texts(result.response)
    assert "6 claims · 3 in work · 7 flags by 2 people" in text
    assert "Median time from the first flag to the verdict: 3.0 hours (3 claims)." in text
    assert "**By tag**\nsea **5**" in text
    [attached] = result.response.attachments
    picture = Image.open(io.BytesIO(await attached.read()))
    assert (picture.format, picture.width) == ("PNG", 1040)
    stats = await staff.claims.statistics(staff.desk.guild.id)
    sent = [json.dumps(request.json, ensure_ascii=False) for request in staff.desk.env.http_requests if request.json]
    assert any(alternative_text(stats) in body and "attachment://statistics.png" in body for body in sent)
    assert alternative_text(stats).endswith("Median time to verdict by month: 2026-11 3.0 hours.")


async def test_a_desk_without_claims_has_no_picture(staff):
    result = await staff.desk.asker.slash(staff.desk.channel, "desk stats")
    assert "no verdict yet" in texts(result.response)
    assert not result.response.attachments
    assert draw_statistics(await staff.claims.statistics(staff.desk.guild.id)).startswith(b"\x89PNG")


async def test_one_verdict_is_one_claim(staff):
    await staff.flagged("The ferry sank.")
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.start(request, 1)
    staff.clock.passes(hours=2)
    await staff.claims.rule(
        staff.claims.request(staff.desk.guild.id, PERSON), 1, NewVerdict("False", "The log says so.")
    )
    assert verdict_time(await staff.claims.statistics(staff.desk.guild.id)).endswith("(1 claim).")
