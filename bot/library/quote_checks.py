"""Checks quotes: retrieve by rare words, align, judge, attribute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.presentation.findings import attributed
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.model.answers import Finding
from bot.model.attribution import Attribution
from bot.model.documents import BlockKind, Document
from bot.model.search import Hit, Term
from bot.model.search_gaps import collected_gaps, gap_note
from bot.model.spans import Quote, Span
from bot.quotecheck import tokens, verdict
from bot.quotecheck import typed_quote as typing_
from bot.quotecheck.like_sentences import like_sentence
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteLocation, QuoteMatch, QuoteVerdict
from bot.quotecheck.speakers import attribution_at, is_other_speaker
from bot.quotecheck.term_rarity import neighbours, rare_words, rarities
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote
from bot.quotecheck.verdict import LocatedSegment
from bot.search.index import SearchableIndex

LONGEST = 10_000  # characters
_PASSAGES = 60
_MANY_DOCUMENTS = 8  # verbatim articles: from here on, more passages are retrieved to find all copies
_PASSAGES_OF_MANY = 600
_LIKE_PASSAGES = 20  # read for a sentence of the same words
_BATCH = 3  # documents
_NEAR = 100  # characters read around a passage, besides the length of the text
_REACH = 800  # the same for a text with an ellipsis, which may stand for many words
_GIVE_UP_AFTER = 9  # documents without any match
_LEAST_SHARE = 0.25  # of the rare words and word pairs in one passage
_LEAST_OF_BEST = 0.5
_REMAINDERS = 2
_ATTRIBUTED = 5  # places with speakers


@dataclass(frozen=True, slots=True)
class _QuoteRequest:
    """Rarity of the typed words, the rare ones, and passages containing them."""

    rarity: Mapping[str, float]
    rare: Sequence[str]
    hits: Sequence[Hit]
    pairs: Sequence[str]


class QuoteCheckService:
    """Checks quotes against the library.

    The numbers of words and documents compared are limited, and so is the time.
    """

    def __init__(
        self, index: SearchableIndex, documents: DocumentService, attributions: AttributionService, *, timeout_s: float
    ) -> None:
        """Take the services and the maximum wait for missing attributions."""
        self._index = index
        self._documents = documents
        self._attributions = attributions
        self._timeout_s = timeout_s

    async def check(self, text: str, speaker: str | None = None) -> QuoteCheckResult:
        """Return the match level of `text`, its places and its speakers.

        With `speaker` it also says whether somebody else said it. Never raises for a typed text.
        """
        began = time.perf_counter()
        with collected_gaps() as gaps:
            result = await self.find_matches(text)
        if result.matches or result.nearest:
            result = await self._with_speakers(result)
        if speaker and (speaker := " ".join(speaker.split())):
            result = compared_with_speaker(result, speaker)
        is_missing = result.level is MatchLevel.NOT_FOUND and not result.reason
        return replace(
            result,
            read_in_part=tuple(await self._documents.read_in_part()) if is_missing else (),
            unanswered=gap_note(gaps),
            documents_searched=await self._documents.count(),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, check: QuoteCheckResult) -> QuoteCheckResult:
        """Check again with the attributions of all pending documents.

        Waits for them without a time limit.
        """
        documents = await self._documents.get(check.pending)
        await self._attributions.get_or_compute(list(documents.values()), {}, timeout_s=None, whole=True)
        return await self.check(check.text, check.speaker)

    async def find_matches(self, text: str) -> QuoteCheckResult:
        """Return the check without speakers.

        Speakers take long in documents without attributions.
        """
        if len(text) > LONGEST:
            reason = f"The text has {len(text):,} characters; the limit is {LONGEST:,}. Check a part of it."
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason=reason)
        typed = typing_.read(text)
        if not len(typed.words):
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason="It contains no word to search for.")
        request = await asyncio.to_thread(self._request, typed, (0, len(typed.words)))
        judged = await self._judge(typed, request)
        nearest_places = [judged.nearest] if judged.nearest else []
        documents = await self._documents.get({place.document for place in (*judged.places, *nearest_places)})
        matches = _matches(judged.places, documents)
        if judged.level is not MatchLevel.SPLICED:
            matches.sort(key=lambda match: (-match.location.similarity, *_first_published(match)))
        nearest = next(iter(_matches(nearest_places, documents)), None)
        return QuoteCheckResult(text, judged.level, tuple(matches), nearest, searched=tuple(request.rare))

    async def find_like(self, text: str) -> QuoteCheckResult:
        """Return the sentence with most of the words of `text`, in any order, as its altered original."""
        typed = typing_.read(text[:LONGEST])
        if not len(typed.words):
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND)
        request = await asyncio.to_thread(self._request, typed, (0, len(typed.words)))
        texts = await self._documents.texts({hit.document for hit in request.hits[:_LIKE_PASSAGES]})
        passages = [
            (hit.document, texts[hit.document], hit.span)
            for hit in request.hits[:_LIKE_PASSAGES]
            if hit.document in texts and hit.span.end <= len(texts[hit.document])
        ]
        place = await asyncio.to_thread(like_sentence, typed, passages)
        if place is None:
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND)
        documents = await self._documents.get([place.document])
        matches = tuple(_matches([place], documents))
        return QuoteCheckResult(text, MatchLevel.ALTERED if matches else MatchLevel.NOT_FOUND, matches)

    async def _judge(self, typed: TypedQuote, request: _QuoteRequest) -> QuoteVerdict:
        exact, partial = await self._align(typed, request)
        if len({segment.document for segment in exact}) >= _MANY_DOCUMENTS:
            request = await asyncio.to_thread(self._request, typed, (0, len(typed.words)), _PASSAGES_OF_MANY)
            exact, partial = await self._align(typed, request)
        if exact:
            return verdict.verbatim(typed, exact)
        for run in verdict.unexplained(typed, partial)[:_REMAINDERS]:
            _, remainder = await self._align(typed, await asyncio.to_thread(self._request, typed, run))
            partial += remainder
        return await asyncio.to_thread(verdict.verdict, typed, partial, request.rarity)

    async def _align(
        self, typed: TypedQuote, request: _QuoteRequest
    ) -> tuple[list[LocatedSegment], list[LocatedSegment]]:
        """Return the verbatim and the partial segments in the best documents.

        More documents are read as long as all of the last batch matched, so that every copy of an agency's text is
        found.
        """
        texts = await self._documents.texts({hit.document for hit in request.hits})
        ids = await asyncio.to_thread(_most_promising, texts, request)
        exact, partial = list[LocatedSegment](), list[LocatedSegment]()
        for start in range(0, len(ids), _BATCH):
            batch = {id_: texts[id_] for id_ in ids[start : start + _BATCH]}
            new_exact, new_partial = await asyncio.to_thread(_compare, typed, batch, request, exact)
            exact, partial = exact + new_exact, partial + new_partial
            matching = {segment.document for segment in (new_exact or new_partial)}
            if len(matching) < len(batch) and (exact or partial or start + _BATCH >= _GIVE_UP_AFTER):
                break
        return exact, partial

    def _request(self, typed: TypedQuote, run: tuple[int, int], passages: int = _PASSAGES) -> _QuoteRequest:
        rarity = rarities(typed, run, self._index.frequency, self._index.passages())
        rare = rare_words(typed, run, rarity)
        hits = self._index.candidates([Term(word) for word in rare], passages)
        return _QuoteRequest(rarity, rare, hits, neighbours(typed, run))

    async def _with_speakers(self, result: QuoteCheckResult) -> QuoteCheckResult:
        """Return the check with speakers at the first places."""
        ranges = places_to_attribute(result)
        documents = await self._documents.get(ranges)
        known = await self._attributions.get_or_compute(
            list(documents.values()), ranges, timeout_s=self._timeout_s, whole=False
        )
        attributed = {id_: (documents[id_], known.by_document[id_]) for id_ in documents if id_ in known.by_document}
        return replace(attributed_check(result, attributed), pending=known.pending)


def places_to_attribute(check: QuoteCheckResult, most: int = _ATTRIBUTED) -> dict[str, list[Span]]:
    """Return the first places of a check by document id."""
    ranges: dict[str, list[Span]] = {}
    for match in [*check.matches[:most], *([check.nearest] if check.nearest else [])]:
        ranges.setdefault(match.location.document, []).append(match.location.span)
    return ranges


def attributed_check(
    check: QuoteCheckResult, attributed_documents: Mapping[str, tuple[Document, Sequence[Attribution]]]
) -> QuoteCheckResult:
    """Return the check with the speakers at its first places, as far as their documents are given."""
    matches = [attributed_match(match, attributed_documents) for match in check.matches[:_ATTRIBUTED]]
    nearest = attributed_match(check.nearest, attributed_documents) if check.nearest else None
    return replace(check, matches=(*matches, *check.matches[_ATTRIBUTED:]), nearest=nearest)


def compared_with_speaker(check: QuoteCheckResult, speaker: str) -> QuoteCheckResult:
    """Return an attributed check that says whether only others than `speaker` say it."""
    return replace(check, speaker=speaker, said_by_another=_is_said_by_another(speaker, check))


def _most_promising(texts: Mapping[str, str], request: _QuoteRequest) -> list[str]:
    """Return document ids ordered by rare words and word pairs per passage."""
    clues = [*request.pairs, *(word.lower() for word in request.rare)]
    scores: dict[str, int] = {}
    for hit in request.hits:
        if hit.document in texts:
            passage = hit.span.of(texts[hit.document]).lower()
            count = sum(clue in passage for clue in clues)
            scores[hit.document] = max(count, scores.get(hit.document, 0))
    best = sorted(scores, key=lambda id_: -scores[id_])
    threshold = max(_LEAST_SHARE * len(clues), _LEAST_OF_BEST * max(scores.values(), default=0))
    return [id_ for rank, id_ in enumerate(best) if rank < _BATCH or scores[id_] >= threshold]


def _compare(
    typed: TypedQuote, texts: Mapping[str, str], request: _QuoteRequest, exact_so_far: Sequence[LocatedSegment]
) -> tuple[list[LocatedSegment], list[LocatedSegment]]:
    """Return verbatim segments, or partial ones without any verbatim so far.

    Only the surroundings of the retrieved passages are read.
    """
    parts = [
        (id_, part)
        for id_, text in texts.items()
        for part in _surroundings(typed, text, [hit.span for hit in request.hits if hit.document == id_])
    ]
    exact = verdict.find_verbatim(typed, parts)
    if exact or exact_so_far:
        return exact, []
    return [], verdict.find_partial(typed, parts, request.rarity)


def _surroundings(typed: TypedQuote, text: str, passages: Sequence[Span]) -> list[TokenizedText]:
    """Return the passages, extended by the possible length of the typed text."""
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


def _still_exists(place: QuoteLocation, documents: Mapping[str, Document]) -> bool:
    """Return False for a place beyond the end of a changed document."""
    document = documents.get(place.document)
    return document is not None and place.span.end <= len(document.text)


def _matches(places: Iterable[QuoteLocation], documents: Mapping[str, Document]) -> list[QuoteMatch]:
    return [_match(documents[place.document], place) for place in places if _still_exists(place, documents)]


def _match(document: Document, place: QuoteLocation) -> QuoteMatch:
    blocks = [block for block in document.blocks if block.span.overlaps(place.span)]
    finding = Finding(
        document=document.reference,
        quote=Quote(place.span.of(document.text), place.span),
        ai_generated=any(block.ai_generated for block in blocks),
        boilerplate=any(block.kind is BlockKind.BOILERPLATE for block in blocks),
    )
    return QuoteMatch(finding, place)


def attributed_match(
    match: QuoteMatch, attributed_documents: Mapping[str, tuple[Document, Sequence[Attribution]]]
) -> QuoteMatch:
    """Return a match with the speaker at its place, if its document is given."""
    if match.location.document not in attributed_documents:
        return match
    document, attributions = attributed_documents[match.location.document]
    attribution = attribution_at(attributions, match.location.span)
    if attribution is None:
        return replace(match, read=True)
    finding = replace(
        match.finding, attribution=attributed(attribution, document), hypothetical=attribution.hypothetical
    )
    return replace(match, finding=finding, attribution=attribution, read=True)


def _is_said_by_another(speaker: str, check: QuoteCheckResult) -> bool | None:
    """Compare the speakers at all places with `speaker`.

    True if only others say it, False if `speaker` says it somewhere, None if no attribution is clear enough.
    """
    verdicts = {is_other_speaker(speaker, match.attribution) for match in check.matches}
    if False in verdicts:
        return False
    return True if True in verdicts else None


def _first_published(match: QuoteMatch) -> tuple[bool, str]:
    published = match.finding.document.published
    return published is None, published or ""
