"""Words as they are compared: case, accents, marks and spacing fall away, and offsets stay."""

from __future__ import annotations

import pytest

from bot.model.spans import Span
from bot.quotecheck.tokens import match_key, read, read_part, spaced


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Ferry", "ferry"),
        ("Café", "cafe"),
        ("Straße", "strasse"),
        ("don't", "dont"),
        ("don’t", "dont"),
        ("caf\u00e9’s", "cafes"),
        ("co\u00adop", "coop"),
        ("3,000", "3000"),
        ("1,234,567.8", "1234567.8"),
        ("1,5", "1,5"),
        ("%", "percent"),
        ("€", "€"),
    ],
)
def test_a_word_is_compared_by_its_plain_letters(word: str, key: str) -> None:
    assert match_key(word) == key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("U.S. re-elected", ["u", "s", "re", "elected"]),
        ("50% of 3,000", ["50", "percent", "of", "3000"]),
        ("’tis the sailors’ own", ["tis", "the", "sailors", "own"]),
        ("我们 won", ["我", "们", "won"]),
        ("— …", []),
    ],
)
def test_words_are_told_from_marks(text: str, keys: list[str]) -> None:
    found = read(text)
    assert found.keys == keys
    assert len(found.spans) == len(found) == len(keys)


def test_a_run_of_words_is_a_slice_and_a_run_of_none_a_place() -> None:
    text = "The “ferry” sank."
    found = read(text)
    assert found.span(0, 2).of(text) == "The “ferry"
    assert found.span(1, 1) == Span(5, 5)
    assert found.span(3, 3) == Span(len(text), len(text))


def test_a_part_of_a_text_has_the_words_that_it_cuts_through_whole() -> None:
    text = "The ferry line will close."
    found = read_part(text, Span(text.index("rry"), text.index("ll")))
    assert found.keys == ["ferry", "line", "will"]
    assert found.span(0, 3).of(text) == "ferry line will"
    assert read_part(text, Span(0, 2)).keys == ["the"]
    assert read_part(text, Span(len(text) - 2, len(text))).keys == ["close"]


@pytest.mark.parametrize(
    ("text", "typed", "runs"),
    [
        ("the harbour front and the harbourfront", "harbour-front", [(1, 3), (5, 6)]),
        ("the other ferry", "the", [(0, 1)]),
        ("then bathe the", "the", [(2, 3)]),
        ("a a a a", "a a", [(0, 2), (2, 4)]),
        ("10 500 people", "10,500 people", [(0, 3)]),
        ("5 10 people", "510 people", []),
        ("the ferry", "", []),
    ],
)
def test_whole_words_that_read_the_same_are_found_whatever_the_spacing(
    text: str, typed: str, runs: list[tuple[int, int]]
) -> None:
    assert list(read(text).occurrences(read(typed).compact)) == runs


def test_numbers_side_by_side_are_one_only_in_groups_of_three() -> None:
    assert "".join(spaced(["10", "500"])) == "10500"
    assert "".join(spaced(["5", "10"])) == "5 10"
    assert "".join(spaced(["1000", "500"])) == "1000 500"
    assert "".join(spaced(["h5", "10"])) == "h5 10"
    assert "".join(spaced(["5", "h10"])) == "5h10"


def test_a_mark_inside_a_word_ends_no_sentence() -> None:
    found = read("It weighs 3.5 tons")
    assert not any(found.new_sentence(number) for number in range(1, len(found)))


def test_a_sentence_begins_after_its_marks_and_at_both_ends_of_the_text() -> None:
    found = read("It sank. “We swam,” she said")
    assert [found.new_sentence(number) for number in range(len(found) + 1)] == [
        True, False, True, False, True, False, True,
    ]  # fmt: skip
