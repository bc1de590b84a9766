"""Ranges of days for date expressions such as "last week"."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from bot.errors import UserError

_LONGEST = 60
_BARE_FIGURES = re.compile(r"[\d\s]*(?:-\d+)?\s*\Z")  # "13" and "2025-13" are not dates
_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*\Z")
_MONTH = re.compile(r"\s*((?:19|20)\d\d)-(0?[1-9]|1[0-2])\s*\Z")
_WEEK = re.compile(r"\s*(this|last)\s+week\s*\Z", re.IGNORECASE)


def parse_period(words: str, today: date) -> tuple[date, date]:
    """Return the first and last day of `words` as seen on `today`.

    Raises UserError for an unreadable date.

    >>> [day.isoformat() for day in parse_period("last week", date(2026, 7, 1))]
    ['2026-06-22', '2026-06-28']
    """
    match = None
    if len(words) <= _LONGEST:
        match = _year(words) or _month(words) or _week(words, today) or _parse_freely(words, today)
    if match is None:
        shown = " ".join(words.split())[:_LONGEST]
        raise UserError(f"“{shown}” is no date that I can read. Write it as “2025-06-30”, “June 2025” or “last week”.")
    return match


def parse_date_range(since: str | None, until: str | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of a range with optional ends.

    Raises UserError for an unreadable date, or for a last day before the first.
    """
    first = parse_period(since, today)[0] if since else None
    last = parse_period(until, today)[1] if until else None
    if first and last and first > last:
        raise UserError(f"The first day, {first}, is after the last, {last}: swap the two.")
    return first, last


def _year(words: str) -> tuple[date, date] | None:
    match = _YEAR.match(words)
    return (date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)) if match else None


def _month(words: str) -> tuple[date, date] | None:
    match = _MONTH.match(words)
    return _whole_month(int(match[1]), int(match[2])) if match else None


def _week(words: str, today: date) -> tuple[date, date] | None:
    match = _WEEK.match(words)
    if not match:
        return None
    monday = today - timedelta(days=today.weekday() + (7 if match[1].lower() == "last" else 0))
    return monday, monday + timedelta(days=6)


def _parse_freely(words: str, today: date) -> tuple[date, date] | None:
    import dateparser.date  # noqa: PLC0415 - 0.3 s to import, and few searches need it

    if not words.strip() or _BARE_FIGURES.match(words):
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
