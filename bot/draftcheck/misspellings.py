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
    """Return True for a name with each word equal to that of `other` or misspelt.

    The last words are compared if one of the two has more of them.

    >>> is_misspelling("Ida Brnadt", "Ida Brandt"), is_misspelling("Ida Brandt", "Ole Brandt")
    (True, False)
    """
    ours, theirs = ([fold(word.text) for word in words(text)] for text in (typed, other))
    common = min(len(ours), len(theirs))
    if not common:
        return False
    return all(_is_near(our, their) for our, their in zip(ours[-common:], theirs[-common:], strict=True))


def _is_near(word: str, other: str) -> bool:
    return OSA.distance(word, other) <= edits_allowed(word)
