"""One date string -> ISO 8601, or None where the day isn't plainly told."""

from __future__ import annotations

import re

_DAY = r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_TIME = r"(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"{_DAY}(?:[T ]{_TIME})?\Z")
# 03/05/2025 is two different days in London and in New York.
_AMBIGUOUS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_TOLD = re.compile(r"\b\d{4}\b")
_LONGEST = 60


def iso(value: str) -> str | None:
    """Return the date, or date and time, that `value` tells in ISO 8601; None where it tells no whole date."""
    value = " ".join(value.split())
    if match := _ISO.match(value):
        day, clock, zone = match.groups()
        return f"{day}T{clock}{zone or ''}" if clock else day
    if len(value) > _LONGEST or _AMBIGUOUS.search(value) or not _TOLD.search(value):
        return None
    return _worded(value)


def _worded(value: str) -> str | None:
    """Return the date that words such as "3 May 2025, 10:15" tell."""
    import dateparser  # noqa: PLC0415 - 0.3 s to import, and few documents need it

    found = dateparser.parse(
        value, languages=["en"], settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    )
    if found is None:
        return None
    return found.isoformat() if re.search(r"\d:\d\d", value) else found.date().isoformat()
