"""Who may do what to a claim, from where to where: one table, and the questions that are asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.claims import IN_WORK, RULED, Status


class Action(StrEnum):
    """What people do to claims, by the names that the log keeps."""

    FLAG = "flagged"
    ADD_FLAG = "flag added"
    TAKE = "taken"
    ASSIGN = "assigned"
    SET_DUE = "due set"
    SET_PRIORITY = "priority set"
    TAG = "tagged"
    START = "check started"
    ADD_EVIDENCE = "evidence added"
    SEND_TO_REVIEW = "sent to review"
    SEND_BACK = "sent back"
    RULE = "ruled"
    APPROVE = "approved"
    CORRECT = "correction ruled"
    PUBLISH = "published"
    REOPEN = "reopened"
    MARK_DUPLICATE = "marked duplicate"
    DECLINE = "declined"
    WATCH = "watched"
    UNWATCH = "unwatched"


class DeskRole(StrEnum):
    """What somebody is to a claim; one person may be several of these."""

    EVERYBODY = "everybody"
    FLAGGER = "somebody who flagged it"
    ASSIGNEE = "its assignee"
    EDITOR = "an editor"
    REVIEWER = "a reviewer"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `to` is None where the status stays.

    `waiting` is where it leads instead where a second reader has to approve first; `again` where a verdict has been
    in force before.
    """

    roles: frozenset[DeskRole]
    start: frozenset[Status]
    to: Status | None = None
    waiting: Status | None = None
    again: Status | None = None


_ALL = frozenset({DeskRole.EVERYBODY})
_EDITOR = frozenset({DeskRole.EDITOR})
_REVIEWER = frozenset({DeskRole.REVIEWER})
_WORKING = frozenset({DeskRole.ASSIGNEE, DeskRole.EDITOR})
_READING = frozenset({DeskRole.EDITOR, DeskRole.REVIEWER})
_CONCERNED = frozenset(DeskRole) - _ALL
_ANY = frozenset(Status)
_OPEN, _CHECKING, _REVIEW = (frozenset({status}) for status in (Status.OPEN, Status.CHECKING, Status.REVIEW))
_SET_ASIDE = frozenset({Status.DUPLICATE, Status.DECLINED})

# An assignee need not be an editor: whoever was given a claim may work on it, but not rule.
TABLE: dict[Action, tuple[Transition, ...]] = {
    Action.ADD_FLAG: (Transition(_ALL, IN_WORK | RULED),),
    Action.TAKE: (Transition(_EDITOR, IN_WORK),),
    Action.ASSIGN: (Transition(_EDITOR, IN_WORK),),
    Action.SET_DUE: (Transition(_EDITOR, IN_WORK),),
    Action.SET_PRIORITY: (Transition(_EDITOR, IN_WORK),),
    Action.TAG: (Transition(_EDITOR, _ANY),),
    Action.START: (Transition(_WORKING, _OPEN, Status.CHECKING),),
    Action.ADD_EVIDENCE: (Transition(_CONCERNED, IN_WORK | RULED),),
    Action.SEND_TO_REVIEW: (Transition(_WORKING, _CHECKING, Status.REVIEW),),
    Action.SEND_BACK: (Transition(_READING, _REVIEW, Status.CHECKING),),
    Action.RULE: (
        Transition(_EDITOR, _CHECKING | _REVIEW, Status.VERDICT, waiting=Status.REVIEW, again=Status.CORRECTED),
    ),
    Action.APPROVE: (Transition(_REVIEWER, _REVIEW, Status.VERDICT, again=Status.CORRECTED),),
    Action.CORRECT: (Transition(_EDITOR, RULED, Status.CORRECTED, waiting=Status.REVIEW),),
    Action.PUBLISH: (Transition(_EDITOR, RULED),),
    Action.REOPEN: (Transition(_EDITOR, RULED, Status.CHECKING), Transition(_EDITOR, _SET_ASIDE, Status.OPEN)),
    Action.MARK_DUPLICATE: (Transition(_EDITOR, IN_WORK, Status.DUPLICATE),),
    Action.DECLINE: (Transition(_EDITOR, IN_WORK, Status.DECLINED),),
    Action.WATCH: (Transition(_ALL, _ANY),),
    Action.UNWATCH: (Transition(_ALL, _ANY),),
}


def transition_for(action: Action, status: Status) -> Transition | None:
    """Return the row for an action on a claim of that status, or None where it can't be done from there."""
    return next((row for row in TABLE[action] if status in row.start), None)


def is_permitted(action: Action, roles: frozenset[DeskRole]) -> bool:
    """Tell whether somebody of these roles may do this at all, whatever the claim's status is."""
    return any(row.roles & (roles | _ALL) for row in TABLE[action])


def next_status(row: Transition, status: Status, *, waits: bool = False, ruled_before: bool = False) -> Status:
    """Return the status that a claim of `status` comes to.

    `waits`: a second reader has to approve first; `ruled_before`: a verdict has been in force.
    """
    if waits and row.waiting:
        return row.waiting
    if ruled_before and row.again:
        return row.again
    return row.to or status


def actions(status: Status, roles: frozenset[DeskRole]) -> list[Action]:
    """Return the actions that somebody of these roles can do to a claim of this status, in the table's order."""
    permitted = roles | _ALL
    return [action for action in TABLE if (row := transition_for(action, status)) and row.roles & permitted]


def describe_roles(action: Action) -> str:
    """Return the roles that permit an action, as in "its assignee or an editor"."""
    permitted = {role for row in TABLE[action] for role in row.roles}
    *first, last = [role.value for role in DeskRole if role in permitted]
    return f"{', '.join(first)} or {last}" if first else last
