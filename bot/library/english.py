"""Whether a word is good English, so that a question's correct words are not taken for misspelt ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker


def is_english(word: str) -> bool:
    """Tell whether `word`, folded, stands in the list of English words. Blocks for 0.2 s at the first call."""
    return word in _list().word_frequency.dictionary


@cache
def _list() -> SpellChecker:
    from spellchecker import SpellChecker  # noqa: PLC0415 - read only when a question holds an unknown word

    return SpellChecker(language="en")
