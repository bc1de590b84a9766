"""Date strings -> ISO 8601, and ISO 8601 -> words."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import UTC, date, datetime, timedelta

_DAY = r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_TIME = r"(\d{2}:\d{2}(?::\d{2})?)(?:[.,:]\d+)?\s?(Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"{_DAY}(?:[T ]{_TIME})?\Z")
_ISO_WEEK = re.compile(r"\d{4}-W\d{2}-\d\Z")  # 2024-W18-3
_EPOCH = re.compile(r"(1\d{9}|[2-4]\d{9})(?:\d{3})?\Z")  # seconds or milliseconds from 2001 on
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})\b")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\Z")
# 4.2.2025: where dots are written, the day stands first.
_DAY_FIRST = re.compile(r"(?:\D{0,30}\s)?(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b")
# 03/05/2025 is two different days in London and in New York.
_AMBIGUOUS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})\b")
# 2024年5月1日, 2024년 5월 1일
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YEAR = re.compile(r"\d{4}\Z")
_YEAR_AND_MONTH = re.compile(r"(?:(?P<year>\d{4})[/.-](?P<month>\d{1,2})|(?P<first>\d{1,2})[/.-](?P<last>\d{4}))\Z")
_MONTH_IN_WORDS = re.compile(r"\D{3,30}\d{4}\D{0,5}\Z")
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2})(?:[T ].*)?)?\Z")
_SERIAL_DAY = re.compile(r"([2-6]\d{4})(?:[.,]\d{1,12})?\Z")  # from 1954 to 2091
_SERIAL_START = date(1899, 12, 30)  # day 0 of Excel and of Google Sheets
_ORDINAL = re.compile(r"(?<=\d)[º°ª]")  # 1º de maio
_TOLD = re.compile(r"\b\d{4}\b")
_LONGEST = 60
# European languages whose names of months dateparser tells apart.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "da", "sv", "nb", "ru", "uk", "tr", "ro")
_FIRST_YEAR = 1600  # the first newspapers
_LAST_YEAR = 2100
# What systems write for "no date": their day zero, also in a zone west of Greenwich.
_ZERO_DAYS = frozenset({date(1970, 1, 1), date(1969, 12, 31), date(1899, 12, 30), date(1900, 1, 1)})


def iso(value: str) -> str | None:
    """Return a date in ISO 8601, None for anything but a whole day.

    "4. Februar 2025" -> "2025-02-04". Days that do not exist and a system's day zero name none.
    """
    value = " ".join(value.split())
    if match := _ISO.match(value):
        day, clock, zone = match.groups()
        if not is_possible_day(day):
            return None
        moment = f"{day}T{clock}{zone or ''}"
        return moment if clock and _is_possible_moment(moment) else day
    if len(value) > _LONGEST:
        return None
    if match := _EPOCH.match(value):
        return datetime.fromtimestamp(int(match[1]), UTC).isoformat()
    found = _numeric(value)
    if found is None and not _AMBIGUOUS.search(value) and _TOLD.search(value):
        found = _worded(value)
    return found if found and is_possible_day(found[:10]) else None


def is_possible_day(day: str) -> bool:
    """Return whether an ISO date exists and can be one of publication."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return False
    return _FIRST_YEAR <= found.year <= _LAST_YEAR and found not in _ZERO_DAYS


def _is_possible_moment(moment: str) -> bool:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True


def iso_or_part(value: str) -> str | None:
    """Return a date, month or year in ISO 8601: "May 2024" -> "2024-05"."""
    if found := iso(value):
        return found
    value = " ".join(value.split())
    if _YEAR.match(value):
        return value if is_possible_day(f"{value}-12-31") else None
    if match := _YEAR_AND_MONTH.match(value):
        month = f"{match['year'] or match['last']}-{int(match['month'] or match['first']):02}"
    elif _MONTH_IN_WORDS.match(value):
        month = (_worded(f"1 {value}") or "")[:7]
    else:
        return _same_either_way(value)
    return month if is_possible_day(f"{month}-28") else None


def date_in_words(value: str) -> str:
    """Return an ISO date or month in words; a year and other texts stay.

    >>> date_in_words("2024-05-01T10:00"), date_in_words("2024-05"), date_in_words("2024"), date_in_words("soon")
    ('1 May 2024', 'May 2024', '2024', 'soon')
    """
    match = _ISO_MONTH.match(value)
    if match is None:
        return value
    month = f"{month_name[int(match['month'])]} {match['year']}"
    return f"{int(match['day'])} {month}" if match["day"] else month


def serial_day(value: str) -> str | None:
    """Return the date of a spreadsheet's day number: "45413" -> "2024-05-01"."""
    match = _SERIAL_DAY.match(value.strip())
    return (_SERIAL_START + timedelta(days=int(match[1]))).isoformat() if match else None


def is_ambiguous(value: str) -> bool:
    """Return whether digits name two days: "05/01/2024"."""
    match = _AMBIGUOUS.search(value)
    return match is not None and max(int(match[1]), int(match[2])) <= 12 and iso_or_part(value) is None


def _same_either_way(value: str) -> str | None:
    """Return the date of digits such as "05/05/2024"."""
    match = _AMBIGUOUS.search(value)
    if match is None or match[1] != match[2] or len(match[3]) != 4:
        return None
    day = f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}"
    return day if is_possible_day(day) else None


def _numeric(value: str) -> str | None:
    """Return the day of a date in digits, None for an ambiguous order."""
    if _ISO_WEEK.match(value):
        return _of_week(value)
    if match := _YEAR_FIRST.match(value) or _COMPACT.match(value) or _EAST_ASIAN.match(value):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.match(value):
        day, month, year = match.groups()
    else:
        match = _AMBIGUOUS.search(value)
        if match is None or len(match[3]) != 4:
            return None
        first, second, year = match.groups()
        if int(first) > 12:
            day, month = first, second
        elif int(second) > 12:
            day, month = second, first
        else:
            return None
    return f"{year}-{int(month):02}-{int(day):02}"


def _of_week(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _worded(value: str) -> str | None:
    """Return the date of words such as "3 May 2025, 10:15"."""
    import dateparser  # noqa: PLC0415 - 0.3 s to import, and few documents need it

    found = dateparser.parse(
        _ORDINAL.sub("", value),
        languages=list(_LANGUAGES),
        settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"},
    )
    if found is None:
        return None
    return found.isoformat() if re.search(r"\d:\d\d", value) else found.date().isoformat()
