"""Checks of one article: what became of a pinned quote, whether it reports a claim."""

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

_LIKE_IT = 65.0  # of 100: below that, nothing of the quote is left

_ENOUGH = 0.75  # of the claim's weight, in the sentence and what stands beside it


def checked(quote: str, document: Document | None) -> tuple[PinState, str | None]:
    """Return whether a quote still stands in its document, word for word, and if not, what stands there in its place.

    It may have moved. The second is None where the article is gone, or nothing in it is like the quote any more.
    """
    if document is None:
        return PinState.GONE, None
    if quote in document.text:
        return PinState.HOLDS, None
    spans = [span for block in document.blocks for span in sentences(document.text, block.span)]
    told = [span.of(document.text) for span in spans]
    best = max(told, key=lambda sentence: _likeness(quote, sentence), default="")
    return PinState.CHANGED, best if _likeness(quote, best) >= _LIKE_IT else None


def _likeness(quote: str, sentence: str) -> float:
    """Return, of 100, how much like a quote a sentence is, or the part of it that is most like it."""
    return fuzz.ratio(quote, sentence) if len(sentence) < len(quote) else fuzz.partial_ratio(quote, sentence)


def sought(parts: Iterable[QueryPart]) -> tuple[QueryPart, ...]:
    """Return the parts of a claim that an article on it must hold: another number may be the very news."""
    return tuple(part for part in parts if part.kind is not QueryPartKind.NUMBER)


def may_tell(parts: tuple[QueryPart, ...], taken: DocumentUnits) -> bool:
    """Tell, quickly, whether the article holds half of the words at all."""
    words = [stem(word) for part in parts for word in part.words]
    return 2 * sum(taken.anywhere(word) for word in words) >= len(words)


def tells_of(parts: tuple[QueryPart, ...], taken: DocumentUnits) -> PartMatch | None:
    """Return the sentence of an article that tells most of what the parts name, or None where none tells enough."""
    told = [
        met
        for met in match(parts, taken)
        if met.coverage >= _ENOUGH
        and all_hard_parts_met(parts, met)
        and not met.unit.boilerplate
        and not met.unit.heading
    ]
    return max(told, key=lambda met: (lexical_score(met), -met.position), default=None)
