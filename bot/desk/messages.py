"""Words for actions, statuses and events, used in errors and histories."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.lifecycle import Action, Transition, describe_roles
from bot.model.claims import Claim, Event, Status

# Infinitives with a place for the claim, and past tenses with "it" for the claim.
_DOES = {
    Action.FLAG: "flag {}",
    Action.ADD_FLAG: "flag {}",
    Action.TAKE: "take {}",
    Action.ASSIGN: "assign {}",
    Action.SET_DUE: "set a due date for {}",
    Action.SET_PRIORITY: "set the priority of {}",
    Action.TAG: "tag {}",
    Action.SET_DETAILS: "change the details of {}",
    Action.START: "start the check of {}",
    Action.ADD_EVIDENCE: "add evidence to {}",
    Action.ARCHIVE: "archive the links of {}",
    Action.SEND_TO_REVIEW: "send {} to review",
    Action.SEND_BACK: "send {} back",
    Action.RULE: "give a verdict on {}",
    Action.APPROVE: "approve the verdict on {}",
    Action.CORRECT: "correct the verdict on {}",
    Action.PUBLISH: "set the link of the published verdict on {}",
    Action.REOPEN: "reopen {}",
    Action.MARK_DUPLICATE: "mark {} as a duplicate",
    Action.DECLINE: "decline {}",
    Action.MERGE: "merge {} into another claim",
    Action.TAKE_IN: "merge another claim into {}",
    Action.SPLIT: "split {}",
    Action.SPLIT_FROM: "split {} off",
    Action.WATCH: "watch {}",
    Action.UNWATCH: "stop watching {}",
}
_DID = {
    Action.FLAG: "flagged it",
    Action.ADD_FLAG: "added a flag",
    Action.TAKE: "took it",
    Action.ASSIGN: "assigned it",
    Action.SET_DUE: "set its due date",
    Action.SET_PRIORITY: "set its priority",
    Action.TAG: "tagged it",
    Action.SET_DETAILS: "changed its details",
    Action.START: "started the check",
    Action.ADD_EVIDENCE: "added evidence",
    Action.ARCHIVE: "asked to archive its links",
    Action.SEND_TO_REVIEW: "sent it to review",
    Action.SEND_BACK: "sent it back",
    Action.RULE: "gave a verdict",
    Action.APPROVE: "approved the verdict",
    Action.CORRECT: "corrected the verdict",
    Action.PUBLISH: "set the link of the published verdict",
    Action.REOPEN: "reopened it",
    Action.MARK_DUPLICATE: "marked it as a duplicate",
    Action.DECLINE: "declined it",
    Action.MERGE: "merged it into another claim",
    Action.TAKE_IN: "merged another claim into it",
    Action.SPLIT: "split a claim off",
    Action.SPLIT_FROM: "split it off another claim",
    Action.WATCH: "started watching it",
    Action.UNWATCH: "stopped watching it",
}
_STATUS_PREDICATES = {
    Status.OPEN: "is open",
    Status.CHECKING: "is being checked",
    Status.REVIEW: "is in review",
    Status.VERDICT: "has a verdict",
    Status.CORRECTED: "has been corrected",
    Status.DECLINED: "was declined",
}


def not_found(number: int) -> str:
    return f"There is no claim #{number} here. `/claims list` shows all claims."


def not_allowed(action: Action, number: int, row: Transition | None = None) -> str:
    """Return the error for a missing role, at one row of the table or at any."""
    return f"Only {describe_roles(action, row)} can {_DOES[action].format(f'#{number}')}."


def not_from_here(action: Action, claim: Claim, cause: str) -> str:
    """Return the error for an action forbidden by the claim's status.

    `cause` is a sentence about the event that led to the status, or "".
    """
    return f"You can't {_DOES[action].format(f'#{claim.number}')}: it {describe_status(claim)}.{cause}"


def describe_status(claim: Claim) -> str:
    """Return a claim's status as a predicate: "is being checked"."""
    if claim.status is Status.DUPLICATE:
        return f"is a duplicate of #{claim.duplicate_of}"
    return _STATUS_PREDICATES[claim.status]


def describe_event(event: Event, now: datetime, zone: ZoneInfo) -> str:
    """Return an event as a phrase: "Maria took it at 14:03"."""
    name = event.by.name if event.by else "The desk"
    return f"{name} {_DID[Action(event.action)]} {format_moment(event.at, now, zone)}"


def format_moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a local time, with the date for other days.

    >>> from datetime import UTC
    >>> noon, paris = datetime(2026, 11, 2, 12, tzinfo=UTC), ZoneInfo("Europe/Paris")
    >>> format_moment(noon, noon, paris), format_moment(noon, datetime(2026, 11, 3, tzinfo=UTC), paris)
    ('at 13:00', 'on 2 November 2026 at 13:00')
    """
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return f"at {local:%H:%M}"
    return f"on {local.day} {local:%B %Y} at {local:%H:%M}"
