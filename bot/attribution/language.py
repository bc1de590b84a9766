"""Whether a text reads as English: attribution's rules are English, and it says so of what is not."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_READ = 4_000  # characters from the start and as many from the middle: enough to tell, whatever the length
_FEWEST = 25  # words; of less, nobody could say
_SHARE = 0.12  # English news has about 0.3 of these, its neighbours below 0.05
_ENGLISH_WORDS = """
the of and to that for with from by which their this not have it they has are were be on at as who would been but his
her its will said than
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def is_english(text: str) -> bool:
    """Tell whether `text` holds English function words as English does; a text of a few words counts as English."""
    middle = len(text) // 2
    words = _WORD.findall(text[:_READ].lower()) + _WORD.findall(text[middle : middle + _READ].lower())
    return len(words) < _FEWEST or sum(word in _ENGLISH for word in words) >= _SHARE * len(words)
