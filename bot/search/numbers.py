"""Numbers as values, whatever their spelling: "3,000", "three thousand" and "3 thousand" are one."""

from __future__ import annotations

import re

from bot.model.spans import Span
from bot.normalize import words

_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_UNITS = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1_000}
_SOME = re.compile(rf"\d|\b(?:{'|'.join((*_UNITS, *_TENS))})\b", re.IGNORECASE)


def numbers(text: str, offset: int = 0) -> list[tuple[float, Span]]:
    """Return the numbers in `text` as values, each with the span of all its words."""
    found: list[tuple[float, Span]] = []
    if not _SOME.search(text):
        return found
    value: float | None = None
    span = Span(0, 0)
    for word in words(text, offset):
        if word.text.lower() == "and" and value is not None:
            continue
        part, scale = _read(word.text)
        joined = value is not None and text[span.end - offset : word.span.start - offset] in {" ", "-", " and "}
        if scale and joined and value is not None:
            value, span = value * scale, Span(span.start, word.span.end)
        elif part is not None and joined and value is not None and word.text.isalpha() and 0 < part < value:
            value, span = value + part, Span(span.start, word.span.end)
        else:
            if value is not None:
                found.append((value, span))
            value, span = part, word.span
    if value is not None:
        found.append((value, span))
    return found


def has_number(text: str) -> bool:
    """Return whether a digit or a number word stands in `text`."""
    return _SOME.search(text) is not None


def spelled(value: int) -> tuple[str, ...]:
    """Return the words of a number that people write in full, such as ("three", "thousand"); none for another."""
    for word, scale in reversed(_SCALES.items()):
        if value >= scale and value % scale == 0:
            times = spelled(value // scale)
            return (*times, word) if len(times) == 1 else ()
    plain = {number: word for word, number in (*_UNITS.items(), *_TENS.items())}
    return (plain[value],) if value in plain else ()


def _read(word: str) -> tuple[float | None, int]:
    """Return a word's own value (or None) and, where it multiplies the one before it, by how much."""
    lower = word.lower()
    if lower in _SCALES:
        return None, _SCALES[lower]
    if lower in _UNITS or lower in _TENS:
        return float(_UNITS.get(lower, _TENS.get(lower, 0))), 0
    digits = lower.rstrip("abcdefghijklmnopqrstuvwxyz")
    scale = _SHORT_SCALES.get(lower[len(digits) :], 1)
    try:
        return float(digits.replace(",", "")) * scale, 0
    except ValueError:
        return None, 0
