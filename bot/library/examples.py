"""Somebody's words from the articles for the examples of the help."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.library.documents import DocumentService
from bot.library.speakers import SpeakerService
from bot.model.answers import Finding
from bot.model.attribution import AttributionKind
from bot.model.spans import Span
from bot.normalize import words

_MOST_SPEAKERS = 8
_QUOTES_EACH = 20
_FEWEST_WORDS, _MOST_WORDS = 5, 20
_LONGEST_NAME = 60
_DIGEST = 8  # characters
_MARKS = '"“”„«»'  # a question in quotation marks holds no others
_AROUND = f" \n{_MARKS}'’,.;:"  # left out at both ends
_THAT = "that "  # before an indirect statement
# The best first: word for word, in part, in the article's words.
_KINDS = (AttributionKind.DIRECT, AttributionKind.MIXED, AttributionKind.INDIRECT)


@dataclass(frozen=True, slots=True)
class ExampleQuote:
    """Words that an article attributes to a speaker, with their place.

    `digest` tells whether the article has still the same words at the place.
    """

    speaker: str
    document: str
    span: Span
    words: str
    digest: str


class ExampleService:
    """Finds words for the examples, and reads them again at their place."""

    def __init__(self, speakers: SpeakerService, documents: DocumentService) -> None:
        self._speakers = speakers
        self._documents = documents

    async def find(self) -> ExampleQuote | None:
        """Return short words of an often quoted speaker, or None if the articles have none."""
        best: dict[AttributionKind, ExampleQuote] = {}
        for name in (await self._speakers.names(""))[:_MOST_SPEAKERS]:
            if len(name) > _LONGEST_NAME or ":" in name:
                continue
            quoted = await self._speakers.quotes(name, limit=_QUOTES_EACH)
            for finding in quoted.findings[: quoted.own]:
                example = example_from(finding, name)
                if example is not None and finding.attribution is not None:
                    best.setdefault(finding.attribution.kind, example)
            if _KINDS[0] in best:
                break
        return next((best[kind] for kind in _KINDS if kind in best), None)

    async def at(self, document: str, span: Span, digest: str) -> Finding | None:
        """Return the words at a place, or None if the article is gone or was changed there."""
        [excerpt] = await self._documents.excerpts([(document, span)])
        if excerpt is None or digest_of(excerpt.quote.text) != digest:
            return None
        return Finding(excerpt.document, excerpt.quote)


def example_from(finding: Finding, speaker: str) -> ExampleQuote | None:
    """Return what is said in a finding, if that is five to 20 words of reporting written by people."""
    if finding.attribution is None or finding.attribution.kind not in _KINDS or len(finding.highlights) != 1:
        return None
    if finding.ai_generated or finding.boilerplate or finding.document.read_by_ocr:
        return None
    quote, [content] = finding.quote, finding.highlights
    text = quote.text[content.start - quote.span.start : content.end - quote.span.start]
    said = text.strip(_AROUND).removeprefix(_THAT)
    start = content.start + text.index(said)
    if set("\n" + _MARKS) & set(said) or not _FEWEST_WORDS <= len(words(said)) <= _MOST_WORDS:
        return None
    return ExampleQuote(speaker, finding.document.id, Span(start, start + len(said)), said, digest_of(said))


def digest_of(text: str) -> str:
    """Return a short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
