"""Replay of a desk's log from nothing, and comparison with the tables."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.store.log import columns
from bot.store.log.chain import EventRow, salted_hash

Key = tuple[object, ...]
_LONGEST_SHOWN = 60


class Recorded(NamedTuple):
    """A value with the number of the event that holds it."""

    value: object
    event: int


@dataclass(slots=True)
class ReplayedRow:
    """A row as the events made it; `event` is the one that added it."""

    event: int
    values: dict[str, Recorded] = field(default_factory=dict)


@dataclass(slots=True)
class Replay:
    """The tables of a desk after some events.

    `events_of` holds for each claim its number of events, and `changed_at` the time of the last one.
    """

    tables: dict[str, dict[Key, ReplayedRow]] = field(default_factory=lambda: {table: {} for table in columns.LOGGED})
    events_of: dict[object, int] = field(default_factory=dict)
    changed_at: dict[object, str] = field(default_factory=dict)
    last: int = 0

    def apply(self, row: EventRow) -> None:
        """Apply one event. Raises ValueError if its changes can't be read."""
        self.last = row.number
        if row.claim is not None:
            self.events_of[row.claim] = self.events_of.get(row.claim, 0) + 1
            self.changed_at[row.claim] = row.at
        if not row.changes:
            return
        try:
            for table, key, values in json.loads(row.changes):
                self._change(row.number, self.tables[table], tuple(key), values)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"unknown form of changes ({error})") from error

    def _change(self, event: int, rows: dict[Key, ReplayedRow], key: Key, values: Mapping[str, object] | None) -> None:
        if values is None:
            rows.pop(key, None)
            return
        row = rows.setdefault(key, ReplayedRow(event))
        row.values |= {column: Recorded(value, event) for column, value in values.items()}


@dataclass(frozen=True, slots=True)
class LogDifference:
    """The first difference between a table and the log.

    `event` is the event that says otherwise; `why` follows its number.
    """

    event: int
    table: str
    key: Key
    column: str | None
    why: str


def first_difference(connection: sqlite3.Connection, desk: int, replay: Replay) -> LogDifference | None:
    """Return the first difference between a desk's tables and a replay, or None."""
    salts, derived = _salts(connection, desk), _derived_values(replay)
    found = (
        difference
        for table in columns.LOGGED
        for difference in _TableCheck(connection, desk, table, replay, salts, derived).differences()
    )
    return next(found, None)


def tables_without_desk(connection: sqlite3.Connection) -> list[str]:
    """Return the tables with rows of a desk that does not exist."""
    return [
        table
        for table in (*columns.LOGGED, "events")
        if table != "desks"
        and connection.execute(
            f"SELECT 1 FROM {table} WHERE desk_id NOT IN (SELECT id FROM desks) LIMIT 1"  # noqa: S608 - a name of the schema
        ).fetchone()
    ]


_Salts = Mapping[tuple[str, Key, str], str]


def _salts(connection: sqlite3.Connection, desk: int) -> _Salts:
    rows = connection.execute("SELECT name, row, changed, salt FROM salts WHERE desk_id = ?", [desk])
    salts = {}
    for table, key, column, salt in rows:
        try:
            salts[table, tuple(json.loads(key)), column] = salt
        except (ValueError, TypeError):  # changed by hand: its column then differs
            continue
    return salts


@dataclass(frozen=True, slots=True)
class _TableCheck:
    """Comparison of one table with a replay."""

    connection: sqlite3.Connection
    desk: int
    table: str
    replay: Replay
    salts: _Salts
    derived: Mapping[str, Callable[[object], object]]

    def differences(self) -> Iterator[LogDifference]:
        """Yield the differences, row by row, then the missing rows."""
        keys, recorded, derived = columns.keys(self.table), columns.recorded(self.table), columns.derived(self.table)
        names = [*keys, *recorded, *derived]
        defaults = self._defaults()
        expected = self.replay.tables[self.table]
        seen = set[Key]()
        rows = self.connection.execute(
            f"SELECT {', '.join(names)} FROM {self.table} "  # noqa: S608 - names of the schema
            f"WHERE {columns.desk_column(self.table)} = ? {'ORDER BY ' if keys else ''}{', '.join(keys)}",
            [self.desk],
        )
        for row in rows:
            values = dict(zip(names, row, strict=True))
            key = tuple(values[name] for name in keys)
            seen.add(key)
            if key in expected:
                for column in recorded:
                    yield from self._compare(key, column, values[column], defaults.get(column))
                for column in derived:
                    yield from self._compare_derived(key, column, values[column])
            else:
                why = f"is the last one, and no row adds {self._row_name(key)}, which stands there"
                yield LogDifference(self.replay.last, self.table, key, None, why)
        for key, replayed in expected.items():
            if key not in seen:
                why = f"adds {self._row_name(key)}, which is missing"
                yield LogDifference(replayed.event, self.table, key, None, why)

    def _compare(self, key: Key, column: str, stands: object, default: object) -> Iterator[LogDifference]:
        row = self.replay.tables[self.table][key]
        # A column that is younger than the row has its default.
        wanted = row.values.get(column, Recorded(default, row.event))
        is_hash = columns.is_hashed(self.table, column) and wanted.value not in (None, "")
        if is_hash:
            salt = self.salts.get((self.table, key, column), "")
            if stands is not None and salted_hash(salt, stands) == wanted.value:
                return
            why = f"holds the hash of another {self._cell_name(key, column)} than {_shown(stands)}, which stands there"
        elif stands == wanted.value:
            return
        else:
            why = f"sets {self._cell_name(key, column)} to {_shown(wanted.value)}, but {_shown(stands)} stands there"
        yield LogDifference(wanted.event, self.table, key, column, why)

    def _compare_derived(self, key: Key, column: str, stands: object) -> Iterator[LogDifference]:
        wanted = self.derived[column](key[0])
        if stands != wanted:
            why = (
                f"is the last one, and {self._cell_name(key, column)} should be {_shown(wanted)}, "
                f"but {_shown(stands)} stands there"
            )
            yield LogDifference(self.replay.last, self.table, key, column, why)

    def _defaults(self) -> dict[str, object]:
        """Return the default of each column, as SQLite gives it to older rows."""
        defaults = dict[str, object]()
        for _, name, _, _, default, _ in self.connection.execute(f"PRAGMA table_info({self.table})").fetchall():
            if default is not None:
                [defaults[name]] = self.connection.execute(f"SELECT {default}").fetchone()
        return defaults

    def _row_name(self, key: Key) -> str:
        """Return "flags 12/1": the table and the numbers of a row."""
        return " ".join(filter(None, [self.table, "/".join(map(str, key))]))

    def _cell_name(self, key: Key, column: str) -> str:
        return f"`{column}` of {self._row_name(key)}"


def _shown(value: object) -> str:
    """Return a value for a sentence; a long text is cut."""
    if value is None:
        return "nothing"
    text = " ".join(str(value).split())
    cut = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return f"“{cut}”" if isinstance(value, str) else cut


def _derived_values(replay: Replay) -> Mapping[str, Callable[[object], object]]:
    """Return for each derived column of `claims` its value by claim."""
    flags, evidence = (Counter(key[0] for key in replay.tables[table]) for table in ("flags", "evidence"))
    changed = {
        key[0]
        for key, row in replay.tables["evidence"].items()
        if "pin" in row.values and row.values["pin"].value != "holds"
    }
    return {
        "version": lambda claim: replay.events_of.get(claim, 0),
        "changed_at": replay.changed_at.get,
        "flags": lambda claim: flags[claim],
        "evidence": lambda claim: evidence[claim],
        "source_changed": lambda claim: int(claim in changed),
    }
