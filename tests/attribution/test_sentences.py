"""Each construction of attribution, on sentences of our own: see sentences.txt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("    "):
            found[-1][1].append(line.strip(" "))
        else:
            found.append((line, []))
    return found


@pytest.mark.parametrize(("sentence", "expected"), cases(), ids=[sentence[:60] for sentence, _ in cases()])
def test_a_sentence_attributes_what_the_table_says(
    sentence: str, expected: list[str], lines: Callable[[str], list[str]]
) -> None:
    assert [line.strip(" ") for line in lines(sentence)] == expected


def test_the_table_is_as_long_as_promised() -> None:
    assert len(cases()) >= 60
