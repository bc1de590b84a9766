"""Audit of a desk's log: the hash chain, and its replay compared with the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from bot.desk.actions.erasure import FORGOTTEN
from bot.desk.actions.importing import IMPORTED
from bot.desk.early_log import EarlyLog
from bot.desk.lifecycle import Action
from bot.model.claims import OWN_GUILD
from bot.model.notifications import BadRow, LogCheck
from bot.store.desk import desks, kept_files
from bot.store.log import chain
from bot.store.log.chain import BASELINE, RECORDED, EventRow, Redaction
from bot.store.log.replay import Replay, first_difference, tables_without_desk
from bot.store.sqlite.database import schema_differences, snapshot

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)  # of values that somebody forged
_WITHOUT_REASON = frozenset({Action.FLAG.value, IMPORTED, BASELINE, RECORDED, FORGOTTEN})
_BEFORE_THE_FIRST = EventRow(0, None, "", "", None, "", "", "", "")


@dataclass(slots=True)
class _Links:
    """The hash chain. `is_early` until the first row in the present form: then no row of earlier versions follows."""

    reasons: Mapping[int, str]
    redactions: Mapping[int, Redaction]
    is_early: bool = True

    def broken(self, row: EventRow, previous: EventRow) -> str | None:
        """Return the reason for a broken hash chain at a row, or None."""
        if row.number != previous.number + 1:
            return f"comes after row {previous.number}: the rows between them are missing"
        if row.previous != previous.hash:
            return "doesn't follow from the row before it: one of the two was changed"
        if chain.row_hash(row, self._salted_reason(row)) == row.hash:
            self.is_early = False
        elif not self.is_early or not self._is_early_row(row):
            return "was changed after it was written"
        return None

    def _salted_reason(self, row: EventRow) -> str:
        erased = self.redactions.get(row.number)
        if erased and chain.reason(row) == chain.ERASED:
            return erased.reason
        return self.reasons.get(row.number, "")

    def _is_early_row(self, row: EventRow) -> bool:
        """Check a row of an earlier version, whose erasure recorded the hash of all that is left.

        A forged record could excuse any change. So it counts only for rows about a claim that may hold a reason. The
        row that adds the claim comes before them, and holds none.
        """
        erased = self.redactions.get(row.number)
        may_be_erased = chain.reason(row) == chain.ERASED and row.claim and row.action not in _WITHOUT_REASON
        return chain.early_row_hash(row) == (erased.rest if erased and may_be_erased else row.hash)


@dataclass(slots=True)
class _Reading:
    """The log as read so far; `baseline` is the last row of the baseline, 0 without one."""

    links: _Links
    replay: Replay = field(default_factory=Replay)
    early: EarlyLog = field(default_factory=EarlyLog)
    previous: EventRow = _BEFORE_THE_FIRST
    baseline: int = 0
    has_changes: bool = False

    def read(self, row: EventRow) -> BadRow | None:
        """Read the next row; return it, or one before it, as bad."""
        try:
            if why := self.links.broken(row, self.previous):
                return BadRow(row.number, why)
            self.previous = row
            return self._read_baseline(row) if row.action == BASELINE else self._read_event(row)
        except _UNREADABLE:
            return BadRow(row.number, "can't be read: its values have an unknown form")

    def _read_baseline(self, row: EventRow) -> BadRow | None:
        if self.has_changes and self.baseline != row.number - 1:
            return BadRow(row.number, "is a second baseline: only an update of the tables writes one")
        self.baseline = row.number
        return self._apply(row)

    def _read_event(self, row: EventRow) -> BadRow | None:
        if self.baseline == row.number - 1 and (bad := self.end_of_baseline()):
            return bad
        if not self.has_changes and not row.changes and (bad := self.early.add(row)):
            return bad
        return self._apply(row)

    def _apply(self, row: EventRow) -> BadRow | None:
        self.has_changes |= bool(row.changes)
        try:
            self.replay.apply(row)
        except ValueError:
            return BadRow(row.number, "holds changes that can't be read")
        return None

    def end_of_baseline(self) -> BadRow | None:
        """Compare the baseline with the rows before it."""
        try:
            return self.early.check_baseline(self.replay) if self.baseline else None
        except _UNREADABLE:
            return BadRow(self.baseline, "can't be read: its values have an unknown form")


def check(connection: sqlite3.Connection, guild: int) -> LogCheck:
    """Return the length of a guild's log and the first row that is bad or was not kept to."""
    # The bot may go on writing meanwhile: all reads see one moment.
    with snapshot(connection):
        desk = desks.find(connection, guild)
        if desk is None:
            return LogCheck(guild, 0, _rows_without_desk(connection))
        links = _Links(chain.reason_hashes(connection, desk), _redactions(chain.rows(connection, desk)))
        reading = _Reading(links)
        bad = next(filter(None, map(reading.read, chain.rows(connection, desk))), None)
        bad = bad or _last_checks(connection, desk, reading)
        return LogCheck(guild, reading.previous.number, bad, reading.previous.hash)


def _last_checks(connection: sqlite3.Connection, desk: int, reading: _Reading) -> BadRow | None:
    """Check what needs the whole log: the tables, the hashes of early events, the triggers."""
    if reading.baseline == reading.previous.number and (bad := reading.end_of_baseline()):
        return bad
    if found := reading.early.check_content(connection, desk, reading.replay, reading.baseline):
        return found
    if difference := first_difference(connection, desk, reading.replay):
        return BadRow(difference.event, difference.why, difference.table, difference.column)
    if bad := _rows_without_desk(connection):
        return bad
    if damaged := next(kept_files.damaged(connection, desk), None):
        claim, flag, name = damaged
        why = f"the log is intact, but the content of “{name}” (flag {flag} of #{claim}) is not the one that was kept"
        return BadRow(None, why, "file_contents", "content")
    if damaged := next(kept_files.damaged_evidence(connection, desk), None):
        claim, number, name = damaged
        why = f"the log is intact, but the file “{name}” (evidence {number} of #{claim}) is not the one that was kept"
        return BadRow(None, why, "file_contents", "content")
    if differences := schema_differences(connection):
        return BadRow(None, f"the log is intact, but the database is not as factdesk made it: {', '.join(differences)}")
    return None


def _rows_without_desk(connection: sqlite3.Connection) -> BadRow | None:
    """Check for rows whose desk was deleted, or never was there."""
    tables = tables_without_desk(connection)
    why = f"a desk is missing or was added past factdesk: {', '.join(tables)} hold rows of a desk that isn't there"
    return BadRow(None, why, tables[0]) if tables else None


def guilds(connection: sqlite3.Connection) -> list[int]:
    """Return the guilds to check; the newsroom's own desk, if rows stand there and no desk."""
    known = desks.guilds(connection)
    return known or ([OWN_GUILD] if tables_without_desk(connection) else [])


def _redactions(rows: Iterable[EventRow]) -> dict[int, Redaction]:
    """Return what erasures recorded of the rows from which they took a reason.

    The rows that say so are themselves verified, like all others.
    """
    found = dict[int, Redaction]()
    for row in rows:
        if row.action == FORGOTTEN:
            with suppress(*_UNREADABLE):  # the row itself is reported when it is read
                found |= chain.redactions(row)
    return found
