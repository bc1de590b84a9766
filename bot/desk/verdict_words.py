"""A published verdict in words, for cards and the terminal."""

from __future__ import annotations

import re
from calendar import month_name

from bot.answer.presentation.source_line import day
from bot.model.published_verdicts import PublishedVerdict

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


def checked_line(verdict: PublishedVerdict) -> str:
    """Return "Checked 1 January 2024 by AFP: False", as far as date and outlet are known."""
    date = f" {_date_in_words(verdict.date)}" if verdict.date else ""
    author = verdict.author or ("" if verdict.imported else "this desk")
    by = f" by {author}" if author else ""
    return f"Checked{date}{by}: {verdict.rating}"


def _date_in_words(date: str) -> str:
    """Return an ISO date or month in words; a year stays.

    >>> _date_in_words("2024-01-01"), _date_in_words("2024-01"), _date_in_words("2024")
    ('1 January 2024', 'January 2024', '2024')
    """
    if match := _MONTH.match(date):
        return f"{month_name[int(match[2])]} {match[1]}"
    return day(date)
