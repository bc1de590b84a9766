"""Words such as "June 2025" or "last week" -> the days that they mean."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from bot.errors import UserError

_LONGEST = 60
_FIGURES = re.compile(r"[\d\s]*(?:-\d+)?\s*\Z")  # "13" and "2025-13" are no days
_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*\Z")
_MONTH = re.compile(r"\s*((?:19|20)\d\d)-(0?[1-9]|1[0-2])\s*\Z")
_WEEK = re.compile(r"\s*(this|last)\s+week\s*\Z", re.IGNORECASE)


def parse_period(words: str, today: date) -> tuple[date, date]:
    """Return the first and the last day that `words` mean to somebody on `today`.

    Raises UserError where they can't be read.
    """
    found = _year(words) or _month(words) or _week(words, today) or _read(words, today)
    if found is None:
        shown = " ".join(words.split())[:_LONGEST]
        raise UserError(f"“{shown}” is no date that I can read. Write it as “2025-06-30”, “June 2025” or “last week”.")
    return found


def parse_date_range(since: str | None, until: str | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day of a time that is told by its ends, either of which may be open.

    Raises UserError where one can't be read, or the last comes before the first.
    """
    first = parse_period(since, today)[0] if since else None
    last = parse_period(until, today)[1] if until else None
    if first and last and first > last:
        raise UserError(f"Nothing is published both since {first} and until {last}: swap the two days.")
    return first, last


def _year(words: str) -> tuple[date, date] | None:
    found = _YEAR.match(words)
    return (date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else None


def _month(words: str) -> tuple[date, date] | None:
    found = _MONTH.match(words)
    return _whole_month(int(found[1]), int(found[2])) if found else None


def _week(words: str, today: date) -> tuple[date, date] | None:
    found = _WEEK.match(words)
    if not found:
        return None
    monday = today - timedelta(days=today.weekday() + (7 if found[1].lower() == "last" else 0))
    return monday, monday + timedelta(days=6)


def _read(words: str, today: date) -> tuple[date, date] | None:
    import dateparser.date  # noqa: PLC0415 - 0.3 s to import, and few searches need it

    if len(words) > _LONGEST or not words.strip() or _FIGURES.match(words):
        return None
    settings = {
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "DATE_ORDER": "DMY",
    }
    try:
        read = dateparser.date.DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    except (OverflowError, ValueError):
        return None
    if read.date_obj is None:
        return None
    day = read.date_obj.date()
    if read.period == "month":
        return _whole_month(day.year, day.month)
    if read.period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
