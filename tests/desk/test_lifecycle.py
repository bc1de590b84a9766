"""The table of permissions and status changes, row by row."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from bot.desk.lifecycle import (
    TABLE,
    Action,
    DeskRole,
    actions,
    describe_roles,
    is_permitted,
    next_status,
    transition_for,
)
from bot.model.claims import IN_WORK, RULED, Status

EVERYBODY = frozenset({DeskRole.EVERYBODY})
ROLE_SETS = [
    EVERYBODY | frozenset(subset)
    for subset in chain.from_iterable(combinations(sorted(set(DeskRole) - EVERYBODY), size) for size in range(5))
]

# The documented permissions, written out again: "editors handle, reviewers approve, everybody may flag".
#                    everybody flagger assignee editor reviewer | from
PROMISED = {
    Action.ADD_FLAG: ("x x x x x", "open checking review verdict corrected"),
    Action.TAKE: (". . . x .", "open checking review"),
    Action.ASSIGN: (". . . x .", "open checking review"),
    Action.SET_DUE: (". . . x .", "open checking review"),
    Action.SET_PRIORITY: (". . . x .", "open checking review"),
    Action.TAG: (". . . x .", "open checking review verdict corrected duplicate declined"),
    Action.START: (". . x x .", "open"),
    Action.ADD_EVIDENCE: (". x x x x", "open checking review verdict corrected"),
    Action.ARCHIVE: (". . x x .", "open checking review verdict corrected duplicate declined"),
    Action.SEND_TO_REVIEW: (". . x x .", "checking"),
    Action.SEND_BACK: (". . . x x", "review"),
    Action.RULE: (". . . x .", "checking review"),
    Action.APPROVE: (". . . . x", "review"),
    Action.CORRECT: (". . . x .", "verdict corrected"),
    Action.PUBLISH: (". . . x .", "verdict corrected"),
    Action.REOPEN: (". . . x .", "verdict corrected duplicate declined"),
    Action.MARK_DUPLICATE: (". . . x .", "open checking review"),
    Action.DECLINE: (". . . x .", "open checking review"),
    Action.MERGE: (". . . x .", "open checking review"),
    Action.TAKE_IN: (". . . x .", "open checking review verdict corrected"),
    Action.SPLIT: (". . . x .", "open checking review verdict corrected"),
    Action.WATCH: ("x x x x x", "open checking review verdict corrected duplicate declined"),
    Action.UNWATCH: ("x x x x x", "open checking review verdict corrected duplicate declined"),
}
COLUMNS = (DeskRole.EVERYBODY, DeskRole.FLAGGER, DeskRole.ASSIGNEE, DeskRole.EDITOR, DeskRole.REVIEWER)


def test_every_action_on_a_claim_has_its_row() -> None:
    assert set(TABLE) == set(PROMISED) | {Action.SET_DETAILS} == set(Action) - {Action.FLAG, Action.SPLIT_FROM}


@pytest.mark.parametrize("status", Status)
def test_details_are_set_by_all_who_work_on_a_claim_and_once_it_is_settled_by_editors(status: Status) -> None:
    for role in set(DeskRole) - EVERYBODY:
        can = status in IN_WORK or role is DeskRole.EDITOR
        row = transition_for(Action.SET_DETAILS, status)
        assert is_permitted(Action.SET_DETAILS, frozenset({role}), row) == can
        assert (Action.SET_DETAILS in actions(status, frozenset({role}))) == can
    assert Action.SET_DETAILS not in actions(status, EVERYBODY)


@pytest.mark.parametrize("action", PROMISED)
def test_each_role_permits_the_documented_actions_and_no_others(action: Action) -> None:
    marks, statuses = PROMISED[action]
    who = {standing for standing, mark in zip(COLUMNS, marks.split(), strict=True) if mark == "x"}
    for roles in ROLE_SETS:
        assert is_permitted(action, roles) == bool(who & roles), roles
        for status in Status:
            can = bool(who & roles) and status in statuses.split()
            assert (action in actions(status, roles)) == can, (roles, status)


def test_each_action_leads_to_its_status() -> None:
    moves = {
        (action, start.value, next_status(row, start).value)
        for action in TABLE
        for start in Status
        if (row := transition_for(action, start)) and next_status(row, start) is not start
    }
    assert moves == {
        (Action.START, "open", "checking"),
        (Action.SEND_TO_REVIEW, "checking", "review"),
        (Action.SEND_BACK, "review", "checking"),
        (Action.RULE, "checking", "verdict"),
        (Action.RULE, "review", "verdict"),
        (Action.APPROVE, "review", "verdict"),
        (Action.CORRECT, "verdict", "corrected"),
        (Action.REOPEN, "verdict", "checking"),
        (Action.REOPEN, "corrected", "checking"),
        (Action.REOPEN, "duplicate", "open"),
        (Action.REOPEN, "declined", "open"),
        *((Action.MARK_DUPLICATE, start.value, "duplicate") for start in IN_WORK),
        *((Action.MERGE, start.value, "duplicate") for start in IN_WORK),
        *((Action.DECLINE, start.value, "declined") for start in IN_WORK),
    }


def test_with_a_second_reader_only_approval_puts_a_verdict_in_force() -> None:
    for action, starts in ((Action.RULE, (Status.CHECKING, Status.REVIEW)), (Action.CORRECT, RULED)):
        for start in starts:
            row = transition_for(action, start)
            assert row is not None
            assert next_status(row, start, waits=True) is Status.REVIEW
            assert next_status(row, start, waits=True, ruled_before=True) is Status.REVIEW


def test_a_second_verdict_is_always_a_correction() -> None:
    for action, start in ((Action.RULE, Status.CHECKING), (Action.APPROVE, Status.REVIEW)):
        row = transition_for(action, start)
        assert row is not None
        assert next_status(row, start, ruled_before=True) is Status.CORRECTED


def test_every_status_can_be_reached_and_none_is_a_dead_end() -> None:
    reached, grown = {Status.OPEN}, True
    while grown:
        ahead = {
            next_status(row, start, waits=waits, ruled_before=again)
            for start in reached
            for action in TABLE
            for waits in (False, True)
            for again in (False, True)
            if (row := transition_for(action, start))
        }
        grown = not ahead <= reached
        reached |= ahead
    assert reached == set(Status)
    for status in Status:
        rows = [row for action in TABLE if (row := transition_for(action, status))]
        assert {next_status(row, status) for row in rows} != {status}


def test_permitted_roles_are_described_in_words() -> None:
    assert describe_roles(Action.TAKE) == "an editor"
    assert describe_roles(Action.START) == "its assignee or an editor"
    assert describe_roles(Action.ADD_EVIDENCE) == "somebody who flagged it, its assignee, an editor or a reviewer"
