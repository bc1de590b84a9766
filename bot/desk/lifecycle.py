"""A claim's life cycle: one table of permissions and status changes.

`TABLE` says which roles may do an action, from which status, and which status follows. So `TABLE[Action.APPROVE]`
says who may approve a verdict: a reviewer. That it is not the author of the verdict, `actions.verdicts.approve` checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.claim_relations import RelationKind
from bot.model.claims import IN_WORK, RULED, WITHDRAWN, Status


class Action(StrEnum):
    """Actions on claims; the values are their names in the log."""

    FLAG = "flagged"
    ADD_FLAG = "flag added"
    TAKE = "taken"
    ASSIGN = "assigned"
    SET_DUE = "due set"
    SET_PRIORITY = "priority set"
    TAG = "tagged"
    SET_DETAILS = "details set"
    START = "check started"
    ADD_EVIDENCE = "evidence added"
    ARCHIVE = "archiving requested"
    SEND_TO_REVIEW = "sent to review"
    SEND_BACK = "sent back"
    RULE = "ruled"
    APPROVE = "approved"
    CORRECT = "correction ruled"
    PUBLISH = "published"
    REOPEN = "reopened"
    MARK_DUPLICATE = "marked duplicate"
    DECLINE = "declined"
    MERGE = RelationKind.MERGED_INTO.value
    TAKE_IN = RelationKind.TOOK_IN.value
    SPLIT = RelationKind.SPLIT_OFF.value
    SPLIT_FROM = RelationKind.SPLIT_FROM.value
    WATCH = "watched"
    UNWATCH = "unwatched"


class DeskRole(StrEnum):
    """Roles of a person for one claim; one person may have several."""

    EVERYBODY = "everybody"
    FLAGGER = "somebody who flagged it"
    ASSIGNEE = "its assignee"
    EDITOR = "an editor"
    REVIEWER = "a reviewer"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: roles, statuses before, and status after.

    `to` is the next status, or None for no change. `waiting` replaces it while a second reader has to approve first,
    `again` after an earlier verdict.
    """

    roles: frozenset[DeskRole]
    start: frozenset[Status]
    to: Status | None = None
    waiting: Status | None = None
    again: Status | None = None


_ALL = frozenset({DeskRole.EVERYBODY})
_EDITOR = frozenset({DeskRole.EDITOR})
_REVIEWER = frozenset({DeskRole.REVIEWER})
_ASSIGNEE_OR_EDITOR = frozenset({DeskRole.ASSIGNEE, DeskRole.EDITOR})
_EDITOR_OR_REVIEWER = frozenset({DeskRole.EDITOR, DeskRole.REVIEWER})
_ALL_BUT_EVERYBODY = frozenset(DeskRole) - _ALL
_ANY = frozenset(Status)
_OPEN, _CHECKING, _REVIEW = (frozenset({status}) for status in (Status.OPEN, Status.CHECKING, Status.REVIEW))

# An assignee need not be an editor: they may work on the claim, but not give a verdict.
TABLE: dict[Action, tuple[Transition, ...]] = {
    Action.ADD_FLAG: (Transition(_ALL, IN_WORK | RULED),),
    Action.TAKE: (Transition(_EDITOR, IN_WORK),),
    Action.ASSIGN: (Transition(_EDITOR, IN_WORK),),
    Action.SET_DUE: (Transition(_EDITOR, IN_WORK),),
    Action.SET_PRIORITY: (Transition(_EDITOR, IN_WORK),),
    Action.TAG: (Transition(_EDITOR, _ANY),),
    Action.SET_DETAILS: (Transition(_ALL_BUT_EVERYBODY, IN_WORK), Transition(_EDITOR, RULED | WITHDRAWN)),
    Action.START: (Transition(_ASSIGNEE_OR_EDITOR, _OPEN, Status.CHECKING),),
    Action.ADD_EVIDENCE: (Transition(_ALL_BUT_EVERYBODY, IN_WORK | RULED),),
    Action.ARCHIVE: (Transition(_ASSIGNEE_OR_EDITOR, _ANY),),
    Action.SEND_TO_REVIEW: (Transition(_ASSIGNEE_OR_EDITOR, _CHECKING, Status.REVIEW),),
    Action.SEND_BACK: (Transition(_EDITOR_OR_REVIEWER, _REVIEW, Status.CHECKING),),
    Action.RULE: (
        Transition(_EDITOR, _CHECKING | _REVIEW, Status.VERDICT, waiting=Status.REVIEW, again=Status.CORRECTED),
    ),
    Action.APPROVE: (Transition(_REVIEWER, _REVIEW, Status.VERDICT, again=Status.CORRECTED),),
    Action.CORRECT: (Transition(_EDITOR, RULED, Status.CORRECTED, waiting=Status.REVIEW),),
    Action.PUBLISH: (Transition(_EDITOR, RULED),),
    Action.REOPEN: (Transition(_EDITOR, RULED, Status.CHECKING), Transition(_EDITOR, WITHDRAWN, Status.OPEN)),
    Action.MARK_DUPLICATE: (Transition(_EDITOR, IN_WORK, Status.DUPLICATE),),
    Action.DECLINE: (Transition(_EDITOR, IN_WORK, Status.DECLINED),),
    Action.MERGE: (Transition(_EDITOR, IN_WORK, Status.DUPLICATE),),
    Action.TAKE_IN: (Transition(_EDITOR, IN_WORK | RULED),),
    Action.SPLIT: (Transition(_EDITOR, IN_WORK | RULED),),
    Action.WATCH: (Transition(_ALL, _ANY),),
    Action.UNWATCH: (Transition(_ALL, _ANY),),
}


def transition_for(action: Action, status: Status) -> Transition | None:
    """Return the table's row for an action from a status, or None."""
    return next((row for row in TABLE[action] if status in row.start), None)


def is_permitted(action: Action, roles: frozenset[DeskRole], row: Transition | None = None) -> bool:
    """Check an action's permission for roles, at one row or regardless of status."""
    return any(allowed.roles & (roles | _ALL) for allowed in ([row] if row else TABLE[action]))


def next_status(row: Transition, status: Status, *, waits: bool = False, ruled_before: bool = False) -> Status:
    """Return the status after a transition.

    `waits`: a second reader has to approve first. `ruled_before`: an earlier verdict has been in force.
    """
    if waits and row.waiting:
        return row.waiting
    if ruled_before and row.again:
        return row.again
    return row.to or status


def actions(status: Status, roles: frozenset[DeskRole]) -> list[Action]:
    """Return the actions possible for roles at a status, in table order."""
    permitted = roles | _ALL
    return [action for action in TABLE if (row := transition_for(action, status)) and row.roles & permitted]


def describe_roles(action: Action, row: Transition | None = None) -> str:
    """Return an action's permitted roles as words, of one row or of all.

    >>> describe_roles(Action.START)
    'its assignee or an editor'
    """
    permitted = {role for allowed in ([row] if row else TABLE[action]) for role in allowed.roles}
    *first, last = [role.value for role in DeskRole if role in permitted]
    return f"{', '.join(first)} or {last}" if first else last
