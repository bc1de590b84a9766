"""A day at the desk, from flag to correction, and a busy minute."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.desk import due_dates
from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claims import (
    Actor,
    Author,
    ClaimFilter,
    DeskSettings,
    EvidenceKind,
    FlagSource,
    PinState,
    Priority,
    Status,
)
from bot.model.notifications import LogCheck, OutboxKind
from tests.desk.conftest import BEN, GUILD, MARIA, READER, RUTH, STRANGER, DeskNewsroom
from tests.desk.monitoring.test_watcher import Articles

LOG = "The harbour log counts 30 passengers. The ferry left at noon."
QUOTE = "The harbour log counts 30 passengers."


async def test_a_day_at_the_desk(room: DeskNewsroom) -> None:  # noqa: PLR0915 - a day is long
    articles = Articles(room)
    await articles.put(log=LOG)
    await articles.watching.scan()

    # 09:00. The desk is set up: two readers for every verdict, a digest at eight by the clocks of Paris.
    settings = DeskSettings(channel=1, second_reader=True, time_zone="Europe/Paris", digest_hour=8)
    await room.by(MARIA).set_up(settings)

    # A reader flags a message. Another adds a flag to the claim instead of making a second one.
    message = FlagSource("https://discord.com/channels/5/6/7", Author(99, "Zoë"), room.clock.now, "300 on that ferry!!")
    flag = NewClaim("The ferry carried 300 passengers.", "all over town", tags=("ferry",), origin=message)
    number = (await room.by(READER, interaction="i1").flag(flag)).claim.number
    assert (await room.by(READER, interaction="i1").flag(flag)).repeated
    await room.by(STRANGER).add_flag(number, "My aunt was on it.")

    # Maria and Ben both press Take. One of them has it, the other is told who.
    room.clock.passes(minutes=5)
    seen = (await room.desk.get(GUILD, number)).version
    pressed = await asyncio.gather(
        *(room.by(editor, seen=seen).take(number) for editor in (MARIA, BEN)), return_exceptions=True
    )
    assert [isinstance(result, UserError) for result in pressed] == [False, True]
    assert "Maria took it at 10:05" in str(pressed[1])

    # She hands it on to Ben, due tomorrow at five; he starts the check.
    await room.by(MARIA).assign(number, Author(BEN.user, BEN.name))
    await room.by(MARIA).set_due(number, due_dates.parse_due_date("tomorrow 17:00", room.clock.now, settings.time_zone))
    await room.by(MARIA).set_priority(number, Priority.HIGH)
    await room.by(BEN).start(number)
    with pytest.raises(UserError, match="Only an editor can give a verdict"):
        await room.by(READER).rule(number, NewVerdict("True", "I know it."))

    # 13:00. He pins a quote, adds what he heard, and sends it to review, ruled.
    room.clock.passes(hours=4)
    await room.by(BEN).add_evidence(
        number, [await articles.quoted("log", QUOTE), NewEvidence(EvidenceKind.NOTE, "The captain says so, too.")]
    )
    waiting = await room.by(BEN).rule(number, NewVerdict("False", "The harbour log says 30.", (1, 2)))
    assert (waiting.claim.status, waiting.notify) == (Status.REVIEW, ())

    # Ben can't approve what he has ruled. Ruth does, and the flaggers hear of it.
    with pytest.raises(UserError, match="You gave the verdict on #1 yourself"):
        await room.by(replace(BEN, is_reviewer=True)).approve(number)
    approved = await room.by(RUTH).approve(number)
    assert (approved.claim.status, approved.claim.rating) == (Status.VERDICT, "False")
    assert {person.name for person in approved.notify} == {"a reader", "a stranger"}
    await room.by(MARIA).publish(number, "https://example.org/ferry")

    # Next morning the digest tells of the new evidence; nobody is reminded of what is settled.
    room.clock.passes(hours=18)
    assigned, verdict, due = await room.sent()
    assert [message.kind for message in (assigned, verdict, due)] == ["assigned", "verdict", "digest"]
    digest = await room.desk.digest(GUILD, datetime.fromisoformat(due.body))
    assert digest.counts == {"overdue": 0, "unassigned": 0, "in_review": 0, "new_evidence": 1}

    # The harbour corrects its log. The pin says so, and so does a new article that Ruth's watch is met in.
    await room.by(RUTH).watch(number)
    await articles.put(
        log=LOG.replace("30", "310"), news="The ferry carried 310 passengers, the harbour said on Tuesday."
    )
    assert await articles.watching.scan() == 2
    change, mention = await room.sent()
    assert (change.kind, mention.kind) == (OutboxKind.SOURCE, OutboxKind.MENTION)
    assert {person.name for person in mention.recipients} == {"Ruth"}
    seen = await room.desk.outbox.mention(mention)
    assert seen.text == "The ferry carried 310 passengers, the harbour said on Tuesday."
    evidence = (await room.desk.file(GUILD, number)).evidence[change.subject - 1]
    assert (evidence.pin, evidence.found) == (PinState.CHANGED, QUOTE.replace("30", "310"))

    # Maria corrects the verdict, Ruth approves, and everybody who asked is told; the old verdict stays readable.
    await room.by(MARIA).correct(number, NewVerdict("Mostly true", "The log was wrong: there were 310."))
    assert (await room.desk.get(GUILD, number)).rating == "False"
    corrected = await room.by(RUTH).approve(number)
    assert (corrected.claim.status, corrected.claim.rating) == (Status.CORRECTED, "Mostly true")
    assert {person.name for person in corrected.notify} == {"a reader", "a stranger"}
    file = await room.desk.file(GUILD, number)
    assert [verdict.rating for verdict in file.verdicts] == ["False", "Mostly true"]

    # All of it is in the log, which nobody has touched; and it holds when Zoë asks to be forgotten.
    assert (await room.happened(number)) == [
        *("flagged", "flag added", "taken", "assigned", "due set", "priority set", "check started", "evidence added"),
        *("evidence added", "ruled", "approved", "published", "watched", "source changed", "seen in an article"),
        *("correction ruled", "approved"),
    ]
    assert (await room.desk.forget(99)).desks == 1
    origin = (await room.desk.file(GUILD, number)).origin
    assert origin is not None
    assert (origin.link, origin.snapshot, origin.author and origin.author.user) == (message.link, None, None)
    assert await room.desk.verify_log() == [LogCheck(GUILD, 19)]


async def test_a_thousand_flags_of_fifty_people_each_sent_twice_make_a_thousand_claims(room: DeskNewsroom) -> None:
    people = [Actor(1_000 + position, f"Member {position}") for position in range(50)]
    flags = [(position, people[position % 50]) for position in range(1_000)] * 2
    random.Random(7).shuffle(flags)
    changes = await asyncio.gather(
        *(room.by(who, interaction=position).flag(NewClaim(f"Claim {position}.")) for position, who in flags)
    )
    assert sum(change.repeated for change in changes) == 1_000
    page = await room.desk.claims(GUILD, ClaimFilter(), limit=2_000)
    assert page.total == 1_000
    assert {claim.text for claim in page.claims} == {f"Claim {position}." for position in range(1_000)}
    assert sorted(claim.number for claim in page.claims) == list(range(1, 1_001))
    assert await room.desk.verify_log() == [LogCheck(GUILD, 1_000)]


async def test_ten_editors_acting_at_once_leave_a_consistent_claim(
    room: DeskNewsroom,
) -> None:
    editors = [Actor(2_000 + position, f"Editor {position}", is_editor=True) for position in range(10)]
    number = await room.flagged()
    deeds = random.Random(3)
    for _ in range(5):
        doing = []
        for editor in editors:
            by = room.by(editor)
            doing.append(
                deeds.choice(
                    [
                        lambda by=by: by.take(number),
                        lambda by=by: by.start(number),
                        lambda by=by: by.send_to_review(number),
                        lambda by=by: by.rule(number, NewVerdict("False", "So.")),
                        lambda by=by: by.reopen(number),
                        lambda by=by: by.decline(number),
                        lambda by=by: by.set_due(number, room.clock.now + timedelta(hours=3)),
                        lambda by=by: by.send_back(number),
                    ]
                )()
            )
        results = await asyncio.gather(*doing, return_exceptions=True)
        assert all(not isinstance(result, BaseException) or isinstance(result, UserError) for result in results), (
            results
        )
    history = await room.desk.history(GUILD, number)
    statuses = [event for event in history if "status" in event.after]
    for before, after in pairwise(statuses):
        assert after.before["status"] == before.after["status"]
    claim = await room.desk.get(GUILD, number)
    assert (statuses[-1].after["status"], claim.version) == (claim.status, len(history))
    assert (await room.desk.verify_log())[0].bad is None
