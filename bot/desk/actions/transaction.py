"""One action on one claim: permission, status, conflicts, and its event."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import messages
from bot.desk.lifecycle import Action, DeskRole, Transition, is_permitted, next_status, transition_for
from bot.errors import UserError
from bot.model.claims import IN_WORK, Actor, Claim, ClaimChange, DeskSettings, Event, Person
from bot.model.notifications import OutboxKind, ReminderKind
from bot.store.desk import claim_details, claims, desks, events, idempotency, outbox, people, schedules
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

REMINDED_BEFORE = timedelta(hours=2)
_LARGEST_INTEGER = 2**63 - 1  # of SQLite

# Two of these at the same time contradict each other: the later one is refused.
_EXCLUSIVE = frozenset(
    {
        *(Action.TAKE, Action.ASSIGN, Action.SET_DUE, Action.SET_PRIORITY, Action.TAG, Action.SET_DETAILS),
        *(Action.RULE, Action.APPROVE, Action.CORRECT, Action.PUBLISH),
    }
)
_CHANGING_STATUS = frozenset(
    {
        *(Action.FLAG, Action.START, Action.SEND_TO_REVIEW, Action.SEND_BACK, Action.RULE, Action.APPROVE),
        *(Action.CORRECT, Action.REOPEN, Action.MARK_DUPLICATE, Action.MERGE, Action.DECLINE),
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """An actor at a guild's desk, with the time of the request.

    `seen` is the version of the claim that the actor was looking at, if known. `interaction` is Discord's id of the
    button press or command, which Discord may deliver twice.
    """

    guild: int
    actor: Actor
    now: datetime
    interaction: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimAction:
    """A permitted action on a claim, inside its transaction."""

    request: Request
    kind: Action
    claim: Claim
    transition: Transition
    context: WriteContext
    settings: DeskSettings

    @property
    def connection(self) -> sqlite3.Connection:
        return self.context.connection

    def describe(self, event: Event) -> str:
        """Return an event as a phrase: "Maria took it at 14:03"."""
        return messages.describe_event(event, self.request.now, ZoneInfo(self.settings.time_zone))


def once(connection: sqlite3.Connection, request: Request, act: Callable[[], ClaimChange]) -> ClaimChange:
    """Run `act` once for each interaction, and return its change.

    For a repeated interaction, return the claim as it is now.
    """
    if request.interaction is None:
        return act()
    desk = desks.get_or_create(connection, request.guild)
    number = idempotency.claim_of(connection, desk, request.interaction)
    if number is not None:
        return ClaimChange(claims.get(connection, desk, [number])[0], repeated=True)
    change = act()
    idempotency.record(connection, desk, request.interaction, change.claim.number, stamp(request.now))
    return change


def desk_and_person(connection: sqlite3.Connection, request: Request) -> tuple[int, int]:
    """Return the ids of a request's desk and actor, adding new ones."""
    desk = desks.get_or_create(connection, request.guild)
    return desk, people.number_of(connection, desk, request.actor.user, request.actor.name)


def begin(connection: sqlite3.Connection, request: Request, number: int, kind: Action) -> ClaimAction:
    """Check an action on claim `number`, and return it.

    Raises UserError if there is no such claim, the actor's roles or the claim's status forbid the action, or somebody
    else has changed the claim since the actor saw it.
    """
    claim = find(connection, request.guild, number)
    desk, person = desk_and_person(connection, request)
    settings = desks.settings(connection, request.guild)
    roles = roles_of(connection, desk, claim, request.actor)
    transition = transition_for(kind, claim.status)
    if not is_permitted(kind, roles, transition):
        raise UserError(messages.not_allowed(kind, number, transition))
    if transition is None:
        event = events.last_of_claim(connection, desk, number, _CHANGING_STATUS)
        zone = ZoneInfo(settings.time_zone)
        cause = f" {messages.describe_event(event, request.now, zone)}." if event else ""
        raise UserError(messages.not_from_here(kind, claim, cause))
    context = WriteContext(connection, desk, number, person, stamp(request.now))
    action = ClaimAction(request, kind, claim, transition, context, settings)
    _refuse_outdated(action)
    return action


def find(connection: sqlite3.Connection, guild: int, number: int) -> Claim:
    """Return a guild's claim. Raises UserError for an unknown number."""
    desk = desks.find(connection, guild)
    found = [] if desk is None or number > _LARGEST_INTEGER else claims.get(connection, desk, [number])
    if not found:
        raise UserError(messages.not_found(number))
    return found[0]


def roles_of(connection: sqlite3.Connection, desk: int, claim: Claim, actor: Actor) -> frozenset[DeskRole]:
    """Return an actor's roles for a claim."""
    held = {
        DeskRole.EVERYBODY: True,
        DeskRole.FLAGGER: claim_details.has_flagged(connection, desk, claim.number, actor.user),
        DeskRole.ASSIGNEE: claim.assignee is not None and claim.assignee.user == actor.user,
        DeskRole.EDITOR: actor.is_editor,
        DeskRole.REVIEWER: actor.is_reviewer,
    }
    return frozenset(role for role, is_held in held.items() if is_held)


def commit(
    action: ClaimAction,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    *,
    waits: bool = False,
    notify: bool = False,
    **columns: str | int | None,
) -> ClaimChange:
    """Write an action (columns, status, event, reminder, messages to send), and return the changed claim.

    `waits`: a second reader has to approve it first. `notify`: flaggers and watchers are to be notified.
    """
    number, desk = action.claim.number, action.context.desk
    ruled_before = action.claim.rating is not None
    status = next_status(action.transition, action.claim.status, waits=waits, ruled_before=ruled_before)
    before, after = dict(before or {}), dict(after or {})
    if status is not action.claim.status:
        before, after = before | {"status": action.claim.status}, after | {"status": status}
        columns["status"] = status.value
    if columns:
        claims.change(action.connection, desk, number, **columns)
    events.append(action.context, action.kind, before, after)
    claim = claims.get(action.connection, desk, [number])[0]
    _schedule_reminder(action.context, claim)
    outbox.put_card(action.context)
    recipients = subscribers(action) if notify else ()
    if recipients:
        outbox.put(action.context, OutboxKind.VERDICT, recipients=[person.number for person in recipients])
    return ClaimChange(claim, notify=recipients)


def unchanged(action: ClaimAction) -> ClaimChange:
    """Return the claim without a change."""
    return ClaimChange(action.claim)


def withdrawn(action: ClaimAction) -> dict[str, object]:
    """Return, for the event that closes a claim, the verdict that waits for approval and can't get it any more."""
    waiting = claim_details.read(action.connection, action.context.desk, action.claim).unapproved
    return {"withdrawn_verdict": waiting.number} if waiting else {}


def describe_last(action: ClaimAction, *kinds: Action) -> str:
    """Return the claim's latest event among `kinds` as a phrase."""
    event = events.last_of_claim(action.connection, action.context.desk, action.claim.number, frozenset(kinds))
    assert event is not None
    return action.describe(event)


def _refuse_outdated(action: ClaimAction) -> None:
    """Raise UserError for an action overtaken by somebody else.

    That is the same action, or a change of status, by another person since the actor saw the claim.
    """
    if action.request.seen is None or action.kind not in _EXCLUSIVE | _CHANGING_STATUS:
        return
    later = events.of_claim(action.connection, action.context.desk, action.claim.number, offset=action.request.seen)
    for event in reversed(later):
        is_by_another = event.by is not None and event.by.number != action.context.person
        if is_by_another and (event.action == action.kind or event.action in _CHANGING_STATUS):
            number = action.claim.number
            raise UserError(
                f"Somebody was quicker with #{number}: {action.describe(event)}. Check the claim, then try again."
            )


def _schedule_reminder(context: WriteContext, claim: Claim) -> None:
    """Schedule the assignee's reminder before the due date, or drop it."""
    if claim.due and claim.assignee and claim.status in IN_WORK:
        at = stamp(claim.due - REMINDED_BEFORE)
        schedules.put(context.connection, context.desk, ReminderKind.REMINDER, at, claim.number)
    else:
        schedules.drop(context.connection, context.desk, ReminderKind.REMINDER, claim.number)


def subscribers(action: ClaimAction) -> tuple[Person, ...]:
    """Return the people to notify about a claim, without the actor and those erased."""
    subscribers = claim_details.subscribers(action.connection, action.context.desk, action.claim.number)
    actor = action.context.person
    return tuple(person for person in subscribers if person.user is not None and person.number != actor)
