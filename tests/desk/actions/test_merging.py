"""Claims merged into one and split into two, with the log of both."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.model.claim_input import NewEvidence, NewVerdict
from bot.model.claim_relations import ClaimRelation, RelationKind
from bot.model.claims import CardLocation, EvidenceKind, FlagSource, Status
from bot.model.notifications import OutboxKind
from tests.desk.conftest import BEN, MARIA, READER, RUTH, STRANGER, DeskNewsroom

NOTE, OTHER = (NewEvidence(EvidenceKind.NOTE, text) for text in ("The log says 30.", "The captain says 40."))


async def _two(room: DeskNewsroom) -> tuple[int, int]:
    """Flag a claim three times, and another that one of its flaggers flagged, too."""
    kept = await room.flagged("The ferry carried 300 people.")
    merged = await room.flagged("300 people were on the ferry.")
    origin = FlagSource("https://discord.com/channels/1/2/3", None, room.clock.now, "300!")
    await room.by(STRANGER).add_flag(merged, "Heard it, too.", origin)
    await room.by(BEN).add_flag(merged)
    return kept, merged


async def test_a_merged_claim_gives_its_flags_watchers_and_evidence_to_the_other(room: DeskNewsroom) -> None:
    kept, merged = await _two(room)
    await room.by(RUTH).watch(merged)
    await room.by(BEN).add_evidence(kept, [NOTE])
    await room.by(BEN).add_evidence(merged, [NOTE, OTHER])
    room.clock.passes(hours=2)
    change = await room.by(MARIA).merge(merged, kept)
    assert (change.claim.number, change.claim.status, change.claim.duplicate_of) == (merged, Status.DUPLICATE, kept)
    file, closed = [await room.desk.file(room.guild, number) for number in (kept, merged)]
    assert [(flag.by.name, flag.why) for flag in file.flags] == [
        ("a reader", ""),
        ("a stranger", "Heard it, too."),
        ("Ben", ""),
    ]
    assert file.flags[1].origin is not None
    assert file.flags[1].origin.snapshot == "300!"
    assert [flag.by.name for flag in closed.flags] == ["a reader"], "who flagged both keeps the flag of the other"
    assert [person.name for person in file.watchers] == ["Ruth"]
    assert closed.watchers == ()
    assert [piece.text for piece in file.evidence] == ["The log says 30.", "The captain says 40."]
    assert [piece.by.name for piece in file.evidence] == ["Ben", "Ben"]
    assert (file.claim.flags, file.claim.evidence, closed.claim.flags) == (3, 2, 1)
    assert file.relations == (ClaimRelation(RelationKind.TOOK_IN, merged),)
    assert closed.relations == (ClaimRelation(RelationKind.MERGED_INTO, kept),)
    assert file.flags[1].created < file.claim.changed


async def test_both_logs_tell_of_a_merge_and_still_verify(room: DeskNewsroom) -> None:
    kept, merged = await _two(room)
    await room.by(BEN).add_evidence(merged, [NOTE])
    await room.by(MARIA).merge(merged, kept)
    assert (await room.happened(merged))[-1] == "merged into another"
    assert (await room.happened(kept))[-2:] == ["evidence added", "merged with another"]
    event = (await room.desk.history(room.guild, merged))[-1]
    assert event.after == {
        "status": "duplicate",
        "duplicate_of": kept,
        "other_claim": kept,
        "flags_moved": [2, 3],
        "watchers": [],
    }
    assert [check.bad for check in await room.desk.verify_log()] == [None]


async def test_a_merged_claims_flaggers_are_told_at_once_and_of_the_verdict(room: DeskNewsroom) -> None:
    kept, merged = await _two(room)
    await room.desk.set_up(room.desk.request(room.guild, MARIA), await room.desk.settings(room.guild))
    await room.sent()
    await room.by(MARIA).merge(merged, kept)
    [message] = await room.sent()
    assert (message.kind, message.claim, message.subject) == (OutboxKind.DUPLICATE, merged, kept)
    assert {person.name for person in message.recipients} == {"a reader", "a stranger", "Ben"}
    await room.by(MARIA).start(kept)
    ruled = await room.by(MARIA).rule(kept, NewVerdict("False", "The log says 30."))
    assert {person.name for person in ruled.notify} == {"a reader", "a stranger", "Ben"}


async def test_a_merge_that_is_not_possible_changes_nothing(room: DeskNewsroom) -> None:
    kept, merged = await _two(room)
    closed = await room.flagged("It sank.")
    await room.by(MARIA).decline(closed)
    for actor, number, into, words in (
        (READER, merged, kept, "Only an editor can merge"),
        (MARIA, merged, merged, "into itself"),
        (MARIA, merged, closed, "You can't merge another claim into #3: it was declined"),
        (MARIA, closed, kept, "You can't merge #3 into another claim: it was declined"),
        (MARIA, merged, 9, "There is no claim #9"),
    ):
        with pytest.raises(UserError, match=words):
            await room.by(actor).merge(number, into)
    assert await room.happened(kept) == ["flagged"]
    assert (await room.desk.get(room.guild, merged)).flags == 3


async def test_a_split_takes_the_chosen_flags_into_a_new_claim(room: DeskNewsroom) -> None:
    _, number = await _two(room)
    await room.by(MARIA).tag(number, ["sea"])
    change = await room.by(MARIA).split(number, "  The ferry had 300\nseats. ", [2, 2])
    new = change.claim
    assert (new.number, new.text, new.status, new.tags) == (3, "The ferry had 300 seats.", Status.OPEN, ("sea",))
    file, left = [await room.desk.file(room.guild, of) for of in (new.number, number)]
    assert [(flag.number, flag.by.name, flag.why) for flag in file.flags] == [(1, "a stranger", "Heard it, too.")]
    assert [(flag.number, flag.by.name) for flag in left.flags] == [(1, "a reader"), (3, "Ben")]
    assert (new.flags, left.claim.flags) == (1, 2)
    assert file.relations == (ClaimRelation(RelationKind.SPLIT_FROM, number),)
    assert left.relations == (ClaimRelation(RelationKind.SPLIT_OFF, new.number),)
    assert await room.happened(new.number) == ["split from another"]
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    with pytest.raises(UserError, match="already flagged #3"):
        await room.by(STRANGER).add_flag(new.number)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ([], "At least one has to stay"),
        ([1, 2, 3], "At least one has to stay"),
        ([4], "no flag no. 4. Its flags: 1, 2, 3"),
    ],
)
async def test_a_split_needs_flags_that_move_and_flags_that_stay(
    room: DeskNewsroom, flags: list[int], words: str
) -> None:
    _, number = await _two(room)
    with pytest.raises(UserError, match=words):
        await room.by(MARIA).split(number, "The ferry had 300 seats.", flags)
    assert (await room.desk.claims(room.guild)).total == 2


async def test_a_split_that_discord_sends_twice_makes_one_claim(room: DeskNewsroom) -> None:
    _, number = await _two(room)
    await room.by(MARIA, interaction=7).split(number, "The ferry had 300 seats.", [2])
    again = await room.by(MARIA, interaction=7).split(number, "The ferry had 300 seats.", [2])
    assert (again.repeated, again.claim.number) == (True, 3)


async def test_a_card_is_drawn_again_once_the_claim_that_it_links_to_has_one(room: DeskNewsroom) -> None:
    _, number = await _two(room)
    await room.by(MARIA).split(number, "The ferry had 300 seats.", [2])
    await room.desk.outbox.save_card(room.guild, number, CardLocation(5, 6, 7))
    await room.sent()
    await room.desk.outbox.save_card(room.guild, 3, CardLocation(5, 8, 9))
    queued = await room.desk.outbox.ready([room.guild])
    assert queued == [(room.guild, number)]
    assert (await room.desk.file(room.guild, number)).relations[0].card == CardLocation(5, 8, 9)


async def test_a_reopened_claim_can_be_flagged_again_after_its_flags_went(room: DeskNewsroom) -> None:
    kept, merged = await _two(room)
    await room.by(MARIA).merge(merged, kept)
    await room.by(MARIA).reopen(merged)
    await room.by(STRANGER).add_flag(merged)
    assert [flag.by.name for flag in (await room.desk.file(room.guild, merged)).flags] == ["a reader", "a stranger"]
    assert [check.bad for check in await room.desk.verify_log()] == [None]
