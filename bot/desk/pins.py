"""What became of a pinned quote in an article that has changed."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.corpus.sentences import sentences
from bot.desk.records import Pin
from bot.model import Document

_LIKE_IT = 60.0  # of 100: below that, nothing of the quote is left


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
    best = process.extractOne(quote, told, scorer=fuzz.ratio, score_cutoff=_LIKE_IT)
    return Pin.CHANGED, None if best is None else best[0]
