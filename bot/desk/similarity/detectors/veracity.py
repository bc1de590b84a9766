"""A claim told to be untrue: "hoax", "myth", "debunked"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category

# Words around a judgement, which posts use without one.
_FRAME_WORDS = "true truth real really fact claim claims claimed story supposed check conspiracy lies lie wrong"
_FRAME = frozenset(_FRAME_WORDS.split())


def veracity(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the words left over that judge the claim."""
    ours, theirs = comparison.left_in(Category.VERACITY)
    if ours or theirs:
        is_debunked = any(token.folded not in _FRAME for token in (*ours, *theirs))
        decisive = comparison.is_nearly_verbatim or is_debunked
        yield comparison.difference(DifferenceKind.VERACITY, ours, theirs, decisive=decisive)
