"""Check of events written by versions whose log held hashes, and not yet the changed values.

A baseline records all rows of that time. Here the events before it are compared with the baseline.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.desk.actions.importing import IMPORTED
from bot.desk.lifecycle import Action
from bot.model.notifications import BadRow
from bot.store.desk import content_hashes
from bot.store.log.chain import EventRow
from bot.store.log.replay import Replay

_VERDICT_ACTIONS = frozenset({Action.RULE.value, Action.CORRECT.value, IMPORTED})
_TABLES: dict[content_hashes.Kind, str] = {"claim": "claims", "evidence": "evidence", "verdict": "verdicts"}


@dataclass(frozen=True, slots=True)
class _ContentHash:
    """Hash of a claim's words, a piece of evidence or a verdict, with its event."""

    event: int
    kind: content_hashes.Kind
    claim: int
    number: int
    sha256: str

    @property
    def name(self) -> str:
        return f"the words of #{self.claim}" if self.kind == "claim" else f"{self.kind} {self.number} of #{self.claim}"

    @property
    def key(self) -> tuple[int, ...]:
        return (self.claim,) if self.kind == "claim" else (self.claim, self.number)


@dataclass(slots=True)
class EarlyLog:
    """What the events before the baseline say.

    `statuses`: by claim, its status and the event that set it. `verdicts` and `second_readers`: by claim and verdict,
    the event and the person's number.
    """

    statuses: dict[int, tuple[str, int]] = field(default_factory=dict)
    verdicts: dict[tuple[int, int], int] = field(default_factory=dict)
    second_readers: dict[tuple[int, int], int] = field(default_factory=dict)
    hashes: list[_ContentHash] = field(default_factory=list)

    def add(self, row: EventRow) -> BadRow | None:
        """Add an event. Return it as bad if it lacks the hash of what it records."""
        if row.claim is None:
            return None
        after = json.loads(row.after)
        if "status" in after:
            self.statuses[row.claim] = after["status"], row.number
        if row.action == Action.APPROVE.value:
            self.second_readers[row.claim, after["verdict"]] = after["second_reader"]
        if row.action in _VERDICT_ACTIONS and "verdict" in after:
            self.verdicts[row.claim, after["verdict"]] = row.number
        for kind, number, sha256 in _content_hashes(row.action, row.claim, after):
            if sha256 is None:
                return BadRow(row.number, "has no hash of what it records")
            self.hashes.append(_ContentHash(row.number, kind, row.claim, number, sha256))
        return None

    def check_baseline(self, replay: Replay) -> BadRow | None:
        """Compare the events with the rows of the baseline, and return the first bad one."""
        for key, claim in replay.tables["claims"].items():
            [number] = key
            status = claim.values["status"].value
            recorded, row = self.statuses.get(int(str(number)), ("", 0))
            if recorded != status:
                why = f"leaves #{number} at “{recorded}”, but its status was “{status}” at the baseline"
                return BadRow(row, why, "claims", "status")
        for key, verdict in replay.tables["verdicts"].items():
            claim_number, number = (int(str(part)) for part in key)
            row = self.verdicts.get((claim_number, number), 0)
            name = f"verdict {number} of #{claim_number}"
            if not row:
                return BadRow(replay.last, f"records {name}, and no row before it does", "verdicts")
            if verdict.values["second_reader"].value != self.second_readers.get((claim_number, number)):
                why = f"records {name}, but no row names its second reader"
                return BadRow(row, why, "verdicts", "second_reader")
        return None

    def check_content(self, connection: sqlite3.Connection, desk: int, replay: Replay, baseline: int) -> BadRow | None:
        """Compare the recorded hashes with the rows of today, and return the first bad event.

        Content that a later event erased is left out.
        """
        for content in self.hashes:
            row = replay.tables[_TABLES[content.kind]].get(content.key)
            if row is not None and row.values["text" if content.kind != "verdict" else "explanation"].event > baseline:
                continue
            if content_hashes.current(connection, content.kind, desk, content.claim, content.number) != content.sha256:
                return BadRow(content.event, f"records {content.name}, changed or deleted since", _TABLES[content.kind])
        return None


def _content_hashes(
    action: str, claim: int, after: dict[str, str | int]
) -> Iterator[tuple[content_hashes.Kind, int, str | None]]:
    """Yield kind, number and hash of each content that an event records."""
    sha256 = _text(after.get("sha256"))
    if action in {Action.FLAG.value, IMPORTED}:
        yield "claim", claim, sha256
    if action == Action.ADD_EVIDENCE.value:
        yield "evidence", int(after["evidence"]), sha256
    if action in _VERDICT_ACTIONS and "verdict" in after:
        yield "verdict", int(after["verdict"]), _text(after.get("verdict_sha256", after.get("sha256")))


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
