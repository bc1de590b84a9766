"""Questions and queries from a file: one JSON object a line in, what could be read of it out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Item:
    """One line's text with the id that its result is to carry; `line` counts from 1."""

    line: int
    id: str | int
    text: str


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that can't be worked on, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line} was skipped: {self.why}."


def items(lines: Iterable[bytes]) -> Iterator[Item | BrokenLine]:
    """Yield each line that is not blank as an Item, or as Broken where it isn't `{"id", "question" or "text"}`."""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            yield _item(number, raw)


def _item(number: int, raw: bytes) -> Item | BrokenLine:
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BrokenLine(number, "it is not UTF-8")
    except (json.JSONDecodeError, RecursionError):
        return BrokenLine(number, "it is not JSON")
    if not isinstance(record, dict):
        return BrokenLine(number, "it is not a JSON object")
    known = record.get("id")
    if not isinstance(known, str | int) or isinstance(known, bool):
        return BrokenLine(number, 'it has no "id"')
    text = record.get("question", record.get("text"))
    if not isinstance(text, str):
        return BrokenLine(number, 'it has neither a "question" nor a "text"')
    return Item(number, known, text)


@contextmanager
def opened(path: str) -> Iterator[Iterable[bytes]]:
    """Give the lines of the file at `path`, or of stdin where it is "-". Raises UserError where it can't be read."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from None
