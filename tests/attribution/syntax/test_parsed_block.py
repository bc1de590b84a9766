"""What is no prose is not parsed: almost no letters, or few words over and over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution import pipeline
from bot.attribution.syntax.parsed_block import is_prose, parse
from tests.attribution.conftest import read, slices

if TYPE_CHECKING:
    from spacy.language import Language

MARKS = "!?.,;:-+*/()[]{}<>=%&"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lind said so.", True),
        ("No.", True),
        ("", False),
        ("* * *", False),
        ("“ ” " * 20, False),
        ("שלום, אמרה עדה.", True),
        (f"a{MARKS[:19]}", True),
        (f"a{MARKS[:20]}", False),
        ("so " * 9, True),
        ("so " * 10, False),
        ("so it " * 9 + "so", True),
        ("so it " * 10, False),
    ],
)
def test_prose_has_letters_and_different_words(text: str, expected: bool) -> None:
    assert is_prose(text) is expected


def test_a_long_run_of_marks_is_left_out_and_the_sentences_around_it_are_attributed(nlp: Language) -> None:
    document = read(f"Ada Lind said the harbour had closed.\n\n{'“' * 6_000}\n\nIda Brandt said it had opened.\n")
    assert [block.ordinal for block in parse(document, range(3), nlp)] == [0, 2]
    found = pipeline.attribute(document, nlp)
    assert [slices(document, attribution.source) for attribution in found] == ["Ada Lind", "Ida Brandt"]
