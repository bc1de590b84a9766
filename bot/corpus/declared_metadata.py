"""Checks of a format's declared metadata against the article's own words.

Office programs fill these fields unasked: with the template's title, the licensee's name, the day of printing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.corpus.dates import iso

_NO_TITLE = re.compile(
    r"""
    microsoft\ (?:word|powerpoint)\b.*                  # "Microsoft Word - draft3.docx"
    |(?:untitled|document|presentation|draft|template|scan)\W*\d*
    |\S+\.(?:docx?|pdf|indd|qxp|pptx?|odt|rtf|txt|html?)   # a file name
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_WORDS = 3  # in a title: fewer are a slug, a section or a name
_MOST_WORDS = 40
_DAY_IN_WORDS = re.compile(
    r"""
    \b\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s)?[^\W\d_]{3,12}\.?,?\s\d{4}\b       # "3rd of May 2025", "3. Mai 2025"
    |\b[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}\b               # "May 3, 2025"
    |\b\d{4}-\d{2}-\d{2}\b
    """,
    re.VERBOSE,
)
_DAY_IN_DIGITS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b")
_MOST_DAYS = 20  # read on one page: further ones are no dates of publication
_PDF_DATE = re.compile(
    r"""
    (?:D:)?(\d{4})(\d{2})(\d{2})                   # year, month and day
    (?:(\d{2})(\d{2})(\d{2})?                      # hour, minute, second
      (?:Z|([+-]\d{2})\'?(\d{2})?)?)?              # zone
    """,
    re.VERBOSE,
)
_ZONE_DAYS = timedelta(days=1)  # the same moment may be two days in two time zones


def fitting_title(declared: str, *, page: str) -> str | None:
    """Return a declared title, or None for a program's or a file's name.

    A title on the first page always fits. The caller prefers the article's own heading.
    """
    title = " ".join(declared.split())
    if not title:
        return None
    if title.casefold() in " ".join(page.split()).casefold():
        return title
    is_title_like = _FEWEST_WORDS <= len(title.split()) <= _MOST_WORDS and not _NO_TITLE.fullmatch(title)
    return title if is_title_like else None


def fitting_date(declared: str | None, *, page: str) -> str | None:
    """Return a declared ISO date, or None for one contradicted by the page.

    A page printed to PDF declares the day of printing.
    """
    if not declared:
        return None
    day = date.fromisoformat(declared[:10])
    named = set(_days(page))
    fits = not named or any(abs(day - other) <= _ZONE_DAYS for other in named)
    return declared if fits else None


def pdf_date(value: str) -> str | None:
    """Return the ISO date of a PDF's date string, or None.

    >>> pdf_date("D:20250503101500+02'00'")
    '2025-05-03T10:15:00+02:00'
    """
    match = _PDF_DATE.match(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone_hours, zone_minutes = match.groups()
    text = f"{year}-{month}-{day}"
    if hour:
        zone = f"{zone_hours}:{zone_minutes or '00'}" if zone_hours else ("+00:00" if "Z" in match[0] else "")
        text += f"T{hour}:{minute}:{second or '00'}{zone}"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return iso(text)


def _days(page: str) -> Iterator[date]:
    """Yield the days named on a page, both readings of "03/05/2025"."""
    for number, match in enumerate(_DAY_IN_WORDS.finditer(page)):
        if number == _MOST_DAYS:
            break
        if found := iso(" ".join(_ORDINAL.sub("", match[0]).split())):
            yield date.fromisoformat(found[:10])
    for match in _DAY_IN_DIGITS.finditer(page):
        first, second, year = map(int, match.groups())
        for day, month in ((first, second), (second, first)):
            try:
                yield date(year, month, day)
            except ValueError:
                continue
