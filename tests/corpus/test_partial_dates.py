"""Dates of spreadsheets: days, months and years; ambiguous ones are not guessed."""

from __future__ import annotations

import pytest

from bot.corpus import dates


@pytest.mark.parametrize(
    "written",
    [
        *("2025-03-04", "4.3.2025", "4 March 2025", "March 4, 2025", "2025/03/04", "20250304", "4. März 2025"),
        *("4 mars 2025", "4 de marzo de 2025", "4 marzo 2025", "4 de março de 2025", "4º de março de 2025"),
        *("4 maart 2025", "4 marca 2025", "4 марта 2025", "4 березня 2025", "2025年3月4日", "2025년 3월 4일"),
        *("2025-W10-2", "2025-03-04T25:00:00", "2025-03-04T10:00:00+25:00"),  # a week's day; no such times
    ],
)
def test_a_day_is_read_in_many_languages(written: str) -> None:
    assert dates.iso_or_part(written) == "2025-03-04"


@pytest.mark.parametrize(
    ("written", "part"),
    [
        *(("March 2025", "2025-03"), ("März 2025", "2025-03"), ("03/2025", "2025-03"), ("2025-03", "2025-03")),
        *(("2025", "2025"), ("03/03/2025", "2025-03-03"), ("3.3.2025", "2025-03-03")),
        *(("1500", None), ("2200", None), ("13/2025", None), ("2025-13", None), ("spring 2025", None)),
        *(("31 February 2025", None), ("lately", None), ("", None), ("0000-00-00", None)),
    ],
)
def test_a_month_or_year_stays_one(written: str, part: str | None) -> None:
    assert dates.iso_or_part(written) == part


@pytest.mark.parametrize(
    ("written", "two_days"),
    [
        *(("04/03/2025", True), ("4-3-2025", True), ("12/11/25", True)),
        *(
            ("13/03/2025", False),
            ("03/13/2025", False),
            ("03/03/2025", False),
            ("13/13/2025", False),
            ("4.3.2025", False),
        ),
    ],
)
def test_two_possible_days_are_ambiguous(written: str, two_days: bool) -> None:
    assert dates.is_ambiguous(written) == two_days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("45720", "2025-03-04"), ("45720.5", "2025-03-04"), ("20000", "1954-10-03"), ("69999", "2091-08-24")),
        *(("19999", None), ("70000", None), ("4572", None), ("457200", None), ("45720 days", None)),
    ],
)
def test_a_spreadsheets_day_number_is_a_day(written: str, day: str | None) -> None:
    assert dates.serial_day(written) == day
