"""The way of a quote check: rare words, documents that hold them, alignment, a verdict, and who says it there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.presentation.findings import attributed
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.model.answers import Finding
from bot.model.attribution import Attribution
from bot.model.documents import BlockKind, Document
from bot.model.search import Hit, Term
from bot.model.spans import Quote, Span
from bot.quotecheck import tokens, verdict
from bot.quotecheck import typed_quote as typing_
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteLocation, QuoteMatch, QuoteVerdict
from bot.quotecheck.speakers import attribution_at, is_other_speaker
from bot.quotecheck.term_rarity import neighbours, rare_words, rarities
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote
from bot.quotecheck.verdict import LocatedSegment
from bot.search.index import Index

LONGEST = 10_000  # characters
_PASSAGES = 60
_MANY = 8  # articles that have it word for word: then all are looked for
_PASSAGES_OF_MANY = 600
_AT_A_TIME = 3  # documents
_NEAR = 100  # characters around a passage that are read, beside the length of the text
_REACH = 800  # the same where an ellipsis may stand for many words
_IN_VAIN = 9  # documents that are read before it is given up
_WORTH_READING = 0.25  # of the rare words, and of those that stand side by side
_OF_THE_BEST = 0.5
_REMAINDERS = 2
_ATTRIBUTED = 5  # places of which it is worked out who says it


@dataclass(frozen=True, slots=True)
class _QuoteRequest:
    """A run of the typed words with their rarities, the rare ones to look for, and the passages that have some."""

    rarity: Mapping[str, float]
    rare: Sequence[str]
    hits: Sequence[Hit]
    pairs: Sequence[str]


class QuoteCheckService:
    """Checks quotes against the library. Its time is bounded by how many words and documents are ever looked at."""

    def __init__(
        self, index: Index, documents: DocumentService, attributing: AttributionService, *, timeout_s: float
    ) -> None:
        """Wait at most `timeout_s` seconds to be told who says it."""
        self._index = index
        self._documents = documents
        self._attributing = attributing
        self._timeout_s = timeout_s

    async def check(self, text: str, speaker: str | None = None) -> QuoteCheckResult:
        """Return how true `text` is to the articles, where it stands, and whether it is `speaker` who says it there.

        Never raises for what a person typed.
        """
        began = time.perf_counter()
        found = await self.find(text)
        if found.matches or found.nearest:
            found = await self._said(found)
        if speaker and (speaker := " ".join(speaker.split())):
            found = replace(found, speaker=speaker, said_by_another=_by_another(speaker, found))
        is_missing = found.level is MatchLevel.NOT_FOUND and not found.reason
        return replace(
            found,
            read_in_part=tuple(await self._documents.read_in_part()) if is_missing else (),
            documents_searched=await self._documents.count(),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, check: QuoteCheckResult) -> QuoteCheckResult:
        """Return the check anew once its pending documents are attributed, however long that takes."""
        documents = await self._documents.get(check.pending)
        await self._attributing.get_or_compute(list(documents.values()), {}, timeout_s=None, whole=True)
        return await self.check(check.text, check.speaker)

    async def find(self, text: str) -> QuoteCheckResult:
        """Return the check without who says it, which is what takes long where a document is not attributed yet."""
        if len(text) > LONGEST:
            told = f"The text has {len(text):,} characters, and {LONGEST:,} is the most: check a part of it."
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason=told)
        typed = typing_.read(text)
        if not len(typed.words):
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason="It holds no word to look for.")
        wanted = await asyncio.to_thread(self._wanted, typed, (0, len(typed.words)))
        verdict = await self._judged(typed, wanted)
        near = [verdict.nearest] if verdict.nearest else []
        documents = await self._documents.get({place.document for place in (*verdict.places, *near)})
        matches = [_match(documents[place.document], place) for place in verdict.places if _there(place, documents)]
        if verdict.level is not MatchLevel.SPLICED:
            matches.sort(key=lambda match: (-match.place.similarity, *_first_published(match)))
        nearest = next((_match(documents[place.document], place) for place in near if _there(place, documents)), None)
        return QuoteCheckResult(text, verdict.level, tuple(matches), nearest, searched=tuple(wanted.rare))

    async def _judged(self, typed: TypedQuote, wanted: _QuoteRequest) -> QuoteVerdict:
        exact, nearly = await self._looked_at(typed, wanted)
        if len({each.document for each in exact}) >= _MANY:
            wanted = await asyncio.to_thread(self._wanted, typed, (0, len(typed.words)), _PASSAGES_OF_MANY)
            exact, nearly = await self._looked_at(typed, wanted)
        if exact:
            return verdict.verbatim(typed, exact)
        for run in verdict.unexplained(typed, nearly)[:_REMAINDERS]:
            rest = await asyncio.to_thread(self._wanted, typed, run)
            nearly += (await self._looked_at(typed, rest))[1]
        return await asyncio.to_thread(verdict.verdict, typed, nearly, wanted.rarity)

    async def _looked_at(
        self, typed: TypedQuote, wanted: _QuoteRequest
    ) -> tuple[list[LocatedSegment], list[LocatedSegment]]:
        """Return where documents have the text as it is, and nearly.

        More are read as long as those before were worth it, so that all copies of an agency's text are found.
        """
        texts = await self._documents.texts({hit.document for hit in wanted.hits})
        promising = await asyncio.to_thread(_promising, texts, wanted)
        exact, nearly = list[LocatedSegment](), list[LocatedSegment]()
        for start in range(0, len(promising), _AT_A_TIME):
            some = {id_: texts[id_] for id_ in promising[start : start + _AT_A_TIME]}
            true, near = await asyncio.to_thread(_compared, typed, some, wanted, exact)
            exact, nearly = exact + true, nearly + near
            worth_it = {each.document for each in (true or near)}
            if len(worth_it) < len(some) and (exact or nearly or start + _AT_A_TIME >= _IN_VAIN):
                break
        return exact, nearly

    def _wanted(self, typed: TypedQuote, run: tuple[int, int], passages: int = _PASSAGES) -> _QuoteRequest:
        rarity = rarities(typed, run, self._index.frequency, self._index.passages())
        rare = rare_words(typed, run, rarity)
        hits = self._index.candidates([Term(word) for word in rare], passages)
        return _QuoteRequest(rarity, rare, hits, neighbours(typed, run))

    async def _said(self, found: QuoteCheckResult) -> QuoteCheckResult:
        """Return the check with who says it, at the first places at least."""
        first = [*found.matches[:_ATTRIBUTED], *([found.nearest] if found.nearest else [])]
        documents = await self._documents.get({match.place.document for match in first})
        ranges = {id_: [match.place.span for match in first if match.place.document == id_] for id_ in documents}
        known = await self._attributing.get_or_compute(
            list(documents.values()), ranges, timeout_s=self._timeout_s, whole=False
        )
        told = {id_: (documents[id_], known.by_document[id_]) for id_ in documents if id_ in known.by_document}
        matches = [_attributed(match, told) for match in found.matches[:_ATTRIBUTED]]
        nearest = _attributed(found.nearest, told) if found.nearest else None
        return replace(found, matches=(*matches, *found.matches[_ATTRIBUTED:]), nearest=nearest, pending=known.pending)


def _promising(texts: Mapping[str, str], wanted: _QuoteRequest) -> list[str]:
    """Return the documents' ids, those first of which a passage has most rare words and words side by side."""
    looked_for = [*wanted.pairs, *(word.lower() for word in wanted.rare)]
    held: dict[str, int] = {}
    for hit in wanted.hits:
        if hit.document in texts:
            passage = hit.span.of(texts[hit.document]).lower()
            count = sum(one in passage for one in looked_for)
            held[hit.document] = max(count, held.get(hit.document, 0))
    best = sorted(held, key=lambda id_: -held[id_])
    least = max(_WORTH_READING * len(looked_for), _OF_THE_BEST * max(held.values(), default=0))
    return [id_ for place, id_ in enumerate(best) if place < _AT_A_TIME or held[id_] >= least]


def _compared(
    typed: TypedQuote, texts: Mapping[str, str], wanted: _QuoteRequest, already: Sequence[LocatedSegment]
) -> tuple[list[LocatedSegment], list[LocatedSegment]]:
    """Return where these documents have the typed words as they are, or else, where none has yet, nearly.

    Of a document, what stands around the passages found is read.
    """
    around = [
        (id_, part)
        for id_, text in texts.items()
        for part in _around(typed, text, [hit.span for hit in wanted.hits if hit.document == id_])
    ]
    exact = verdict.find_verbatim(typed, around)
    if exact or already:
        return exact, []
    return [], verdict.find_partial(typed, around, wanted.rarity)


def _around(typed: TypedQuote, text: str, passages: Sequence[Span]) -> list[TokenizedText]:
    """Return what stands in and around the passages that were found, as far as the typed text could reach."""
    reach = len(typed.text) + len(typed.text) // 4 + (_REACH if len(typed.pieces) > 1 else _NEAR)
    spans = sorted(
        Span(max(span.start - reach, 0), min(span.end + reach, len(text))) for span in passages if span.end <= len(text)
    )
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return [tokens.read_part(text, span) for span in merged]


def _there(place: QuoteLocation, documents: Mapping[str, Document]) -> bool:
    """Tell whether the document still has that place: it may have changed since its text was read."""
    document = documents.get(place.document)
    return document is not None and place.span.end <= len(document.text)


def _match(document: Document, place: QuoteLocation) -> QuoteMatch:
    blocks = [block for block in document.blocks if block.span.overlaps(place.span)]
    finding = Finding(
        document=document.reference,
        quote=Quote(place.span.of(document.text), place.span),
        ai_generated=any(block.ai_generated for block in blocks),
        boilerplate=any(block.kind is BlockKind.BOILERPLATE for block in blocks),
    )
    return QuoteMatch(finding, place)


def _attributed(match: QuoteMatch, told: Mapping[str, tuple[Document, Sequence[Attribution]]]) -> QuoteMatch:
    if match.place.document not in told:
        return match
    document, attributions = told[match.place.document]
    said = attribution_at(attributions, match.place.span)
    if said is None:
        return replace(match, read=True)
    finding = replace(match.finding, attribution=attributed(said, document), hypothetical=said.hypothetical)
    return replace(match, finding=finding, said=said, read=True)


def _by_another(speaker: str, check: QuoteCheckResult) -> bool | None:
    """Tell whether nobody of that name says it at any place, and somebody else does."""
    told = {is_other_speaker(speaker, match.said) for match in check.matches}
    return False if False in told else True if True in told else None


def _first_published(match: QuoteMatch) -> tuple[bool, str]:
    published = match.finding.document.published
    return published is None, published or ""
