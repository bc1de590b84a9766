"""Claims from a CSV file, as spreadsheets write it: any of the usual marks between cells, a BOM, UTF-8 or UTF-16."""

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

_MARKS = ",;\t|"
_MOST_LINES = 100  # of one row, whose cells may hold line breaks
_LONGEST_CELL = 1_000_000


def rows(path: Path, file: BinaryIO) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows by their lines. Raises UserError where the first line doesn't name a column "claim"."""
    with _decoded(file) as text:
        lines = _Lines(text)
        header, mark = _header(path, lines.take())
        csv.field_size_limit(_LONGEST_CELL)
        while (line := lines.peek()) is not None:
            if line.strip(" \r\n" + mark):
                yield _row(lines, header, mark)
            else:
                lines.take()


def _header(path: Path, first: str) -> tuple[list[str], str]:
    """Return the names of the columns, and the mark between them."""
    mark = max(_MARKS, key=first.count)
    header = [name.strip().casefold() for name in next(csv.reader([first], delimiter=mark), [])]
    if "claim" not in header:
        named = ", ".join(name for name in header if name)[:200] or "nothing"
        raise UserError(
            f"{path} has no column “claim” in its first line (it names {named}); the columns are {', '.join(COLUMNS)}."
        )
    known = [name for name in header if name in COLUMNS]
    if len(set(known)) < len(known):
        raise UserError(f"{path} names a column twice in its first line; each of {', '.join(COLUMNS)} may stand once.")
    return header, mark


class _Lines:
    """The lines of a file with a look ahead; `place` counts from 1 and is that of the next one."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._ahead: list[str] = []
        self.place = 1

    def peek(self, at: int = 0) -> str | None:
        self._ahead += islice(self._stream, at + 1 - len(self._ahead)) if at >= len(self._ahead) else ()
        return self._ahead[at] if at < len(self._ahead) else None

    def take(self, number: int = 1) -> str:
        taken = [line for at in range(number) if (line := self.peek(at)) is not None]
        del self._ahead[: len(taken)]
        self.place += len(taken)
        return "".join(taken)

    def ahead(self) -> Iterator[str]:
        """Yield the next lines without taking them."""
        at = 0
        while at < _MOST_LINES and (line := self.peek(at)) is not None:
            yield line
            at += 1


def _row(lines: _Lines, header: list[str], mark: str) -> ImportRow | LeftOut:
    """Return the next row. One that can't be taken apart costs its own line, never those below."""
    place = lines.place
    reader = csv.reader(lines.ahead(), delimiter=mark, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        lines.take()
        return LeftOut(place, f"its quotation marks or its length can't be right ({error})")
    if len(cells) > len(header) and any(cells[len(header) :]):
        lines.take()
        return LeftOut(place, f"it has {len(cells)} cells, and the first line names {len(header)}")
    raw = lines.take(reader.line_num)
    if "\ufffd" in raw:
        return LeftOut(place, "it is not UTF-8")
    return row(place, {name: unguarded(cell) for name, cell in zip(header, cells, strict=False)})


def _decoded(file: BinaryIO) -> io.TextIOWrapper:
    start = file.read(4)
    file.seek(0)
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return io.TextIOWrapper(file, encoding="utf-16" if utf16 else "utf-8-sig", errors="replace", newline="")
