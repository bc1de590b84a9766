"""One action on one claim: who may, from where, has anybody been quicker; and how it is written down."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import messages
from bot.desk.lifecycle import Action, DeskRole, Transition, is_permitted, next_status, transition_for
from bot.errors import UserError
from bot.model.claims import IN_WORK, Actor, Claim, ClaimChange, DeskSettings, Person
from bot.model.notifications import ReminderKind
from bot.store.desk import claim_details, claims, desks, events, idempotency, people, schedules, verdict_notifications
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

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
class ClaimAction:
    """A claim on the table, and somebody who may do what they want to it."""

    request: Request
    action: Action
    claim: Claim
    transition: Transition
    context: WriteContext
    settings: DeskSettings

    @property
    def connection(self) -> sqlite3.Connection:
        return self.context.connection


def once(connection: sqlite3.Connection, request: Request, act: Callable[[], ClaimChange]) -> ClaimChange:
    """Return what `act` changed; where the same interaction was carried out before, how the claim stands now."""
    if request.interaction is None:
        return act()
    desk = desks.opened(connection, request.guild)
    done = idempotency.claim_of(connection, desk, request.interaction)
    if done is not None:
        return ClaimChange(claims.get(connection, desk, [done])[0], repeated=True)
    change = act()
    idempotency.done(connection, desk, request.interaction, change.claim.number, stamp(request.now))
    return change


def begin(connection: sqlite3.Connection, request: Request, number: int, action: Action) -> ClaimAction:
    """Return claim `number` for `action`.

    Raises UserError where there is none, the actor may not, its status forbids it, or somebody has been quicker.
    """
    claim = find(connection, request.guild, number)
    desk = desks.opened(connection, request.guild)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    settings = desks.settings(connection, request.guild)
    if not is_permitted(action, roles_of(connection, desk, claim, request.actor)):
        raise UserError(messages.not_allowed(action, number))
    row = transition_for(action, claim.status)
    if row is None:
        last = events.last_of_claim(connection, desk, number, _MOVING)
        told = f" {messages.describe_event(last, request.now, ZoneInfo(settings.time_zone))}." if last else ""
        raise UserError(messages.not_from_here(action, claim, told))
    case = ClaimAction(
        request, action, claim, row, WriteContext(connection, desk, number, person, stamp(request.now)), settings
    )
    _refuse_overtaken(case)
    return case


def find(connection: sqlite3.Connection, guild: int, number: int) -> Claim:
    """Return a guild's claim. Raises UserError where there is none of that number."""
    desk = desks.find(connection, guild)
    found = [] if desk is None or number > _HIGHEST else claims.get(connection, desk, [number])
    if not found:
        raise UserError(messages.not_found(number))
    return found[0]


def roles_of(connection: sqlite3.Connection, desk: int, claim: Claim, actor: Actor) -> frozenset[DeskRole]:
    """Return what somebody is to a claim."""
    held = {
        DeskRole.EVERYBODY: True,
        DeskRole.FLAGGER: claim_details.has_flagged(connection, desk, claim.number, actor.user),
        DeskRole.ASSIGNEE: claim.assignee is not None and claim.assignee.user == actor.user,
        DeskRole.EDITOR: actor.is_editor,
        DeskRole.REVIEWER: actor.is_reviewer,
    }
    return frozenset(role for role, holds in held.items() if holds)


def commit(
    case: ClaimAction,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    *,
    waits: bool = False,
    notify: bool = False,
    **columns: str | int | None,
) -> ClaimChange:
    """Write an action down (columns, status, event, reminder) and return the claim as it is now.

    `waits`: it has to be approved before it counts; `notify`: those interested in the claim hear of it.
    """
    number, desk = case.claim.number, case.context.desk
    ruled_before = case.claim.rating is not None
    status = next_status(case.transition, case.claim.status, waits=waits, ruled_before=ruled_before)
    before, after = dict(before or {}), dict(after or {})
    if status is not case.claim.status:
        before, after = before | {"status": case.claim.status}, after | {"status": status}
        columns["status"] = status.value
    if columns:
        claims.change(case.connection, desk, number, **columns)
    events.append(case.context, case.action, before, after)
    claim = claims.get(case.connection, desk, [number])[0]
    _remind(case.context, claim)
    told = _told(case) if notify else ()
    verdict_notifications.put(case.context, [person.number for person in told])
    return ClaimChange(claim, notify=told)


def unchanged(case: ClaimAction) -> ClaimChange:
    """Return the claim as it is, where there was nothing to do."""
    return ClaimChange(case.claim)


def last(case: ClaimAction, *actions: Action) -> str:
    """Return who did the latest of `actions` to the claim, and when, as a sentence says it."""
    event = events.last_of_claim(case.connection, case.context.desk, case.claim.number, frozenset(actions))
    assert event is not None
    return messages.describe_event(event, case.request.now, ZoneInfo(case.settings.time_zone))


def _refuse_overtaken(case: ClaimAction) -> None:
    """Raise UserError where somebody else has done the same, or moved the claim on, since the actor saw it."""
    if case.request.seen is None or case.action not in _EXCLUSIVE | _MOVING:
        return
    later = events.of_claim(case.connection, case.context.desk, case.claim.number, offset=case.request.seen)
    for event in reversed(later):
        others = event.by is not None and event.by.number != case.context.person
        if others and (event.action == case.action or event.action in _MOVING):
            told = messages.describe_event(event, case.request.now, ZoneInfo(case.settings.time_zone))
            raise UserError(f"Somebody was quicker with #{case.claim.number}: {told}. Have a look, and try again.")


def _remind(context: WriteContext, claim: Claim) -> None:
    """Let the assignee be reminded ahead of the due date, or no more where there is none."""
    if claim.due and claim.assignee and claim.status in IN_WORK:
        at = stamp(claim.due - REMINDED_BEFORE)
        schedules.put(context.connection, context.desk, ReminderKind.REMINDER, at, claim.number)
    else:
        schedules.drop(context.connection, context.desk, ReminderKind.REMINDER, claim.number)


def _told(case: ClaimAction) -> tuple[Person, ...]:
    interested = claim_details.interested(case.connection, case.context.desk, case.claim.number)
    return tuple(person for person in interested if person.user is not None and person.number != case.context.person)
