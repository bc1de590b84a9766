"""A preposition in one claim only: "shot at the man", "shot the man"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

# They may stand for each other: "in the plant", "at the plant".
_PREPOSITIONS = frozenset({"in", "on", "at", "as"})


def prepositions(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the prepositions of two claims, if one has more, apart from those of time."""
    if comparison.alignment.left_ours or comparison.alignment.left_theirs or not comparison.is_english:
        return
    ours, theirs = _prepositions(comparison.ours), _prepositions(comparison.theirs)
    if len(ours) != len(theirs):
        yield comparison.difference(DifferenceKind.WORDS, ours, theirs)


def _prepositions(reading: ClaimReading) -> list[ClaimToken]:
    return [
        token
        for at, token in enumerate(reading.tokens)
        if token.folded in _PREPOSITIONS and token.is_light and not _is_of_time(reading, at + 1)
    ]


def _is_of_time(reading: ClaimReading, at: int) -> bool:
    """Check the next word but articles for a date or word of time."""
    following = next((token for token in reading.tokens[at:] if not token.is_light), None)
    if following is None:
        return False
    return following.date is not None or following.quantity is not None or reading.is_in(following, Category.TIME)
