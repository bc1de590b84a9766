"""Audit of a desk's log: hash chain and recorded content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.desk.actions.importing import IMPORTED
from bot.desk.lifecycle import Action
from bot.model.notifications import BadRow, LogCheck
from bot.store.desk import claim_details, claims, content_hashes, desks, events
from bot.store.desk.events import EventRow

_VERDICT_ACTIONS = frozenset({Action.RULE.value, Action.CORRECT.value, IMPORTED})


@dataclass(slots=True)
class _LogState:
    """State of the claims as recorded by the log so far.

    `statuses`: by claim, its status and the row that set it. `counts`: by claim, its number of rows and the last one.
    `verdicts` and `second_readers`: by claim and verdict, the row and the person's number.
    """

    statuses: dict[int, tuple[str, int]] = field(default_factory=dict)
    counts: dict[int, tuple[int, int]] = field(default_factory=dict)
    verdicts: dict[tuple[int, int], int] = field(default_factory=dict)
    second_readers: dict[tuple[int, int], int] = field(default_factory=dict)


def check(connection: sqlite3.Connection, guild: int) -> LogCheck:
    """Return the length of a guild's log and its first bad row."""
    desk = desks.find(connection, guild)
    if desk is None:
        return LogCheck(guild, 0)
    state, previous = _LogState(), EventRow(0, None, "", "", None, "", "", "", "")
    for row in events.rows(connection, desk):
        why = _broken_link(row, previous) or _changed_content(connection, desk, row)
        if why:
            return LogCheck(guild, row.number, BadRow(row.number, why))
        _apply(state, row)
        previous = row
    return LogCheck(guild, previous.number, _unrecorded_change(connection, desk, state))


def _broken_link(row: EventRow, previous: EventRow) -> str | None:
    """Return the reason for a broken hash chain at a row, or None."""
    if row.number != previous.number + 1:
        return f"comes after row {previous.number}: the rows between them are missing"
    if row.previous != previous.hash:
        return "doesn't follow from the row before it: one of the two was changed"
    if events.row_hash(row) != row.hash:
        return "was changed after it was written"
    return None


def _changed_content(connection: sqlite3.Connection, desk: int, row: EventRow) -> str | None:
    """Return the changed or deleted content recorded by a row, or None."""
    for kind, number, sha256 in _recorded_hashes(row):
        assert row.claim is not None
        if content_hashes.current(connection, kind, desk, row.claim, number) != sha256:
            content = f"the words of #{row.claim}" if kind == "claim" else f"{kind} {number} of #{row.claim}"
            return f"records {content}, changed or deleted since"
    return None


def _recorded_hashes(row: EventRow) -> Iterator[tuple[content_hashes.Kind, int, str]]:
    """Yield kind, number and hash of each content recorded by a row."""
    after = json.loads(row.after)
    if row.claim is None or "sha256" not in after:
        return
    if row.action in {Action.FLAG.value, IMPORTED}:
        yield "claim", row.claim, after["sha256"]
    if row.action == Action.ADD_EVIDENCE.value:
        yield "evidence", after["evidence"], after["sha256"]
    if row.action in _VERDICT_ACTIONS and "verdict" in after:
        yield "verdict", after["verdict"], after.get("verdict_sha256", after["sha256"])


def _apply(state: _LogState, row: EventRow) -> None:
    if row.claim is None:
        return
    after = json.loads(row.after)
    state.counts[row.claim] = state.counts.get(row.claim, (0, 0))[0] + 1, row.number
    if "status" in after:
        state.statuses[row.claim] = after["status"], row.number
    if "verdict" in after and row.action in _VERDICT_ACTIONS:
        state.verdicts[row.claim, after["verdict"]] = row.number
    if row.action == Action.APPROVE.value:
        state.second_readers[row.claim, after["verdict"]] = after["second_reader"]


def _unrecorded_change(connection: sqlite3.Connection, desk: int, state: _LogState) -> BadRow | None:
    """Return the last row before a change without an event, or None."""
    return _unrecorded_claim(connection, desk, state) or _unrecorded_verdict(connection, desk, state)


def _unrecorded_claim(connection: sqlite3.Connection, desk: int, state: _LogState) -> BadRow | None:
    for number, version, status in claims.versions(connection, desk):
        count, last = state.counts.get(number, (0, 0))
        if count < version:
            return BadRow(last, f"should be followed by {version - count} more of #{number}, which are missing")
        recorded, row = state.statuses.get(number, ("", last))
        if recorded != status:
            return BadRow(row, f"leaves #{number} at “{recorded}”, but its status is “{status}”")
    return None


def _unrecorded_verdict(connection: sqlite3.Connection, desk: int, state: _LogState) -> BadRow | None:
    for claim, number, second_reader in claim_details.second_readers(connection, desk):
        row = state.verdicts.get((claim, number), 0)
        if not row:
            return BadRow(state.counts[claim][1], f"is the last of #{claim}, and no row records its verdict {number}")
        if second_reader != state.second_readers.get((claim, number)):
            return BadRow(row, f"records verdict {number} of #{claim}, but no row names its second reader")
    return None
