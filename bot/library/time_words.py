"""Names of months, weekdays and relative days by language, from dateparser's data."""

from __future__ import annotations

import importlib
from functools import cache

_NAMES = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""


@cache
def time_words(language: str) -> frozenset[str]:
    """Return the words of time in a language, in lower case.

    `language` is an ISO 639-1 code; an unknown one has none.
    """
    try:
        data = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
    except ImportError:
        return frozenset()
    names = [name for key in _NAMES.split() for name in data.get(key, ())]
    names += [name for phrases in data.get("relative-type", {}).values() for name in phrases]
    return frozenset(word.lower() for name in names for word in name.split() if len(word) > 2)
