"""Comparison of logs with witness lines that were kept elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.claims import OWN_GUILD
from bot.model.notifications import BadRow, WitnessCheck
from bot.model.witness import LogHead, WitnessLine
from bot.store.desk import desks
from bot.store.log import chain
from bot.store.log.chain import EventRow
from bot.store.sqlite.database import snapshot


def heads(connection: sqlite3.Connection, guild: int | None = None) -> list[LogHead]:
    """Return the heads of all logs, or of one guild's."""
    return [LogHead(*head) for head in chain.heads(connection) if guild in (None, head[0])]


def check(connection: sqlite3.Connection, lines: Sequence[WitnessLine], guild: int | None) -> list[WitnessCheck]:
    """Compare the logs of all desks, or of one guild's, with witness lines.

    A line that names no desk belongs to the only one; with several desks, to one whose log has that head.
    """
    with snapshot(connection):
        guilds = [known for known in desks.guilds(connection) if guild in (None, known)]
        logs = {known: _Log.read(connection, known, lines) for known in guilds}
    lines_of, unknown = _assign(lines, logs)
    checks = [_check(logs[known], lines_of[known]) for known in guilds if lines_of[known]]
    return [*checks, *(_contradicted_by_all(line) for line in unknown)]


@dataclass(frozen=True, slots=True)
class _Log:
    """The rows of one log at the numbers that the witness lines name, and at the numbers behind them."""

    guild: int
    length: int
    rows: Mapping[int, EventRow]

    @classmethod
    def read(cls, connection: sqlite3.Connection, guild: int, lines: Iterable[WitnessLine]) -> _Log:
        desk = desks.existing(connection, guild)
        numbers = {number for line in lines for number in (line.events, line.events + 1)} | {1}
        rows = {row.number: row for row in chain.rows(connection, desk) if row.number in numbers}
        return cls(guild, chain.last(connection, desk)[0], rows)

    def has(self, line: WitnessLine) -> bool:
        row = self.rows.get(line.events)
        return row is not None and row.hash.startswith(line.head)


def _assign(
    lines: Iterable[WitnessLine], logs: Mapping[int, _Log]
) -> tuple[dict[int, list[WitnessLine]], list[WitnessLine]]:
    """Return the lines of each desk, and the lines that fit none of several."""
    lines_of: dict[int, list[WitnessLine]] = {guild: [] for guild in logs}
    unknown = []
    for line in lines:
        guild = _desk_of(line, logs)
        if guild is None:
            unknown.append(line)
        else:
            lines_of[guild].append(line)
    return lines_of, unknown


def _desk_of(line: WitnessLine, logs: Mapping[int, _Log]) -> int | None:
    if line.guild in logs:
        return line.guild
    # The newsroom's own desk may have moved to a server since.
    if line.guild in (None, OWN_GUILD):
        having = [guild for guild, log in logs.items() if log.has(line)]
        candidates: Collection[int] = having or logs
        if having or len(candidates) == 1:
            return next(iter(candidates))
    return None


def _check(log: _Log, lines: Sequence[WitnessLine]) -> WitnessCheck:
    """Compare one log with its lines, and name the first row in doubt."""
    bad = [line for line in lines if not log.has(line)]
    good = [line.events for line in lines if log.has(line)]
    if not bad:
        return WitnessCheck(log.guild, len(lines), max(good))
    first = min(bad, key=lambda line: line.events)
    covered = max((events for events in good if events < first.events), default=0)
    return WitnessCheck(log.guild, len(lines), covered, BadRow(covered + 1, _reason(log, first, covered)))


def _reason(log: _Log, line: WitnessLine, covered: int) -> str:
    """Return why the row after the last good witness is in doubt."""
    row = log.rows.get(covered + 1)
    name = f"(“{row.action}”, {row.at}) is the first in doubt" if row else "is missing"
    if log.length < line.events:
        event = f"the log ends at row {log.length:,}: its end was cut off, or an older file was put back"
    else:
        event = f"row {line.events:,} has another head: the log was rewritten"
    last = f"the last good witness covers {_row_count(covered)}" if covered else "no witness before it is good"
    return f"{name}. A witness says “{line}”, but {event}; {last}"


def _row_count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _contradicted_by_all(line: WitnessLine) -> WitnessCheck:
    desk = "No desk here" if line.guild is None else f"The desk of server {line.guild} isn't here, and no other desk"
    why = f"{desk} has the log of the witness “{line}”. It was rewritten from its beginning, or belongs elsewhere"
    return WitnessCheck(line.guild, 1, 0, BadRow(None, why))
