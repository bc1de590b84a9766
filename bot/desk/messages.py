"""How the desk says, in errors and histories, what people do to claims and how claims stand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.lifecycle import Action, describe_roles
from bot.model.claims import Claim, Event, Status

# What somebody does, with a place for the claim; and what they did, with the claim told already.
_DOES = {
    Action.FLAG: "flag {}",
    Action.ADD_FLAG: "flag {}",
    Action.TAKE: "take {}",
    Action.ASSIGN: "assign {}",
    Action.SET_DUE: "set a due date for {}",
    Action.SET_PRIORITY: "set the priority of {}",
    Action.TAG: "tag {}",
    Action.START: "start the check of {}",
    Action.ADD_EVIDENCE: "add evidence to {}",
    Action.SEND_TO_REVIEW: "send {} to review",
    Action.SEND_BACK: "send {} back",
    Action.RULE: "rule on {}",
    Action.APPROVE: "approve the verdict on {}",
    Action.CORRECT: "correct the verdict on {}",
    Action.PUBLISH: "note where the verdict on {} was published",
    Action.REOPEN: "reopen {}",
    Action.MARK_DUPLICATE: "mark {} as a duplicate",
    Action.DECLINE: "decline {}",
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
    Action.START: "started the check",
    Action.ADD_EVIDENCE: "added evidence",
    Action.SEND_TO_REVIEW: "sent it to review",
    Action.SEND_BACK: "sent it back",
    Action.RULE: "ruled on it",
    Action.APPROVE: "approved the verdict",
    Action.CORRECT: "ruled a correction",
    Action.PUBLISH: "noted where it was published",
    Action.REOPEN: "reopened it",
    Action.MARK_DUPLICATE: "marked it as a duplicate",
    Action.DECLINE: "declined it",
    Action.WATCH: "began to watch it",
    Action.UNWATCH: "stopped watching it",
}
_STANDS = {
    Status.OPEN: "is open",
    Status.CHECKING: "is being checked",
    Status.REVIEW: "is in review",
    Status.VERDICT: "has its verdict",
    Status.CORRECTED: "has been corrected",
    Status.DECLINED: "was declined",
}


def not_found(number: int) -> str:
    return f"There is no claim #{number} here; `/claims list` shows those there are."


def not_allowed(action: Action, number: int) -> str:
    """Return what somebody is told who may not do this."""
    return f"Only {describe_roles(action)} can {_DOES[action].format(f'#{number}')}."


def not_from_here(action: Action, claim: Claim, last: str) -> str:
    """Return what somebody is told where the claim's status forbids it; `last` says who brought it there."""
    return f"You can't {_DOES[action].format(f'#{claim.number}')}: it {describe_status(claim)}.{last}"


def describe_status(claim: Claim) -> str:
    """Return how a claim stands: "is being checked"."""
    if claim.status is Status.DUPLICATE:
        return f"is a duplicate of #{claim.duplicate_of}"
    return _STANDS[claim.status]


def describe_event(event: Event, now: datetime, zone: ZoneInfo) -> str:
    """Return who did what when: "Maria took it at 14:03"."""
    who = event.by.name if event.by else "The desk"
    return f"{who} {_DID[Action(event.action)]} {format_moment(event.at, now, zone)}"


def format_moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the newsroom's clock has it, with the day where it is not today."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return f"at {local:%H:%M}"
    return f"on {local.day} {local:%B %Y} at {local:%H:%M}"
