"""Reads files of questions, queries or texts: one JSON object per line."""

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
    """The text and the id of one line; `line` counts from 1."""

    line: int
    id: str | int
    text: str


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line without a usable text, and the reason."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line} was skipped: {self.why}."


def read_items(lines: Iterable[bytes]) -> Iterator[Item | BrokenLine]:
    """Yield an Item or a BrokenLine for each line with content.

    A usable line is a JSON object with "id" and either "question" or "text".
    """
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
    id_ = record.get("id")
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        return BrokenLine(number, 'it has no "id"')
    text = record.get("question", record.get("text"))
    if not isinstance(text, str):
        return BrokenLine(number, 'it has neither a "question" nor a "text"')
    return Item(number, id_, text)


@contextmanager
def open_lines(path: str) -> Iterator[Iterable[bytes]]:
    """Yield the lines of a file, or of stdin for "-".

    Raises UserError if the file can't be read.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from None
