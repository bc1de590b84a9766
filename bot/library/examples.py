"""A quotation from the articles for the examples of the help: somebody who is quoted, and their words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.library.documents import DocumentService
from bot.library.speakers import SpeakerService
from bot.model.answers import Finding
from bot.model.attribution import AttributionKind
from bot.model.spans import Span
from bot.normalize import words
from bot.quotecheck.typed_quote import quotation

_MOST_SPEAKERS = 8
_QUOTES_EACH = 20
_FEWEST_WORDS, _MOST_WORDS = 5, 25
_LONGEST_NAME = 60
_DIGEST = 8  # characters
_SPOKEN = frozenset({AttributionKind.DIRECT, AttributionKind.MIXED})


@dataclass(frozen=True, slots=True)
class ExampleQuote:
    """A sentence with a quotation: its speaker, its place and the words between quotation marks.

    `digest` tells whether the article has still the same sentence at the place.
    """

    speaker: str
    document: str
    span: Span
    words: str
    digest: str


class ExampleService:
    """Finds a quotation for the examples, and reads it again at its place."""

    def __init__(self, speakers: SpeakerService, documents: DocumentService) -> None:
        self._speakers = speakers
        self._documents = documents

    async def find(self) -> ExampleQuote | None:
        """Return a short quotation of an often quoted speaker, or None if the articles have none."""
        for name in (await self._speakers.names(""))[:_MOST_SPEAKERS]:
            if len(name) > _LONGEST_NAME or ":" in name:
                continue
            quoted = await self._speakers.quotes(name, limit=_QUOTES_EACH)
            for finding in quoted.findings[: quoted.own]:
                if is_example(finding):
                    quote = finding.quote
                    place = (finding.document.id, quote.span)
                    return ExampleQuote(name, *place, words_of(quote.text), digest_of(quote.text))
        return None

    async def at(self, document: str, span: Span, digest: str) -> Finding | None:
        """Return the sentence at a place, or None if the article is gone or was changed there."""
        [excerpt] = await self._documents.excerpts([(document, span)])
        if excerpt is None or digest_of(excerpt.quote.text) != digest:
            return None
        return Finding(excerpt.document, excerpt.quote)


def words_of(sentence: str) -> str:
    """Return the words between quotation marks, without a comma before the speaker."""
    return quotation(sentence).rstrip(",")


def digest_of(sentence: str) -> str:
    """Return a short hash of a sentence."""
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def is_example(finding: Finding) -> bool:
    """Check for a quotation of five to 25 words that is reporting and written by people."""
    spoken = finding.attribution is not None and finding.attribution.kind in _SPOKEN
    if not spoken or finding.ai_generated or finding.boilerplate or finding.document.read_by_ocr:
        return False
    inside = quotation(finding.quote.text)
    return inside != finding.quote.text.strip() and _FEWEST_WORDS <= len(words(inside)) <= _MOST_WORDS
