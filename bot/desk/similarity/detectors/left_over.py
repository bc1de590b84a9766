"""Words of one claim that nothing in the other accounts for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind


def left_over(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield all words that no other detector explained."""
    if comparison.left_ours or comparison.left_theirs:
        yield comparison.difference(DifferenceKind.WORDS, comparison.left_ours, comparison.left_theirs)
