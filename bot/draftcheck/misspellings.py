"""Misspellings of names: a word one or two letters away from another."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from bot.normalize import fold, words

SHORTEST = 5  # letters: Iran and Iraq are one edit apart
_TWO_EDITS_FROM = 9  # letters


def edits_allowed(word: str) -> int:
    """Return how many letters of a name may be wrong: none of a short one, two of a long one."""
    return 0 if len(word) < SHORTEST else 2 if len(word) >= _TWO_EDITS_FROM else 1


def is_misspelling(typed: str, other: str) -> bool:
    """Return True if words of `other` in a row are the name, each equal or misspelt.

    >>> is_misspelling("Ida Brnadt", "Ida Brandt, a pilot"), is_misspelling("Ida Brandt", "Ole Brandt")
    (True, False)
    """
    ours, theirs = ([fold(word.text) for word in words(text)] for text in (typed, other))
    runs = (theirs[start : start + len(ours)] for start in range(len(theirs) - len(ours) + 1))
    return bool(ours) and any(all(map(_is_near, ours, run)) for run in runs)


def _is_near(word: str, other: str) -> bool:
    return OSA.distance(word, other) <= edits_allowed(word)
