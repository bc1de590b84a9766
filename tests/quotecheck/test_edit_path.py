"""The edit path between two texts, word by word: `a=b` reads the same, `a>b` is changed, `-a` is gone, `+b` is new."""

from __future__ import annotations

import pytest

from bot.quotecheck.edit_path import shortest_edit_path


def steps(original: str, typed: str) -> str:
    before, after = original.split(), typed.split()
    lines = []
    for step in shortest_edit_path(before, after):
        old = "" if step.original is None else before[step.original]
        new = "" if step.typed is None else after[step.typed]
        sign = "=" if step.same else ">" if old and new else ""
        lines.append(f"{old}{sign}{new}" if sign else f"-{old}" if old else f"+{new}")
    return " ".join(lines)


@pytest.mark.parametrize(
    ("original", "typed", "expected"),
    [
        ("will close in", "will shut in", "will=will close>shut in=in"),
        ("will close", "will surely close", "will=will +surely close=close"),
        ("will surely close", "will close", "will=will -surely close=close"),
        ("", "will", "+will"),
        ("will", "", "-will"),
    ],
)
def test_words_are_changed_added_or_left_out(original: str, typed: str, expected: str) -> None:
    assert steps(original, typed) == expected


def test_of_two_shortest_paths_the_one_that_keeps_more_words_is_taken() -> None:
    assert steps("a b c d", "b c d a") == "-a b=b c=c d=d +a"
    assert steps("a b", "b c") == "-a b=b +c"


@pytest.mark.parametrize(
    ("original", "typed", "expected"),
    [
        ("the harbour front closed", "the harbourfront closed", "the=the harbour=harbourfront front= closed=closed"),
        ("the harbourfront closed", "the harbour front closed", "the=the harbourfront=harbour =front closed=closed"),
    ],
)
def test_words_that_only_stand_closer_or_wider_are_the_same(original: str, typed: str, expected: str) -> None:
    assert steps(original, typed) == expected


@pytest.mark.parametrize(
    ("original", "typed", "expected"),
    [
        ("will close in", "will surely closed in", "will=will +surely close>closed in=in"),
        ("will surely close in", "will closed in", "will=will -surely close>closed in=in"),
        ("will close soon in", "will hardly closed sooner in", "will=will +hardly close>closed soon>sooner in=in"),
        ("will stop in", "will stopped for ever in", "will=will stop>stopped +for +ever in=in"),
        ("will stop in", "will now stopped quite in", "will=will +now stop>stopped +quite in=in"),
        ("will now stopped quite in", "will stop in", "will=will -now stopped>stop -quite in=in"),
    ],
)
def test_words_that_look_most_alike_stand_for_each_other(original: str, typed: str, expected: str) -> None:
    assert steps(original, typed) == expected


def test_in_a_change_of_more_than_six_words_they_are_paired_from_the_first_on() -> None:
    assert steps("a 1 2 3 4 5 sixty b", "a sixth b") == "a=a -1 -2 -3 -4 -5 sixty>sixth b=b"
    assert steps("a 1 2 3 4 5 sixty 7 b", "a sixth b") == "a=a 1>sixth -2 -3 -4 -5 -sixty -7 b=b"
