"""Due dates as people write them, by the newsroom's clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import due_dates
from bot.errors import UserError

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # a Monday, 09:00 in Paris


def paris(words: str, now: datetime = NOW) -> str:
    return due_dates.parse_due_date(words, now, "Europe/Paris").isoformat(timespec="minutes").removesuffix("+00:00")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("tomorrow 17:00", "2026-11-03T16:00"),
        ("Tomorrow at 5pm", "2026-11-03T16:00"),
        ("friday", "2026-11-06T17:00"),
        ("next Friday", "2026-11-06T17:00"),
        ("fri 9:30", "2026-11-06T08:30"),
        ("in 3 hours", "2026-11-02T11:00"),
        ("in 90 minutes", "2026-11-02T09:30"),
        ("in 2 days", "2026-11-04T17:00"),
        ("today", "2026-11-02T17:00"),
        ("end of day", "2026-11-02T17:00"),
        ("tonight", "2026-11-02T19:00"),
        ("17:00", "2026-11-02T16:00"),
        ("08:00", "2026-11-03T07:00"),
        ("next week", "2026-11-09T17:00"),
        ("2026-11-30", "2026-11-30T17:00"),
        ("2026-11-30 14:15", "2026-11-30T13:15"),
        ("30.11.2026", "2026-11-30T17:00"),
        ("3 December", "2026-12-03T17:00"),
        ("15 July 2027 10:00", "2027-07-15T08:00"),
        ("tomorrow 10:00 UTC", "2026-11-03T10:00"),
    ],
)
def test_words_mean_a_moment_in_the_newsroom_s_time_zone(words: str, moment: str) -> None:
    assert paris(words) == moment


def test_a_day_that_is_nearly_over_lasts_until_midnight() -> None:
    assert paris("today", datetime(2026, 11, 2, 18, 30, tzinfo=UTC)) == "2026-11-02T23:00"


def test_a_day_means_18_there_when_the_clocks_are_put_back_before_it() -> None:
    saturday = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)
    assert paris("today", saturday) == "2026-10-24T16:00"
    assert paris("sunday", saturday) == "2026-10-25T17:00"


@pytest.mark.parametrize("words", ["soon", "", "12", "2026", "november", "31 February", "25:00", "x" * 500, "🙂"])
def test_unreadable_words_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(UserError, match=r"can't be read as a date\. Write it as “tomorrow 17:00”"):
        paris(words)


@pytest.mark.parametrize("words", ["yesterday", "3 hours ago", "2026-11-01", "2020-01-01 10:00"])
def test_the_past_is_refused(words: str) -> None:
    with pytest.raises(UserError, match="has passed"):
        paris(words)


def test_an_ambiguous_day_is_not_guessed() -> None:
    with pytest.raises(UserError, match="one day in London and another in New York"):
        paris("03/05/2027")


@given(st.text(max_size=80))
def test_any_words_mean_a_future_moment_or_are_refused(words: str) -> None:
    with suppress(UserError):
        assert due_dates.parse_due_date(words, NOW, "America/New_York") > NOW


@pytest.mark.parametrize("words", ["<t:1793710800>", "<t:1793710800:f>", " <t:1793710800:R> "])
def test_a_timestamp_of_discord_is_a_moment(words: str) -> None:
    assert due_dates.parse_due_date(words, NOW, "Europe/Paris") == datetime(2026, 11, 3, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("words", ["<t:1>", "<t:99999999999999>", "<t:x>", "<t:1793710800:f> or later"])
def test_another_timestamp_is_refused(words: str) -> None:
    with pytest.raises(UserError):
        due_dates.parse_due_date(words, NOW, "Europe/Paris")
