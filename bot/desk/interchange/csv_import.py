"""Import of CSV files from spreadsheets.

Comma, semicolon, tab or bar as the delimiter, or the one that a first line "sep=;" names.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from bot.desk.interchange.csv_columns import columns
from bot.desk.interchange.csv_export import unguarded
from bot.desk.interchange.import_row import COLUMNS, ImportRow, LeftOut, clean, row
from bot.errors import UserError
from bot.model.claims import WITHDRAWN

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[,;|\t])\"?\s*\Z", re.IGNORECASE)
_MOST_LINES = 100  # of one row: cells may contain line breaks
_LONGEST_CELL = 1_000_000
_OWN_COLUMNS = frozenset({"number", "status", "priority", "flags"})  # of our own export
_READ_OF_OWN = ("number", "status")
_BLANKS = " \r\n"


def rows(
    path: Path, text: str, chosen: Mapping[str, str], bad_letter: str | None = None
) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows by line number.

    `chosen` says which name of the first line stands for a column; a row with `bad_letter` was not decoded. Raises
    UserError without a column for the claim.
    """
    csv.field_size_limit(_LONGEST_CELL)
    lines = _Lines(io.StringIO(text, newline=""))
    _skip_blank(lines, _DELIMITERS)
    if separator := _SEPARATOR_LINE.match(lines.peek() or ""):
        lines.take()
        _skip_blank(lines, _DELIMITERS)
    table = _table(path, lines, separator["delimiter"] if separator else "", chosen)
    if not any(line.strip(_BLANKS + table.delimiter) for line in lines.ahead()):
        raise UserError(f"{path} has nothing below its first line. There is nothing to import.")
    while True:
        _skip_blank(lines, table.delimiter)
        if lines.peek() is None:
            return
        yield _row(lines, table, bad_letter)


@dataclass(frozen=True, slots=True)
class _Table:
    """The import's column of each cell of a row, "" for none; `is_own`: of our own export."""

    columns: Sequence[str]
    delimiter: str
    is_own: bool


def _table(path: Path, lines: _Lines, delimiter: str, chosen: Mapping[str, str]) -> _Table:
    """Consume the header, whose cells may contain line breaks, and return its columns.

    The delimiter is the most frequent one with which a column is the claim.
    """
    first = lines.peek() or ""
    likely = sorted(filter(first.count, _DELIMITERS), key=first.count, reverse=True)
    found = [_names(lines, candidate) for candidate in ([delimiter] if delimiter else likely or [","])]
    header = next((header for header in found if _has_claim(header.names, chosen)), found[0])
    lines.take(header.lines)
    names, header_columns = header.names, columns(header.names, chosen)
    if "claim" not in header_columns:
        shown = ", ".join(name for name in names if name)[:200] or "nothing"
        raise UserError(
            f"{path} has no column “claim” in its first line (found: {shown}). The columns are {', '.join(COLUMNS)}; "
            "or say which one is the claim, as in claim=Title."
        )
    folded = [name.casefold() for name in names]
    known = [name for name in folded if name in COLUMNS]
    if len(set(known)) < len(known):
        raise UserError(f"{path} has a column twice in its first line. Use each of {', '.join(COLUMNS)} once.")
    is_own = set(folded) >= _OWN_COLUMNS
    if is_own:
        for name in _READ_OF_OWN:
            header_columns[folded.index(name)] = name
    return _Table(header_columns, header.delimiter, is_own)


@dataclass(frozen=True, slots=True)
class _Header:
    names: list[str]
    lines: int
    delimiter: str


def _names(lines: _Lines, delimiter: str) -> _Header:
    try:
        cells, number = _cells(lines, delimiter, 0)
    except csv.Error:
        cells, number = next(csv.reader([lines.peek() or ""], delimiter=delimiter), []), 1
    return _Header([clean(name) for name in cells], number, delimiter)


def _has_claim(names: Sequence[str], chosen: Mapping[str, str]) -> bool:
    try:
        return "claim" in columns(names, chosen)
    except UserError:
        return False


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


def _skip_blank(lines: _Lines, delimiters: str) -> None:
    while (line := lines.peek()) is not None and not line.strip(_BLANKS + delimiters):
        lines.take()


def _row(lines: _Lines, table: _Table, bad_letter: str | None) -> ImportRow | LeftOut:
    """Consume and return the next row, of an unreadable one a line.

    An unreadable row costs one line, so that the rows below are still read.
    """
    place, width = lines.place, len(table.columns)
    try:
        cells, number = _cells(lines, table.delimiter, width)
    except csv.Error as error:
        lines.take()
        return LeftOut(place, f"its quotation marks are unbalanced, or it is too long ({error})")
    if len(cells) > width and any(cells[width:]):
        lines.take()
        return LeftOut(place, f"it has {len(cells)} cells, and the first line has {width}")
    raw = lines.take(number)
    if bad_letter and bad_letter in raw:
        return LeftOut(place, "it is not UTF-8")
    return row(place, _by_column(table, cells), has_markup=not table.is_own)


def _cells(lines: _Lines, delimiter: str, width: int) -> tuple[list[str], int]:
    """Return the cells of the next row and its number of lines. Raises csv.Error.

    Some write a blank before a cell in quotation marks; and a cell between tabs may begin with one that is a letter of
    its text. Both are read so only if the row has `width` cells then, or any number if that is 0.
    """
    refused = None
    try:
        cells, number = _read(lines.ahead(), delimiter)
        if not any(cell.startswith(' "') for cell in cells):
            return cells, number
    except csv.Error as error:
        refused, cells, number = error, [], 0
    others = [partial(_read, skipinitialspace=True)]
    if delimiter == "\t" and refused:
        others.append(partial(_read, quoting=csv.QUOTE_NONE))
    for read in others:
        with suppress(csv.Error):
            other, _ = read([lines.peek() or ""], delimiter)
            if len(other) == width or not width:
                return other, 1
    if refused:
        raise refused
    return cells, number


def _read(
    lines: Iterable[str], delimiter: str, *, skipinitialspace: bool = False, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> tuple[list[str], int]:
    """Return the cells of the first row and its number of lines. Raises csv.Error."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=skipinitialspace, quoting=quoting)
    return next(reader), reader.line_num


def _by_column(table: _Table, cells: list[str]) -> dict[str, str]:
    """Return the cells of known columns.

    A claim of our own export without an id is known by its number. One that was closed without a verdict has none, even
    if it had one before.
    """
    given = {name: unguarded(cell) for name, cell in zip(table.columns, cells, strict=False) if name}
    if (number := given.pop("number", "")) and not given.get("id"):
        given["id"] = f"#{number}"
    if given.pop("status", "") in WITHDRAWN:
        given["rating"] = ""
    return given
