"""Import of CSV files from spreadsheets.

Comma, semicolon, tab or bar as the delimiter; UTF-8 or UTF-16, with or without a byte order mark.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bot.desk.interchange.csv_export import unguarded
from bot.desk.interchange.import_row import COLUMNS, ImportRow, LeftOut, row
from bot.errors import UserError

_DELIMITERS = ",;\t|"
_MOST_LINES = 100  # of one row: cells may contain line breaks
_LONGEST_CELL = 1_000_000


def rows(path: Path, file: BinaryIO) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows by line number. Raises UserError without a column "claim"."""
    with _decoded(file) as text:
        lines = _Lines(text)
        header, delimiter = _header(path, lines.take())
        csv.field_size_limit(_LONGEST_CELL)
        while (line := lines.peek()) is not None:
            if line.strip(" \r\n" + delimiter):
                yield _row(lines, header, delimiter)
            else:
                lines.take()


def _header(path: Path, first: str) -> tuple[list[str], str]:
    """Return the column names and the delimiter."""
    delimiter = max(_DELIMITERS, key=first.count)
    header = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if "claim" not in header:
        found = ", ".join(name for name in header if name)[:200] or "nothing"
        raise UserError(
            f"{path} has no column “claim” in its first line (found: {found}). The columns are {', '.join(COLUMNS)}."
        )
    known = [name for name in header if name in COLUMNS]
    if len(set(known)) < len(known):
        raise UserError(f"{path} has a column twice in its first line. Use each of {', '.join(COLUMNS)} once.")
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
    return row(place, {name: unguarded(cell) for name, cell in zip(header, cells, strict=False)})


def _decoded(file: BinaryIO) -> io.TextIOWrapper:
    start = file.read(4)
    file.seek(0)
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return io.TextIOWrapper(file, encoding="utf-16" if utf16 else "utf-8-sig", errors="replace", newline="")
