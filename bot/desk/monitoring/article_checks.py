"""Checks of one article: pinned quotes, and mentions of a claim."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.answer.evidence.candidates import lexical_score
from bot.answer.evidence.matching import PartMatch, all_hard_parts_met, match
from bot.answer.evidence.units import DocumentUnits
from bot.corpus.sentences import sentences
from bot.model.claims import PinState
from bot.model.documents import Document
from bot.normalize import stem
from bot.search.query import QueryPart, QueryPartKind

_SIMILAR = 65.0  # of 100: below it, nothing of the quote is left
_ENOUGH = 0.75  # of the claim's weight, in a sentence with its neighbours


def check_pin(quote: str, document: Document | None) -> tuple[PinState, str | None]:
    """Return a pinned quote's state, and a changed quote's most similar sentence.

    The quote may have moved within the article. The sentence is None if the article is gone or holds nothing similar.
    """
    if document is None:
        return PinState.GONE, None
    if quote in document.text:
        return PinState.HOLDS, None
    spans = [span for block in document.blocks for span in sentences(document.text, block.span)]
    candidates = [span.of(document.text) for span in spans]
    best = max(candidates, key=lambda sentence: _similarity(quote, sentence), default="")
    return PinState.CHANGED, best if _similarity(quote, best) >= _SIMILAR else None


def _similarity(quote: str, sentence: str) -> float:
    """Return the Indel similarity (0 to 100) of quote and sentence.

    Of a longer sentence only the most similar part counts.
    """
    return fuzz.ratio(quote, sentence) if len(sentence) < len(quote) else fuzz.partial_ratio(quote, sentence)


def parts_without_numbers(parts: Iterable[QueryPart]) -> tuple[QueryPart, ...]:
    """Return a claim's parts to look for in articles.

    Numbers are left out, because a new number may be the news.
    """
    return tuple(part for part in parts if part.kind is not QueryPartKind.NUMBER)


def may_mention(parts: tuple[QueryPart, ...], units: DocumentUnits) -> bool:
    """Pre-filter: at least half of the claim's stems occur in the article."""
    stems = [stem(word) for part in parts for word in part.words]
    return 2 * sum(units.anywhere(stemmed) for stemmed in stems) >= len(stems)


def find_mention(parts: tuple[QueryPart, ...], units: DocumentUnits) -> PartMatch | None:
    """Return an article's best matching sentence for a claim, or None."""
    matches = [
        part_match
        for part_match in match(parts, units)
        if part_match.coverage >= _ENOUGH
        and all_hard_parts_met(parts, part_match)
        and not part_match.unit.boilerplate
        and not part_match.unit.heading
    ]
    return max(matches, key=lambda part_match: (lexical_score(part_match), -part_match.position), default=None)
