"""Lists, suggestions and exports: filters, pages, and separate guilds."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.desk import Desk
from bot.desk.lifecycle import TABLE
from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claim_provenance import Claimant, ClaimProvenance
from bot.model.claims import IN_WORK, Author, ClaimFilter, EvidenceKind, Priority, Status
from bot.model.page_copies import CopyKind
from tests.desk.conftest import BEN, GUILD, MARIA, OTHER_GUILD, READER, STRANGER, DeskNewsroom

NOTE = NewEvidence(EvidenceKind.NOTE, "The log says 30.")


async def _numbers(room: DeskNewsroom, wanted: ClaimFilter) -> list[int]:
    page = await room.desk.claims(room.guild, wanted)
    assert page.total == len(page.claims)
    assert [file.claim.number async for file in room.desk.files(room.guild, wanted)] == sorted(
        claim.number for claim in page.claims
    )
    return [claim.number for claim in page.claims]


async def test_every_filter_finds_its_claims(room: DeskNewsroom) -> None:
    soon = room.clock.now + timedelta(hours=1)
    await room.flagged("The Élan ferry carried 300 people.", due=soon, tags=("sea",))
    await room.flagged("A bus carried 30 people.", by=STRANGER, tags=("road",))
    await room.ruled("The ferry sank.", rating="False")
    await room.by(MARIA).assign(2, Author(BEN.user, BEN.name))
    await room.by(BEN).add_flag(3)
    later = soon + timedelta(seconds=1)
    for wanted, numbers in (
        (ClaimFilter(), [3, 2, 1]),
        (ClaimFilter(statuses=frozenset({Status.VERDICT})), [3]),
        (ClaimFilter(statuses=IN_WORK), [2, 1]),
        (ClaimFilter(assignee=BEN.user), [2]),
        (ClaimFilter(assignee=99), []),
        (ClaimFilter(unassigned=True), [1]),
        (ClaimFilter(mine=BEN.user), [3, 2]),
        (ClaimFilter(mine=READER.user), [3, 1]),
        (ClaimFilter(mine=99), []),
        (ClaimFilter(tag="sea"), [1]),
        (ClaimFilter(tag="se"), []),
        (ClaimFilter(rating="False"), [3]),
        (ClaimFilter(overdue=soon), []),
        (ClaimFilter(overdue=later), [1]),
        (ClaimFilter(text="FERRY"), [3, 1]),
        (ClaimFilter(text="elan, people"), [1]),
        (ClaimFilter(text="carried 30"), [2, 1]),
        (ClaimFilter(text="arried"), []),
        (ClaimFilter(text="“Ferry” AND NOT *!"), []),
        (ClaimFilter(text="?!"), [3, 2, 1]),
        (ClaimFilter(text="100%"), []),
        (
            ClaimFilter(text="people", unassigned=True, statuses=IN_WORK, overdue=later, tag="sea", mine=READER.user),
            [1],
        ),
    ):
        assert await _numbers(room, wanted) == numbers, wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40))
async def test_a_claim_is_found_by_its_own_words(room: DeskNewsroom, text: str) -> None:
    with suppress(UserError):
        number = await room.flagged(text)
        page = await room.desk.claims(room.guild, ClaimFilter(text=text), limit=10_000)
        assert number in [claim.number for claim in page.claims]
        assert number in [claim.number for claim in await room.desk.suggest(room.guild, text, limit=10_000)]


async def test_a_claim_with_a_verdict_is_not_overdue(room: DeskNewsroom) -> None:
    number = await room.flagged(due=room.clock.now + timedelta(hours=1))
    await room.by(MARIA).decline(number)
    assert await _numbers(room, ClaimFilter(overdue=room.clock.passes(days=1))) == []


async def test_pages_follow_one_another_newest_first(room: DeskNewsroom) -> None:
    for position in range(7):
        await room.flagged(f"Claim {position}.")
    pages = [await room.desk.claims(room.guild, offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [[claim.number for claim in page.claims] for page in pages] == [[7, 6, 5], [4, 3, 2], [1], []]
    assert {page.total for page in pages} == {7}


async def test_suggestions_match_numbers_first_then_words(room: DeskNewsroom) -> None:
    for position in range(1, 13):
        await room.flagged(f"There are {13 - position} ferries.")
    for typed, numbers in (
        ("#1", [1, 10, 11, 12, 3, 2]),
        ("12", [12, 1]),
        ("7 ferr", [6]),
        ("#99", []),
        ("999999999", []),
        ("9999999999", []),
        ("0", []),
        ("", [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ):
        assert [claim.number for claim in await room.desk.suggest(room.guild, typed)] == numbers, typed
    assert len(await room.desk.suggest(room.guild, "", limit=5)) == 5


async def test_every_action_and_every_question_stays_in_its_guild(room: DeskNewsroom) -> None:
    """Guild 500 has a claim #1 with everything; guild 600 can't see or change it."""
    await room.ruled()
    await room.by(READER).watch(1)
    await room.by(MARIA).tag(1, ["sea"])
    everything = await _tables(room)
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    boss = type(MARIA)(MARIA.user, MARIA.name, is_editor=True, is_reviewer=True)
    given: dict[str, tuple[object, ...]] = {
        "assign": (Author(1, "A"),),
        "set_due": (room.clock.now + timedelta(days=1),),
        "set_priority": (Priority.HIGH,),
        "tag": (["road"],),
        "set_details": (ClaimProvenance(Claimant("Jo Berg")),),
        "add_evidence": ([NOTE],),
        "rule": (NewVerdict("True", "So."),),
        "correct": (NewVerdict("True", "So."),),
        "publish": ("https://example.org",),
        "mark_duplicate": (2,),
        "merge": (2,),
        "split": ("It sank.", [1]),
        "add_tags": (["road"],),
        "archive": (CopyKind.TEXT, ["https://example.org"]),
    }
    for action in _actions():
        with pytest.raises(UserError, match="There is no claim #1 here"):
            await getattr(other.by(boss), action)(1, *given.get(action, ()))
    questions: list[Callable[[], Awaitable[object]]] = [
        lambda: other.desk.get(OTHER_GUILD, 1),
        lambda: other.desk.file(OTHER_GUILD, 1),
        lambda: other.desk.history(OTHER_GUILD, 1),
        lambda: other.desk.allowed_actions(OTHER_GUILD, 1, boss),
        lambda: other.desk.local_copies(OTHER_GUILD, 1, 10),
    ]
    for question in questions:
        with pytest.raises(UserError, match="There is no claim #1 here"):
            await question()
    for wanted in (
        ClaimFilter(),
        ClaimFilter(mine=READER.user),
        ClaimFilter(tag="sea"),
        ClaimFilter(rating="False"),
        ClaimFilter(text="ferry"),
        ClaimFilter(claimant="jo"),
    ):
        assert await _numbers(other, wanted) == []
    assert await other.desk.suggest(OTHER_GUILD, "#1") == []
    assert await other.desk.tags(OTHER_GUILD) == {}
    assert await other.desk.assignees(OTHER_GUILD) == []
    assert await other.desk.free_claims(OTHER_GUILD, MARIA.user) == []
    assert (await other.desk.statistics(OTHER_GUILD)).claims == 0
    assert await _tables(room) == everything
    assert (await other.by(READER).flag(NewClaim("Theirs."))).claim.number == 1
    assert (await room.desk.get(GUILD, 1)).text == "The ferry carried 300 people."
    assert [check.bad for check in await room.desk.verify_log()] == [None, None]


@pytest.mark.parametrize("number", [0, -1, 2, 2**62, 2**63, 10**30])
async def test_an_unknown_number_is_refused(room: DeskNewsroom, number: int) -> None:
    await room.flagged()
    with pytest.raises(UserError, match=f"There is no claim #{number} here"):
        await room.by(MARIA).take(number)


async def test_one_interaction_id_does_not_stand_for_two_guilds(room: DeskNewsroom) -> None:
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    await room.by(READER, interaction=7).flag(NewClaim("Ours."))
    assert not (await other.by(READER, interaction=7).flag(NewClaim("Theirs."))).repeated


def _actions() -> list[str]:
    """Return the desk's actions on a numbered claim."""
    named = inspect.getmembers(Desk, inspect.iscoroutinefunction)
    return [name for name, do in named if list(inspect.signature(do).parameters)[1:3] == ["request", "number"]]


async def _tables(room: DeskNewsroom) -> dict[str, list[object]]:
    def read(connection: sqlite3.Connection) -> dict[str, list[object]]:
        names = ("claims", "flags", "evidence", "verdicts", "watchers", "tags", "events", "schedules")
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}

    return await room.database.read(read)


def test_the_actions_are_all_tried_across_guilds() -> None:
    assert len(_actions()) == len(TABLE)
