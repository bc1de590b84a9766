"""The log held against itself and against what it tells of: is it whole, was nothing changed behind its back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field

from bot.desk.actions.flagging import IMPORTED
from bot.desk.lifecycle import Action
from bot.model.notifications import BadRow, LogCheck
from bot.store.desk import claim_details, claims, content_hashes, desks, events
from bot.store.desk.events import EventRow

_RULINGS = frozenset({Action.RULE.value, Action.CORRECT.value, IMPORTED})


@dataclass(slots=True)
class _LogState:
    """What the log tells of the claims so far, each with the row that told it last."""

    statuses: dict[int, tuple[str, int]] = field(default_factory=dict)
    counts: dict[int, tuple[int, int]] = field(default_factory=dict)
    verdicts: dict[tuple[int, int], int] = field(default_factory=dict)
    readers: dict[tuple[int, int], int] = field(default_factory=dict)


def check(connection: sqlite3.Connection, guild: int) -> LogCheck:
    """Return how many events a guild's log holds, and the first of them that was tampered with."""
    desk = desks.find(connection, guild)
    if desk is None:
        return LogCheck(guild, 0)
    told, before = _LogState(), EventRow(0, None, "", "", None, "", "", "", "")
    for row in events.rows(connection, desk):
        why = _unlinked(row, before) or _unsealed(connection, desk, row)
        if why:
            return LogCheck(guild, row.number, BadRow(row.number, why))
        _take_in(told, row)
        before = row
    return LogCheck(guild, before.number, _behind_its_back(connection, desk, told))


def _unlinked(row: EventRow, before: EventRow) -> str | None:
    """Return what breaks the chain at a row, or None."""
    if row.number != before.number + 1:
        return f"comes after row {before.number}: what was between them is missing"
    if row.previous != before.hash:
        return "doesn't follow from the row before it: one of the two was changed"
    if events.sealed(row) != row.hash:
        return "was changed after it was written"
    return None


def _unsealed(connection: sqlite3.Connection, desk: int, row: EventRow) -> str | None:
    """Return what of a row's words isn't as the row tells it, or None."""
    after = json.loads(row.after)
    if row.claim is None or "sha256" not in after:
        return None
    kinds: list[tuple[content_hashes.Kind, int, str]] = []
    if row.action in {Action.FLAG.value, IMPORTED}:
        kinds.append(("claim", row.claim, after["sha256"]))
    if row.action == Action.ADD_EVIDENCE.value:
        kinds.append(("evidence", after["evidence"], after["sha256"]))
    if row.action in _RULINGS and "verdict" in after:
        kinds.append(("verdict", after["verdict"], after.get("verdict_sha256", after["sha256"])))
    for kind, number, seal in kinds:
        if content_hashes.found(connection, kind, desk, row.claim, number) != seal:
            which = f"the words of #{row.claim}" if kind == "claim" else f"{kind} {number} of #{row.claim}"
            return f"tells of {which}, which was changed or taken away since"
    return None


def _take_in(told: _LogState, row: EventRow) -> None:
    if row.claim is None:
        return
    after = json.loads(row.after)
    told.counts[row.claim] = told.counts.get(row.claim, (0, 0))[0] + 1, row.number
    if "status" in after:
        told.statuses[row.claim] = after["status"], row.number
    if "verdict" in after and row.action in _RULINGS:
        told.verdicts[row.claim, after["verdict"]] = row.number
    if row.action == Action.APPROVE.value:
        told.readers[row.claim, after["verdict"]] = after["second_reader"]


def _behind_its_back(connection: sqlite3.Connection, desk: int, told: _LogState) -> BadRow | None:
    """Return the last row of the first claim that isn't as the log leaves it: a change that no event tells of."""
    for number, version, status in claims.versions(connection, desk):
        counted, last = told.counts.get(number, (0, 0))
        if counted < version:
            return BadRow(last, f"should be followed by {version - counted} more of #{number}, which are missing")
        told_status, row = told.statuses.get(number, ("", last))
        if told_status != status:
            return BadRow(row, f"leaves #{number} at “{told_status}”, but it stands at “{status}”")
    for claim, number, reader in claim_details.second_readers(connection, desk):
        row = told.verdicts.get((claim, number), 0)
        if not row:
            return BadRow(told.counts[claim][1], f"is the last of #{claim}, and none tells of its verdict {number}")
        if reader != told.readers.get((claim, number)):
            return BadRow(row, f"tells of verdict {number} of #{claim}, whose second reader no row names")
    return None
