"""Regular expressions laid out over several lines, for patterns of English phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LEADING_BAR = re.compile(r"^([ ]*\|) ", re.MULTILINE)
_SINGLE_BLANK = re.compile(r"(?<=[^\s\\]) (?=\S)")


def phrase_pattern(layout: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    r"""Compile a verbose pattern (`re.VERBOSE`); its single blanks match blanks.

    All other blank space is layout: line breaks, indentation, runs of blanks, and a blank after the `|` that begins a
    line. A blank to match at the beginning or end of a line is escaped. Comments follow two blanks.

    >>> pattern = phrase_pattern(r'''
    ...     according to       # the report
    ...     \ (?P<speaker>.+)
    ... ''')
    >>> pattern.match("According to Ada Lind")["speaker"]
    'Ada Lind'
    """
    escaped = _SINGLE_BLANK.sub(r"\\ ", _LEADING_BAR.sub(r"\1  ", layout))
    return re.compile(escaped, re.VERBOSE | (re.IGNORECASE if ignore_case else re.NOFLAG))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest first, equally long ones by the alphabet.

    >>> any_of(["say", "says"])
    'says|say'
    """
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
