"""Messages about one file, and the search for the record that ends its reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.corpus.readers import Unreadable
from bot.library.file_reading import FileMessage, read_records
from bot.library.reader_process import ReadItem, ReadItems, ReadRequest, parse
from bot.library.reader_worker import ReaderLostError
from bot.model.documents import Document
from tests.library.reader_programs import request


def items(messages: Iterator[FileMessage]) -> list[ReadItem]:
    return [item for message in messages if isinstance(message, ReadItems) for item in message.items]


def reasons(found: list[ReadItem]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Unreadable)]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps({"text": f"Ferry {line} sank."}) + "\n" for line in range(1, 151)))
    return path


class CrashingReader:
    """A reader that is lost whenever it comes to one of some lines."""

    def __init__(self, *lines: int) -> None:
        self._lines = lines
        self.requests: list[tuple[int, bool]] = []

    def parse(self, read: ReadRequest) -> Iterator[object]:
        self.requests.append((read.first_line, read.stepwise))
        at = read.first_line
        for message in parse(read):
            after = getattr(message, "next_line", at)
            if any(at <= line < after for line in self._lines):
                raise ReaderLostError("crashed.")
            at = after
            if isinstance(message, ReadItems):
                yield message


@pytest.mark.parametrize("culprits", [(1,), (70,), (150,), (64, 65), (1, 2, 3, 149, 150)])
def test_records_that_end_the_process_are_left_out_alone(wire: Path, culprits: tuple[int, ...]) -> None:
    found = items(read_records(request(wire), CrashingReader(*culprits).parse))
    assert [item.name for item in found if isinstance(item, Document)] == [
        f"wire:{line}" for line in range(1, 151) if line not in culprits
    ]
    assert reasons(found) == [f"crashed (line {line})." for line in culprits]


def test_after_the_culprit_the_rest_is_read_in_chunks_again(wire: Path) -> None:
    reader = CrashingReader(70)
    items(read_records(request(wire), reader.parse))
    assert reader.requests == [(1, False), (65, True), (71, False)]


def test_a_reader_that_never_starts_ends_the_file_and_not_the_run(wire: Path) -> None:
    started = 0

    def lost(_: ReadRequest) -> Iterator[object]:
        nonlocal started
        started += 1
        raise ReaderLostError("crashed.")
        yield

    found = reasons(items(read_records(request(wire), lost)))
    assert found[-1] == "is not read from line 11 on: its reader ended again and again."
    assert started == 20
