"""Certainty: a fact in one claim, possible, planned or alleged in the other."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category


def certainty(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the hedges left over, each side with the word that it hedges."""
    ours, theirs = comparison.left_in(Category.HEDGE)
    if ours or theirs:
        yield comparison.difference(DifferenceKind.CERTAINTY, *comparison.with_partner(ours, theirs))
