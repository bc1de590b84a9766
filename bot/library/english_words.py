"""Whether a word is good English: correct ones are not to be taken for misspelt, nor ordinary ones for names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_EVERYDAY = 3_500  # times in the list's texts; names that are in the list ("disney", "facebook") stay below


def is_english(word: str) -> bool:
    """Tell whether `word`, folded, stands in the list of English words. Blocks for 0.2 s at the first call."""
    return word in _list().word_frequency.dictionary


def is_everyday(word: str) -> bool:
    """Tell whether `word`, folded, is so common that it is no name. Blocks for 0.2 s at the first call."""
    counts = _list().word_frequency.dictionary
    return max(counts.get(word, 0), counts.get(word.removesuffix("s"), 0)) >= _EVERYDAY


@cache
def _list() -> SpellChecker:
    from spellchecker import SpellChecker  # noqa: PLC0415 - read only when a question holds an unknown word

    return SpellChecker(language="en")
