"""Files of questions: each line by itself, broken lines skipped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.jsonl import BrokenLine, Item, open_lines, read_items
from bot.errors import UserError


@given(st.lists(st.tuples(st.text() | st.integers(), st.text(), st.sampled_from(["question", "text"]))))
def test_each_line_keeps_its_id_and_its_text(records: list[tuple[str | int, str, str]]) -> None:
    lines = [json.dumps({"id": id_, field: text}).encode() + b"\n" for id_, text, field in records]
    assert list(read_items(lines)) == [Item(n, id_, text) for n, (id_, text, _) in enumerate(records, start=1)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "not a JSON object"),
        (b'{"question": "who?"}', 'no "id"'),
        (b'{"id": true, "question": "who?"}', 'no "id"'),
        (b'{"id": 1}', 'neither a "question" nor a "text"'),
        (b'{"id": 1, "question": 7}', 'neither a "question" nor a "text"'),
    ],
)
def test_a_broken_line_is_reported_by_its_number_and_the_others_are_read(line: bytes, why: str) -> None:
    broken, good = read_items([b"\n", line, b'{"id": 2, "text": "x"}'])
    assert isinstance(broken, BrokenLine)
    assert str(broken).startswith("Line 2 was skipped")
    assert why in str(broken)
    assert good == Item(3, 2, "x")


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert list(read_items([b'\xef\xbb\xbf{"id": 1, "text": "x"}'])) == [Item(1, 1, "x")]


def test_a_missing_file_is_reported(tmp_path) -> None:
    with pytest.raises(UserError, match="can't be read: No such file"), open_lines(str(tmp_path / "none.jsonl")):
        pass
