"""One action on one claim: who may, from where, has anybody been quicker; and how it is written down."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import phrases
from bot.desk.lifecycle import Action, Standing, Step, leads_to, may, step
from bot.desk.notices import ReminderKind
from bot.desk.records import IN_WORK, Actor, Change, Claim, DeskSettings, Person
from bot.errors import UserError
from bot.store import case_files, claims, desks, events, interactions, people, schedules, verdict_news
from bot.store.deed import Deed
from bot.store.times import stamp

REMINDED_BEFORE = timedelta(hours=2)
_HIGHEST = 2**63 - 1  # that SQLite can look for

# Two of these at once contradict each other; the one who saw the claim before the other's is told.
_EXCLUSIVE = frozenset(
    {
        *(Action.TAKE, Action.ASSIGN, Action.SET_DUE, Action.SET_PRIORITY, Action.TAG),
        *(Action.RULE, Action.APPROVE, Action.CORRECT, Action.PUBLISH),
    }
)
_MOVING = frozenset(
    {
        *(Action.FLAG, Action.START, Action.SEND_TO_REVIEW, Action.SEND_BACK, Action.RULE, Action.APPROVE),
        *(Action.CORRECT, Action.REOPEN, Action.MARK_DUPLICATE, Action.DECLINE),
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to do something, where and when.

    `seen` is the version of the claim that they were looking at, where the door knows it; `interaction` is Discord's
    id for what they pressed, which it may send twice.
    """

    guild: int
    actor: Actor
    now: datetime
    interaction: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A claim on the table, and somebody who may do what they want to it."""

    request: Request
    action: Action
    claim: Claim
    step: Step
    deed: Deed
    settings: DeskSettings

    @property
    def connection(self) -> sqlite3.Connection:
        return self.deed.connection


def once(connection: sqlite3.Connection, request: Request, act: Callable[[], Change]) -> Change:
    """Return what `act` changed; where the same interaction was carried out before, how the claim stands now."""
    if request.interaction is None:
        return act()
    desk = desks.opened(connection, request.guild)
    done = interactions.claim_of(connection, desk, request.interaction)
    if done is not None:
        return Change(claims.get(connection, desk, [done])[0], repeated=True)
    change = act()
    interactions.done(connection, desk, request.interaction, change.claim.number, stamp(request.now))
    return change


def opened(connection: sqlite3.Connection, request: Request, number: int, action: Action) -> Case:
    """Return claim `number` for `action`.

    Raises UserError where there is none, the actor may not, its status forbids it, or somebody has been quicker.
    """
    claim = find(connection, request.guild, number)
    desk = desks.opened(connection, request.guild)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    settings = desks.settings(connection, request.guild)
    if not may(action, standings(connection, desk, claim, request.actor)):
        raise UserError(phrases.not_allowed(action, number))
    row = step(action, claim.status)
    if row is None:
        last = events.last_of_claim(connection, desk, number, _MOVING)
        told = f" {phrases.did(last, request.now, ZoneInfo(settings.time_zone))}." if last else ""
        raise UserError(phrases.not_from_here(action, claim, told))
    case = Case(request, action, claim, row, Deed(connection, desk, number, person, stamp(request.now)), settings)
    _refuse_overtaken(case)
    return case


def find(connection: sqlite3.Connection, guild: int, number: int) -> Claim:
    """Return a guild's claim. Raises UserError where there is none of that number."""
    desk = desks.find(connection, guild)
    found = [] if desk is None or number > _HIGHEST else claims.get(connection, desk, [number])
    if not found:
        raise UserError(phrases.not_found(number))
    return found[0]


def standings(connection: sqlite3.Connection, desk: int, claim: Claim, actor: Actor) -> frozenset[Standing]:
    """Return what somebody is to a claim."""
    flagged = connection.execute(
        """
        SELECT 1 FROM flags JOIN people USING (desk_id) WHERE flags.desk_id = ? AND claim = ?
            AND people.number = person AND user_id = ?
        """,
        [desk, claim.number, actor.user],
    ).fetchone()
    held = {
        Standing.EVERYBODY: True,
        Standing.FLAGGER: flagged is not None,
        Standing.ASSIGNEE: claim.assignee is not None and claim.assignee.user == actor.user,
        Standing.EDITOR: actor.is_editor,
        Standing.REVIEWER: actor.is_reviewer,
    }
    return frozenset(standing for standing, holds in held.items() if holds)


def settle(
    case: Case,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    *,
    waits: bool = False,
    tell: bool = False,
    **columns: str | int | None,
) -> Change:
    """Write an action down (columns, status, event, reminder) and return the claim as it is now.

    `waits`: it has to be approved before it counts; `tell`: those interested in the claim hear of it.
    """
    number, desk = case.claim.number, case.deed.desk
    ruled_before = case.claim.rating is not None
    status = leads_to(case.step, case.claim.status, waits=waits, ruled_before=ruled_before)
    before, after = dict(before or {}), dict(after or {})
    if status is not case.claim.status:
        before, after = before | {"status": case.claim.status}, after | {"status": status}
        columns["status"] = status.value
    if columns:
        claims.change(case.connection, desk, number, **columns)
    events.append(case.deed, case.action, before, after)
    claim = claims.get(case.connection, desk, [number])[0]
    _remind(case.deed, claim)
    told = _told(case) if tell else ()
    verdict_news.put(case.deed, [person.number for person in told])
    return Change(claim, tell=told)


def unchanged(case: Case) -> Change:
    """Return the claim as it is, where there was nothing to do."""
    return Change(case.claim)


def last(case: Case, *actions: Action) -> str:
    """Return who did the latest of `actions` to the claim, and when, as a sentence says it."""
    event = events.last_of_claim(case.connection, case.deed.desk, case.claim.number, frozenset(actions))
    assert event is not None
    return phrases.did(event, case.request.now, ZoneInfo(case.settings.time_zone))


def _refuse_overtaken(case: Case) -> None:
    """Raise UserError where somebody else has done the same, or moved the claim on, since the actor saw it."""
    if case.request.seen is None or case.action not in _EXCLUSIVE | _MOVING:
        return
    later = events.of_claim(case.connection, case.deed.desk, case.claim.number, offset=case.request.seen)
    for event in reversed(later):
        others = event.by is not None and event.by.number != case.deed.person
        if others and (event.action == case.action or event.action in _MOVING):
            told = phrases.did(event, case.request.now, ZoneInfo(case.settings.time_zone))
            raise UserError(f"Somebody was quicker with #{case.claim.number}: {told}. Have a look, and try again.")


def _remind(deed: Deed, claim: Claim) -> None:
    """Let the assignee be reminded ahead of the due date, or no more where there is none."""
    if claim.due and claim.assignee and claim.status in IN_WORK:
        at = stamp(claim.due - REMINDED_BEFORE)
        schedules.put(deed.connection, deed.desk, ReminderKind.REMINDER, at, claim.number)
    else:
        schedules.drop(deed.connection, deed.desk, ReminderKind.REMINDER, claim.number)


def _told(case: Case) -> tuple[Person, ...]:
    interested = case_files.interested(case.connection, case.deed.desk, case.claim.number)
    return tuple(person for person in interested if person.user is not None and person.number != case.deed.person)
