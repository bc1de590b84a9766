"""Quantifiers and bounds: "all", "some", "at least", "only"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.desk.similarity.alignment import AlignmentReason
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

# They bound a number, and are prepositions elsewhere: "over 40 boats", "over a fence".
_INDEFINITE = frozenset({"a", "an"})
_DEFINITE = frozenset({"the", "this", "these", "that", "those"})
_WERE = frozenset({"was", "were", "had", "did"})
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
    """Yield the nouns of one claim that are plurals in the other, if that is another number: "a child", "children".

    Of what happened, "the child" is one and "the children" are several; of what is, both may be a kind.
    """
    inflected = [pair for pair in comparison.alignment.pairs if pair.reason is AlignmentReason.INFLECTED]
    nouns = [
        (comparison.ours.content[pair.ours[0]], comparison.theirs.content[pair.theirs[0]])
        for pair in (inflected if comparison.is_english else ())
    ]
    is_event = comparison.is_english and all(map(_tells_of_past, (comparison.ours, comparison.theirs)))
    differing = [
        (ours, theirs)
        for ours, theirs in nouns
        if _has_article(comparison.ours, ours, _INDEFINITE) != _has_article(comparison.theirs, theirs, _INDEFINITE)
        or (is_event and _has_other_number(comparison, ours, theirs))
    ]
    if differing:
        yield comparison.difference(
            DifferenceKind.QUANTITY, [ours for ours, _ in differing], [theirs for _, theirs in differing]
        )


def _has_article(reading: ClaimReading, noun: ClaimToken, articles: Collection[str]) -> bool:
    at = reading.tokens.index(noun)
    return at > 0 and reading.tokens[at - 1].folded in articles


def _has_other_number(comparison: ClaimComparison, ours: ClaimToken, theirs: ClaimToken) -> bool:
    """Check for "the child" and "the children"."""
    relations = comparison.ours.knowledge.relations
    are_definite = _has_article(comparison.ours, ours, _DEFINITE) and _has_article(comparison.theirs, theirs, _DEFINITE)
    are_nouns = not any(relations.is_past(token.folded) or token.folded.endswith("ing") for token in (ours, theirs))
    return are_definite and are_nouns


def _tells_of_past(reading: ClaimReading) -> bool:
    return any(
        token.folded in _WERE
        or (token.is_word and not token.is_light and reading.knowledge.relations.is_past(token.folded))
        for token in reading.tokens
    )
