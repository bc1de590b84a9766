"""Date strings to ISO 8601."""

from __future__ import annotations

import re

_DAY = r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_TIME = r"(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"{_DAY}(?:[T ]{_TIME})?\Z")
# 03/05/2025 is two different days in London and in New York.
_AMBIGUOUS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_YEAR = re.compile(r"\b\d{4}\b")
_LONGEST = 60


def iso(value: str) -> str | None:
    """Return `value` as an ISO 8601 date or date-time, or None.

    None also for an ambiguous day (03/05/2025) or one without a year.

    >>> iso("3 May 2025, 10:15")
    '2025-05-03T10:15:00'
    >>> iso("03/05/2025")
    """
    value = " ".join(value.split())
    if match := _ISO.match(value):
        day, clock, zone = match.groups()
        return f"{day}T{clock}{zone or ''}" if clock else day
    if len(value) > _LONGEST or _AMBIGUOUS.search(value) or not _YEAR.search(value):
        return None
    return _parse_words(value)


def _parse_words(value: str) -> str | None:
    import dateparser  # noqa: PLC0415 - 0.3 s to import, and few documents need it

    parsed = dateparser.parse(
        value, languages=["en"], settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    )
    if parsed is None:
        return None
    return parsed.isoformat() if re.search(r"\d:\d\d", value) else parsed.date().isoformat()
