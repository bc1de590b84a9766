"""What became of a pinned quote in an article that has changed."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.corpus.sentences import sentences
from bot.desk.records import Pin
from bot.model import Document

_LIKE_IT = 65.0  # of 100: below that, nothing of the quote is left


def checked(quote: str, document: Document | None) -> tuple[Pin, str | None]:
    """Return whether a quote still stands in its document, word for word, and if not, what stands there in its place.

    It may have moved. The second is None where the article is gone, or nothing in it is like the quote any more.
    """
    if document is None:
        return Pin.GONE, None
    if quote in document.text:
        return Pin.HOLDS, None
    spans = [span for block in document.blocks for span in sentences(document.text, block.span)]
    told = [span.of(document.text) for span in spans]
    best = max(told, key=lambda sentence: _likeness(quote, sentence), default="")
    return Pin.CHANGED, best if _likeness(quote, best) >= _LIKE_IT else None


def _likeness(quote: str, sentence: str) -> float:
    """Return, of 100, how much like a quote a sentence is, or the part of it that is most like it."""
    return fuzz.ratio(quote, sentence) if len(sentence) < len(quote) else fuzz.partial_ratio(quote, sentence)
