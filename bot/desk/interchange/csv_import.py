"""Import of CSV files from spreadsheets.

Comma, semicolon, tab or bar as the delimiter, or the one that a first line "sep=;" names.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from bot.desk.interchange.csv_columns import columns
from bot.desk.interchange.csv_export import unguarded
from bot.desk.interchange.import_row import COLUMNS, ImportRow, LeftOut, clean, row
from bot.errors import UserError

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[,;|\t])\"?\s*\Z", re.IGNORECASE)
_MOST_LINES = 100  # of one row: cells may contain line breaks
_LONGEST_CELL = 1_000_000
_OWN_COLUMNS = frozenset({"number", "status", "priority", "flags"})  # of our own export


def rows(path: Path, text: str, chosen: Mapping[str, str]) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows by line number.

    `chosen` says which name of the first line stands for a column. Raises UserError without a column for the claim.
    """
    lines = _Lines(io.StringIO(text, newline=""))
    if separator := _SEPARATOR_LINE.match(lines.peek() or ""):
        lines.take()
    header, delimiter = _header(path, lines.take(), separator["delimiter"] if separator else "", chosen)
    if not any(line.strip(" \r\n" + delimiter) for line in lines.ahead()):
        raise UserError(f"{path} has nothing below its first line. There is nothing to import.")
    csv.field_size_limit(_LONGEST_CELL)
    while (line := lines.peek()) is not None:
        if line.strip(" \r\n" + delimiter):
            yield _row(lines, header, delimiter)
        else:
            lines.take()


def _header(path: Path, first: str, delimiter: str, chosen: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the column names and the delimiter."""
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    names = [clean(name) for name in next(csv.reader([first], delimiter=delimiter), [])]
    header = columns(names, chosen)
    if "claim" not in header:
        found = ", ".join(name for name in names if name)[:200] or "nothing"
        raise UserError(
            f"{path} has no column “claim” in its first line (found: {found}). The columns are {', '.join(COLUMNS)}; "
            "or say which one is the claim, as in claim=Title."
        )
    own = [name.casefold() for name in names]
    known = [name for name in own if name in COLUMNS]
    if len(set(known)) < len(known):
        raise UserError(f"{path} has a column twice in its first line. Use each of {', '.join(COLUMNS)} once.")
    if set(own) >= _OWN_COLUMNS:
        header[own.index("number")] = "number"
    return header, delimiter


class _Lines:
    """Lines of a file with lookahead; `place` numbers the next one."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._buffer: list[str] = []
        self.place = 1

    def peek(self, at: int = 0) -> str | None:
        """Return a line at an offset from the next one, or None."""
        self._buffer += islice(self._stream, at + 1 - len(self._buffer)) if at >= len(self._buffer) else ()
        return self._buffer[at] if at < len(self._buffer) else None

    def take(self, number: int = 1) -> str:
        """Consume lines, and return them as one text."""
        taken = [line for at in range(number) if (line := self.peek(at)) is not None]
        del self._buffer[: len(taken)]
        self.place += len(taken)
        return "".join(taken)

    def ahead(self) -> Iterator[str]:
        """Yield the next lines without consuming them."""
        at = 0
        while at < _MOST_LINES and (line := self.peek(at)) is not None:
            yield line
            at += 1


def _row(lines: _Lines, header: list[str], delimiter: str) -> ImportRow | LeftOut:
    """Consume and return the next row, of an unreadable one a line.

    An unreadable row costs one line, so that the rows below are still read.
    """
    place = lines.place
    reader = csv.reader(lines.ahead(), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        lines.take()
        return LeftOut(place, f"its quotation marks are unbalanced, or it is too long ({error})")
    if len(cells) > len(header) and any(cells[len(header) :]):
        lines.take()
        return LeftOut(place, f"it has {len(cells)} cells, and the first line has {len(header)}")
    raw = lines.take(reader.line_num)
    if "\ufffd" in raw:
        return LeftOut(place, "it is not UTF-8")
    return row(place, _by_column(header, cells))


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells of known columns.

    A claim of our own export without an id is known by its number.
    """
    given = {name: unguarded(cell) for name, cell in zip(header, cells, strict=False) if name}
    if (number := given.pop("number", "")) and not given.get("id"):
        given["id"] = f"#{number}"
    return given
