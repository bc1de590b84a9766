"""Numbers as values: "3,000", "three thousand" and "3 thousand" are one."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.model.spans import Span
from bot.normalize import WORD

_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_UNITS = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1_000}
_JOINTS = frozenset({" ", "-", " and "})  # between the words of one number
_DIGIT_OR_NUMBER_WORD = re.compile(rf"\d|\b(?:{'|'.join((*_UNITS, *_TENS))})\b", re.IGNORECASE)


def numbers(text: str, offset: int = 0) -> list[tuple[float, Span]]:
    """Return the numbers in `text` as values with their spans.

    The spans are shifted by `offset`.

    >>> numbers("three thousand ships")
    [(3000.0, Span(start=0, end=14))]
    """
    values: list[tuple[float, Span]] = []
    if not _DIGIT_OR_NUMBER_WORD.search(text):
        return values
    value: float | None = None
    start = end = 0
    for word in WORD.finditer(text):
        word_value, scale = _read_word(word[0])
        if value is None:
            value, start, end = word_value, *word.span()
            continue
        if word[0].lower() == "and":
            continue
        is_adjacent = text[end : word.start()] in _JOINTS
        combined = _combine(value, word[0], word_value, scale) if is_adjacent else None
        if combined is not None:
            value, end = combined, word.end()
            continue
        values.append((value, Span(offset + start, offset + end)))
        value, start, end = word_value, *word.span()
    if value is not None:
        values.append((value, Span(offset + start, offset + end)))
    return values


def _combine(value: float, word: str, word_value: float | None, scale: int) -> float | None:
    """Return the value of a number with its next word, or None.

    "three" + "thousand" -> 3000, "twenty" + "one" -> 21; None for two separate numbers.
    """
    if scale:
        return value * scale
    if word_value is not None and word.isalpha() and 0 < word_value < value:
        return value + word_value
    return None


def has_number(text: str) -> bool:
    """Return True for a text with a digit or a number word."""
    return _DIGIT_OR_NUMBER_WORD.search(text) is not None


def spelled(value: int) -> tuple[str, ...]:
    """Return the words of a number commonly written in full, or ().

    >>> spelled(3000), spelled(3217)
    (('three', 'thousand'), ())
    """
    for word, scale in reversed(_SCALES.items()):
        if value >= scale and value % scale == 0:
            times = spelled(value // scale)
            return (*times, word) if len(times) == 1 else ()
    plain = {number: word for word, number in (*_UNITS.items(), *_TENS.items())}
    return (plain[value],) if value in plain else ()


@lru_cache(maxsize=20_000)
def _read_word(word: str) -> tuple[float | None, int]:
    """Return a word's value, and its factor as a scale word.

    "three" -> (3, 0), "thousand" -> (None, 1000), "port" -> (None, 0)
    """
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
