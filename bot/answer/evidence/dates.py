"""Partial dates in a text: "Nov. 19" -> month 11, day 19."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.spans import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# "may" and "march" only with a capital: they are words of their own.
_MONTH_NAME = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DATE = re.compile(
    rf"""
    \b (?: (?P<before>\d{{1,2}})(?:st|nd|rd|th)? \s (?:of\s)? )?   # 19 | 19th of
    {_MONTH_NAME}
    (?: \s (?P<after>\d{{1,2}})(?:st|nd|rd|th)? \b )?              # 19
    (?: ,?\s (?:of\s)? (?P<year>(?:18|19|20)\d\d) \b )?            # , 2024
    """,
    re.VERBOSE,
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, as far as its parts are named.

    `weekday` is in lower case. The span is in code points of the text.
    """

    span: Span
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: str | None = None

    def conflicts_with(self, other: DateMention) -> bool:
        """Check two dates for different values of one part."""
        if self.weekday and other.weekday:
            return self.weekday != other.weekday
        if self.month and other.month:
            pairs = [(self.month, other.month), (self.day, other.day), (self.year, other.year)]
            return any(ours != theirs for ours, theirs in pairs if ours is not None and theirs is not None)
        return False


def dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates of a text in its order.

    A year alone is a number (bound_numbers).
    """
    found = [_date(match) for match in _DATE.finditer(text)]
    found += [
        DateMention(Span(*match.span()), weekday=match[0].lower().removesuffix("s"))
        for match in _WEEKDAY.finditer(text)
    ]
    return tuple(sorted(found, key=lambda date: date.span))


def _date(match: re.Match[str]) -> DateMention:
    day = match["before"] or match["after"]
    return DateMention(
        span=Span(*match.span()),
        month=_MONTHS.index(match["month"][:3].lower()) + 1,
        day=int(day) if day else None,
        year=int(match["year"]) if match["year"] else None,
    )
