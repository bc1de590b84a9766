"""What people do to claims, and what they are told where they may not or somebody was quicker."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk.records import Author, EvidenceKind, NewClaim, NewEvidence, NewVerdict, Origin, Priority, Status
from bot.errors import UserError
from bot.model import Span
from tests.desk.conftest import BEN, MARIA, READER, STRANGER, Newsroom

QUOTE = NewEvidence(EvidenceKind.QUOTE, "30 people", "doc", "0" * 64, Span(4, 13), "The log", "the coastguard")
FALSE = NewVerdict("False", "The log says 30.")


async def test_a_flag_makes_an_open_claim_with_all_that_came_along(room: Newsroom) -> None:
    due = room.clock.now + timedelta(hours=8)
    origin = Origin(
        "https://discord.com/channels/1/2/3", Author(99, "Zoë"), room.clock.now, "300 people on that ferry!"
    )
    change = await room.by(READER).flag(
        NewClaim(
            "  The ferry carried\n300 people. ",
            "all over town",
            Priority.HIGH,
            due,
            ("#Sea", "ferry"),
            origin,
            (QUOTE,),
        )
    )
    file = await room.desk.file(room.guild, change.claim.number)
    claim = file.claim
    assert (claim.number, claim.text, claim.why) == (1, "The ferry carried 300 people.", "all over town")
    assert (claim.status, claim.priority, claim.due, claim.tags) == (Status.OPEN, Priority.HIGH, due, ("ferry", "sea"))
    assert (claim.flags, claim.evidence, claim.assignee, claim.guild) == (1, 1, None, room.guild)
    assert file.origin is not None
    assert (file.origin.snapshot, file.origin.written) == ("300 people on that ferry!", room.clock.now)
    assert file.origin.author is not None
    assert file.origin.author.name == "Zoë"
    assert (file.evidence[0].text, file.evidence[0].span, file.evidence[0].source) == (
        "30 people",
        Span(4, 13),
        "the coastguard",
    )
    assert await room.happened(1) == ["flagged", "evidence added"]


async def test_a_flag_that_discord_sends_twice_makes_one_claim(room: Newsroom) -> None:
    first = await room.by(READER, interaction=77).flag(NewClaim("The ferry sank."))
    again = await room.by(READER, interaction=77).flag(NewClaim("The ferry sank."))
    assert (first.repeated, again.repeated) == (False, True)
    assert first.claim == again.claim
    assert (await room.desk.claims(room.guild)).total == 1


async def test_of_two_who_take_a_claim_at_once_one_wins_and_the_other_is_told_who(room: Newsroom) -> None:
    number = await room.flagged()
    room.clock.passes(minutes=3)
    results = await asyncio.gather(room.by(MARIA).take(number), room.by(BEN).take(number), return_exceptions=True)
    errors = [result for result in results if isinstance(result, UserError)]
    claim = await room.desk.get(room.guild, number)
    assert len(errors) == 1
    assert claim.assignee is not None
    assert f"#1 is with {claim.assignee.name} already: {claim.assignee.name} took it at 09:03" in errors[0].message


async def test_a_flag_can_be_added_once_by_each(room: Newsroom) -> None:
    number = await room.flagged()
    change = await room.by(STRANGER).add_flag(number, "I heard it too")
    assert change.claim.flags == 2
    with pytest.raises(UserError, match="You have flagged #1 already"):
        await room.by(STRANGER).add_flag(number)
    assert [flag.by.name for flag in (await room.desk.file(room.guild, number)).flags] == ["a reader", "a stranger"]
