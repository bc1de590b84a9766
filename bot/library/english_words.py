"""Look-ups in a list of English words with their frequencies.

Good English is not corrected as a misspelling, and frequent words are no names.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_EVERYDAY = 3_500  # occurrences; names in the list ("disney", "facebook") have fewer


def is_english(word: str) -> bool:
    """Return True for a folded word of the list.

    The first call takes 0.2 s.
    """
    return word in _list().word_frequency.dictionary


def is_everyday(word: str) -> bool:
    """Return True for a folded word too frequent to be a name."""
    counts = _list().word_frequency.dictionary
    return max(counts.get(word, 0), counts.get(word.removesuffix("s"), 0)) >= _EVERYDAY


def frequency(word: str) -> int:
    """Return a folded word's occurrences in the list's sources, or 0."""
    return int(_list().word_frequency.dictionary.get(word, 0))


@cache
def _list() -> SpellChecker:
    from spellchecker import SpellChecker  # noqa: PLC0415 - read only when a question holds an unknown word

    return SpellChecker(language="en")
