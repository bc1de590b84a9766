"""Actions on claims, their permissions, and conflicts between two people."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claims import Author, CardLocation, EvidenceKind, FlagSource, Priority, Status
from bot.model.spans import Span
from tests.desk.conftest import BEN, MARIA, READER, RUTH, STRANGER, DeskNewsroom

QUOTE = NewEvidence(EvidenceKind.QUOTE, "30 people", "doc", "0" * 64, Span(4, 13), "The log", "the coastguard")
FALSE = NewVerdict("False", "The log says 30.")


async def test_a_flag_makes_an_open_claim_with_its_evidence_and_tags(room: DeskNewsroom) -> None:
    due = room.clock.now + timedelta(hours=8)
    origin = FlagSource(
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


async def test_a_flag_that_discord_sends_twice_makes_one_claim(room: DeskNewsroom) -> None:
    first = await room.by(READER, interaction=77).flag(NewClaim("The ferry sank."))
    again = await room.by(READER, interaction=77).flag(NewClaim("The ferry sank."))
    assert (first.repeated, again.repeated) == (False, True)
    assert first.claim == again.claim
    assert (await room.desk.claims(room.guild)).total == 1


async def test_of_two_who_take_a_claim_at_once_the_second_hears_who_was_quicker(room: DeskNewsroom) -> None:
    number = await room.flagged()
    room.clock.passes(minutes=3)
    results = await asyncio.gather(room.by(MARIA).take(number), room.by(BEN).take(number), return_exceptions=True)
    errors = [result for result in results if isinstance(result, UserError)]
    claim = await room.desk.get(room.guild, number)
    assert len(errors) == 1
    assert claim.assignee is not None
    assert (
        f"#1 is already assigned to {claim.assignee.name}: {claim.assignee.name} took it at 09:03" in errors[0].message
    )


async def test_each_person_can_flag_a_claim_once(room: DeskNewsroom) -> None:
    number = await room.flagged()
    change = await room.by(STRANGER).add_flag(number, "I heard it too")
    assert change.claim.flags == 2
    with pytest.raises(UserError, match="You have already flagged #1"):
        await room.by(STRANGER).add_flag(number)
    assert [flag.by.name for flag in (await room.desk.file(room.guild, number)).flags] == ["a reader", "a stranger"]


async def test_a_claim_goes_from_open_through_checking_and_review_and_back(room: DeskNewsroom) -> None:
    number = await room.flagged()
    started = await room.by(MARIA).start(number)
    assert (started.claim.status, started.claim.assignee and started.claim.assignee.name) == (Status.CHECKING, "Maria")
    assert (await room.by(MARIA).send_to_review(number)).claim.status is Status.REVIEW
    assert (await room.by(RUTH).send_back(number, "Ask the harbour, too.")).claim.status is Status.CHECKING
    history = await room.desk.history(room.guild, number)
    assert [event.action for event in history] == ["flagged", "check started", "sent to review", "sent back"]
    assert history[-1].before == {"status": "review"}
    assert history[-1].after == {"status": "checking", "why": "Ask the harbour, too."}
    assert history[-1].by is not None
    assert history[-1].by.name == "Ruth"
    assert started.claim.version == 2


async def test_a_refusal_for_the_status_names_who_changed_it_and_when(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.by(MARIA).start(number)
    with pytest.raises(UserError) as refusal:
        await room.by(BEN).start(number)
    assert refusal.value.message == (
        "You can't start the check of #1: it is being checked. Maria started the check at 09:00."
    )
    room.clock.passes(days=1)
    with pytest.raises(UserError, match="Maria started the check on 2 November 2026 at 09:00"):
        await room.by(BEN).start(number)


async def test_an_action_without_the_role_is_refused(room: DeskNewsroom) -> None:
    number = await room.flagged()
    with pytest.raises(UserError, match="Only an editor can take #1"):
        await room.by(READER).take(number)
    with pytest.raises(UserError, match="Only its assignee or an editor can start the check of #1"):
        await room.by(RUTH).start(number)
    await room.by(MARIA).take(number)
    no_editor_any_more = replace(MARIA, is_editor=False)
    for refused in ("assign", "set_due", "mark_duplicate"):
        with pytest.raises(UserError, match="Only an editor can"):
            await getattr(room.by(no_editor_any_more), refused)(number, None)
    assert await room.happened(number) == ["flagged", "taken"]


async def test_an_assignee_without_the_editor_role_may_check_but_not_give_a_verdict(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.by(MARIA).assign(number, Author(STRANGER.user, STRANGER.name))
    with pytest.raises(UserError, match="Only its assignee or an editor can start the check"):
        await room.by(READER).start(number)
    await room.by(STRANGER).start(number)
    await room.by(STRANGER).add_evidence(number, [QUOTE])
    await room.by(STRANGER).send_to_review(number)
    with pytest.raises(UserError, match="Only an editor can give a verdict on #1"):
        await room.by(STRANGER).rule(number, FALSE)


async def test_a_second_decision_on_the_same_version_is_refused(room: DeskNewsroom) -> None:
    number = await room.flagged()
    seen = (await room.desk.get(room.guild, number)).version
    await room.by(BEN, seen=seen).assign(number, Author(BEN.user, BEN.name))
    with pytest.raises(UserError, match=r"Somebody was quicker with #1: Ben assigned it at 09:00"):
        await room.by(MARIA, seen=seen).assign(number, Author(MARIA.user, MARIA.name))
    await room.by(MARIA, seen=seen).set_priority(number, Priority.URGENT)
    await room.by(MARIA, seen=seen + 1).assign(number, None)
    claim = await room.desk.get(room.guild, number)
    assert (claim.assignee, claim.priority) == (None, Priority.URGENT)


async def test_a_decision_on_an_outdated_status_is_refused(room: DeskNewsroom) -> None:
    number = await room.flagged()
    seen = (await room.desk.get(room.guild, number)).version
    await room.by(BEN, seen=seen).start(number)
    with pytest.raises(UserError, match="Ben started the check at 09:00"):
        await room.by(MARIA, seen=seen).set_priority(number, Priority.HIGH)


async def test_one_s_own_earlier_action_is_no_conflict(room: DeskNewsroom) -> None:
    number = await room.flagged()
    seen = (await room.desk.get(room.guild, number)).version
    await room.by(MARIA, seen=seen).set_priority(number, Priority.HIGH)
    assert (await room.by(MARIA, seen=seen).set_priority(number, Priority.LOW)).claim.priority is Priority.LOW


async def test_flags_and_evidence_of_others_are_no_conflict(room: DeskNewsroom) -> None:
    number = await room.flagged()
    seen = (await room.desk.get(room.guild, number)).version
    await room.by(STRANGER).add_flag(number)
    await room.by(BEN).add_evidence(number, [QUOTE])
    assert (await room.by(MARIA, seen=seen).start(number)).claim.status is Status.CHECKING


async def test_an_action_without_a_change_leaves_no_event(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.by(MARIA).take(number)
    for nothing in (
        room.by(MARIA).take(number),
        room.by(MARIA).assign(number, Author(MARIA.user, MARIA.name)),
        room.by(MARIA).set_due(number, None),
        room.by(MARIA).set_priority(number, Priority.NORMAL),
        room.by(MARIA).tag(number, []),
        room.by(MARIA).unwatch(number),
    ):
        await nothing
    assert await room.happened(number) == ["flagged", "taken"]


async def test_due_date_priority_and_tags_are_logged_with_their_old_values(room: DeskNewsroom) -> None:
    number = await room.flagged()
    due = room.clock.now + timedelta(days=1)
    await room.by(MARIA).set_due(number, due)
    await room.by(MARIA).set_priority(number, Priority.HIGH)
    claim = (await room.by(MARIA).tag(number, ["#Ferry", " at sea", "ferry"])).claim
    assert (claim.due, claim.priority, claim.tags) == (due, Priority.HIGH, ("at sea", "ferry"))
    assert await room.desk.tags(room.guild) == {"at sea": 1, "ferry": 1}
    history = await room.desk.history(room.guild, number, offset=1)
    assert [(event.before, event.after) for event in history] == [
        ({"due": None}, {"due": "2026-11-03T09:00:00+00:00"}),
        ({"priority": "normal"}, {"priority": "high"}),
        ({"tags": []}, {"tags": ["at sea", "ferry"]}),
    ]
    with pytest.raises(UserError, match="has passed"):
        await room.by(MARIA).set_due(number, room.clock.now)


async def test_flaggers_of_a_duplicate_are_notified_of_the_original_s_verdict(room: DeskNewsroom) -> None:
    first, second, third = await room.flagged("One."), await room.flagged("Two.", by=STRANGER), await room.flagged("3.")
    await room.by(MARIA).mark_duplicate(second, of=first)
    with pytest.raises(UserError, match=r"#2 is itself a duplicate of #1\. Name #1 instead"):
        await room.by(MARIA).mark_duplicate(third, of=second)
    with pytest.raises(UserError, match="can't be a duplicate of itself"):
        await room.by(MARIA).mark_duplicate(third, of=third)
    with pytest.raises(UserError, match="There is no claim #9 here"):
        await room.by(MARIA).mark_duplicate(third, of=9)
    with pytest.raises(UserError, match="You can't flag #2: it is a duplicate of #1"):
        await room.by(MARIA).add_flag(second)
    assert (await room.desk.file(room.guild, first)).duplicates == (second,)
    await room.by(BEN).start(first)
    notified = (await room.by(BEN).rule(first, FALSE)).notify
    assert {person.name for person in notified} == {"a reader", "a stranger"}
    reopened = await room.by(MARIA).reopen(second)
    assert (reopened.claim.status, reopened.claim.duplicate_of) == (Status.OPEN, None)


async def test_a_declined_claim_keeps_its_reason_and_can_be_reopened(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.by(MARIA).decline(number, "An opinion.")
    with pytest.raises(UserError, match=r"You can't take #1: it was declined\. Maria declined it at 09:00"):
        await room.by(BEN).take(number)
    assert (await room.by(BEN).reopen(number)).claim.status is Status.OPEN
    assert (await room.desk.history(room.guild, number))[1].after == {"status": "declined", "why": "An opinion."}


async def test_evidence_is_a_quote_a_link_or_a_note(room: DeskNewsroom) -> None:
    number = await room.flagged()
    link = NewEvidence(EvidenceKind.LINK, "The harbour's log", url="https://example.org/log")
    await room.by(MARIA).add_evidence(number, [QUOTE, link, NewEvidence(EvidenceKind.NOTE, " Called the harbour. ")])
    file = await room.desk.file(room.guild, number)
    assert [(piece.number, piece.kind.value, piece.text) for piece in file.evidence] == [
        (1, "quote", "30 people"),
        (2, "link", "The harbour's log"),
        (3, "note", "Called the harbour."),
    ]
    assert file.evidence[1].url == "https://example.org/log"
    assert file.claim.evidence == 3
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "example.org"):
        with pytest.raises(UserError, match="That is not a link"):
            await room.by(MARIA).add_evidence(number, [QUOTE, replace(link, url=url)])
    with pytest.raises(UserError, match="Only somebody who flagged it, its assignee, an editor or a reviewer can add"):
        await room.by(STRANGER).add_evidence(number, [QUOTE])
    assert (await room.desk.get(room.guild, number)).evidence == 3
    assert (await room.by(READER).add_evidence(number, [QUOTE])).claim.evidence == 4


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (NewClaim("  \n "), "The claim is empty"),
        (NewClaim("\u200b\u200d \u2060"), "The claim is empty"),
        (NewClaim("x" * 5_000), "The claim has 5,000 characters, and the limit is 1,000"),
        (NewClaim("A.", tags=("a" * 50,)), "has 50 characters, and the limit is 40"),
        (NewClaim("A.", tags=tuple(map(str, range(11)))), "at most 10 tags. You gave 11"),
        (NewClaim("A.", why="x" * 1_001), "The reason has 1,001 characters"),
        (NewClaim("A.", due=datetime(2026, 11, 2, 9, tzinfo=UTC)), "That due date has passed"),
        (NewClaim("A.", evidence=(NewEvidence(EvidenceKind.NOTE, " "),)), "The note is empty"),
    ],
)
async def test_an_invalid_flag_is_refused_and_nothing_is_saved(room: DeskNewsroom, new: NewClaim, message: str) -> None:
    with pytest.raises(UserError, match=message):
        await room.by(READER).flag(new)
    assert (await room.desk.claims(room.guild)).total == 0


async def test_a_message_s_text_is_saved_up_to_discord_s_limit(room: DeskNewsroom) -> None:
    await room.flagged(origin=FlagSource("https://discord.com/channels/1/2/3", None, None, "x" * 9_000))
    origin = (await room.desk.file(room.guild, 1)).origin
    assert origin is not None
    assert len(origin.snapshot or "") == 4_000
    assert (origin.snapshot or "").endswith("x … [cut]")


async def test_people_have_their_latest_name(room: DeskNewsroom) -> None:
    await room.flagged("One.")
    await room.flagged("Two.", by=replace(READER, name="a new name"))
    assert (await room.desk.file(room.guild, 1)).flags[0].by.name == "a new name"


async def test_a_card_s_location_is_saved_and_removed(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.desk.outbox.save_card(room.guild, number, CardLocation(1, 2, 3))
    assert (await room.desk.get(room.guild, number)).card == CardLocation(1, 2, 3)
    await room.desk.outbox.save_card(room.guild, number, None)
    assert (await room.desk.get(room.guild, number)).card is None
