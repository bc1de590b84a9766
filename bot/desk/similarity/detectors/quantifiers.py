"""Quantifiers and bounds: "all", "some", "at least", "only"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category


def quantity(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the quantifiers and bounds left over."""
    ours, theirs = comparison.left_in(Category.QUANTIFIER)
    if ours or theirs:
        yield comparison.difference(DifferenceKind.QUANTITY, *comparison.with_partner(ours, theirs))
