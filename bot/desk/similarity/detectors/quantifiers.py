"""Quantifiers and bounds: "all", "some", "at least", "only"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.alignment import AlignmentReason
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

# They bound a number, and are prepositions elsewhere: "over 40 boats", "over a fence".
_PREPOSITIONS = frozenset({"over", "under", "above", "below", "around", "about", "up"})


def quantity(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the quantifiers and bounds left over."""
    left_ours, left_theirs = comparison.left_in(Category.QUANTIFIER)
    ours = [token for token in left_ours if _bounds(comparison.ours, token)]
    theirs = [token for token in left_theirs if _bounds(comparison.theirs, token)]
    if ours or theirs:
        yield comparison.difference(DifferenceKind.QUANTITY, *comparison.with_partner(ours, theirs))


def _bounds(reading: ClaimReading, token: ClaimToken) -> bool:
    """Check a quantifier; a preposition has to stand before a number."""
    if token.folded not in _PREPOSITIONS:
        return True
    at = reading.tokens.index(token)
    return any(following.quantity is not None for following in reading.tokens[at + 1 : at + 3])


def article(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the nouns with "a" or "an" that are plurals in the other claim: "a child", "children"."""
    inflected = [pair for pair in comparison.alignment.pairs if pair.reason is AlignmentReason.INFLECTED]
    nouns = [
        (comparison.ours.content[pair.ours[0]], comparison.theirs.content[pair.theirs[0]])
        for pair in (inflected if comparison.is_english else ())
    ]
    differing = [
        (ours, theirs)
        for ours, theirs in nouns
        if _has_article(comparison.ours, ours) != _has_article(comparison.theirs, theirs)
    ]
    if differing:
        yield comparison.difference(
            DifferenceKind.QUANTITY, [ours for ours, _ in differing], [theirs for _, theirs in differing]
        )


def _has_article(reading: ClaimReading, noun: ClaimToken) -> bool:
    at = reading.tokens.index(noun)
    return at > 0 and reading.tokens[at - 1].folded in {"a", "an"}
