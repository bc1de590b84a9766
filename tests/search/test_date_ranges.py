"""Days as people write them: a day, a month, a year, or how long ago."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.search.date_ranges import parse_date_range, parse_period

TODAY = date(2026, 3, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025-06-30", "2025-06-30", "2025-06-30"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("june", "2025-06-01", "2025-06-30"),
        ("12 June 2025", "2025-06-12", "2025-06-12"),
        ("today", "2026-03-18", "2026-03-18"),
        ("yesterday", "2026-03-17", "2026-03-17"),
        ("last week", "2026-03-09", "2026-03-15"),
        ("this week", "2026-03-16", "2026-03-22"),
        ("3 days ago", "2026-03-15", "2026-03-15"),
    ],
)
def test_words_mean_their_first_and_their_last_day(words: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in parse_period(words, TODAY)] == [first, last]


@pytest.mark.parametrize("words", ["", "soonish", "13", "2025-13", "the day of the flood", "x" * 500])
def test_what_cannot_be_read_is_told_with_an_example(words: str) -> None:
    with pytest.raises(UserError, match="June 2025"):
        parse_period(words, TODAY)


def test_a_time_may_be_open_at_either_end_but_not_turned_round() -> None:
    assert parse_date_range("june 2025", None, TODAY) == (date(2025, 6, 1), None)
    assert parse_date_range(None, "june 2025", TODAY) == (None, date(2025, 6, 30))
    with pytest.raises(UserError, match="swap"):
        parse_date_range("2026", "2025", TODAY)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_time_or_a_sentence(words: str) -> None:
    try:
        first, last = parse_period(words, TODAY)
    except UserError:
        return
    assert first <= last
