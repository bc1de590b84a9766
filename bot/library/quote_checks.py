"""Checks quotes: retrieve by rare words, align, judge, attribute."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.answer.presentation.findings import attributed
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.quote_candidates import Holders, QuoteCandidates, QuoteRequest
from bot.library.service_threads import ServiceThreads
from bot.model.answers import Finding
from bot.model.attribution import Attribution
from bot.model.documents import BlockKind, Document
from bot.model.search_gaps import collected_gaps, gap_note
from bot.model.spans import Quote, Span
from bot.quotecheck import tokens, verdict
from bot.quotecheck import typed_quote as typing_
from bot.quotecheck.like_sentences import like_sentence
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteLocation, QuoteMatch, QuoteVerdict
from bot.quotecheck.speakers import attribution_at, is_other_speaker
from bot.quotecheck.tokens import TokenizedText, occurrences
from bot.quotecheck.typed_quote import TypedQuote
from bot.quotecheck.verdict import LocatedSegment
from bot.search.index import SearchableIndex

LONGEST = 10_000  # characters
LISTED = 9  # articles with the same words, as many as a card names
_READ_FOR_EACH = 3  # articles with all words, for one that has them in this order
_MOST_ALIGNED = 12  # documents
_LIKE_PASSAGES = 20  # read for a sentence of the same words
_BATCH = 3  # documents
_NEAR = 100  # characters read around a passage, besides the length of the text
_REACH = 800  # the same for a text with an ellipsis, which may stand for many words
_GIVE_UP_AFTER = 9  # documents without any match
_LEAST_SHARE = 0.25  # of the rare words and word pairs in one passage
_LEAST_OF_BEST = 0.5
_REMAINDERS = 2
_ATTRIBUTED = 5  # places with speakers
_THREADS = 4


@dataclass(frozen=True, slots=True)
class _QuoteOutcome:
    """A verdict, the most further articles that may have the text, and the words searched for."""

    verdict: QuoteVerdict
    not_compared: int
    searched: Sequence[str] = ()


class QuoteCheckService:
    """Checks quotes against the library.

    The numbers of words and documents compared are limited, and so is the time.
    """

    def __init__(
        self, index: SearchableIndex, documents: DocumentService, attributions: AttributionService, *, timeout_s: float
    ) -> None:
        """Take the services and the maximum wait for missing attributions."""
        self._candidates = QuoteCandidates(index)
        self._documents = documents
        self._attributions = attributions
        self._timeout_s = timeout_s
        self._threads = ServiceThreads(_THREADS, "factdesk-quotes")

    async def close(self) -> None:
        """Stop the threads; what they compare at the moment is dropped."""
        self._threads.close()

    async def check(self, text: str, speaker: str | None = None, most: int = LISTED) -> QuoteCheckResult:
        """Return the match level of `text`, its places in `most` articles with it, and its speakers.

        With `speaker` it also says whether somebody else said it. Never raises for a typed text.
        """
        began = time.perf_counter()
        with collected_gaps() as gaps:
            result = await self.find_matches(text, most)
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

    async def find_matches(self, text: str, most: int = LISTED) -> QuoteCheckResult:
        """Return the check without speakers, with the `most` articles published first.

        Speakers take long in documents without attributions.
        """
        if len(text) > LONGEST:
            reason = f"The text has {len(text):,} characters; the limit is {LONGEST:,}. Check a part of it."
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason=reason)
        # One hop to a thread: each costs as much as reading several articles.
        found = await self._threads.run(lambda: self._find_matches(text, most))
        return replace(found, not_compared=await self._most_articles(found)) if found.not_compared else found

    async def _most_articles(self, found: QuoteCheckResult) -> int:
        """Return the most articles that were not compared: of one with the words in many passages, each was counted."""
        listed = len({match.location.document for match in found.matches})
        return min(found.not_compared, max(await self._documents.count() - listed, 0))

    def _find_matches(self, text: str, most: int) -> QuoteCheckResult:
        typed = typing_.read(text)
        if not len(typed.words):
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND, reason="It contains no word to search for.")
        judged = self._judge(typed, most)
        nearest_places = [judged.verdict.nearest] if judged.verdict.nearest else []
        places = judged.verdict.places
        documents = self._documents.at_here(_spans([*places, *nearest_places]))
        matches = _matches(places, documents)
        if judged.verdict.level is not MatchLevel.SPLICED:
            matches.sort(key=lambda match: (-match.location.similarity, *_first_published(match)))
        return QuoteCheckResult(
            text,
            judged.verdict.level,
            tuple(matches),
            next(iter(_matches(nearest_places, documents)), None),
            searched=tuple(judged.searched),
            not_compared=judged.not_compared,
        )

    async def documents_with_words(self, text: str) -> set[str]:
        """Return the ids of documents that may have `text`: those with all of its words, without a comparison."""
        typed = typing_.read(text[:LONGEST])
        return set((await self._threads.run(partial(self._candidates.holders, typed))).passages)

    async def find_like(self, text: str) -> QuoteCheckResult:
        """Return the sentence with most of the words of `text`, in any order, as its altered original."""
        return await self._threads.run(partial(self._find_like, text))

    def _find_like(self, text: str) -> QuoteCheckResult:
        typed = typing_.read(text[:LONGEST])
        if not len(typed.words):
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND)
        hits = self._candidates.by_any_word(typed, _LIKE_PASSAGES)
        texts = self._documents.texts_here({hit.document for hit in hits})
        passages = [
            (hit.document, texts[hit.document], hit.span)
            for hit in hits
            if hit.document in texts and hit.span.end <= len(texts[hit.document])
        ]
        place = like_sentence(typed, passages)
        if place is None:
            return QuoteCheckResult(text, MatchLevel.NOT_FOUND)
        matches = tuple(_matches([place], self._documents.at_here(_spans([place]))))
        return QuoteCheckResult(text, MatchLevel.ALTERED if matches else MatchLevel.NOT_FOUND, matches)

    def _judge(self, typed: TypedQuote, most: int) -> _QuoteOutcome:
        holders = self._candidates.holders(typed, most * _READ_FOR_EACH)
        exact, unread = self._exact(typed, holders, most)
        if exact:
            return _QuoteOutcome(verdict.verbatim(typed, exact), len(unread) + holders.unread)
        request = self._candidates.request(typed, (0, len(typed.words)))
        exact, partial = self._align(typed, request)
        if exact:
            return self._with_copies(typed, request, verdict.verbatim(typed, exact), most)
        for run in verdict.unexplained(typed, partial)[:_REMAINDERS]:
            _, remainder = self._align(typed, self._candidates.request(typed, run))
            partial += remainder
        judged = verdict.verdict(typed, partial, request.rarity)
        return self._with_copies(typed, request, judged, most)

    def _exact(self, typed: TypedQuote, holders: Holders, most: int) -> tuple[list[LocatedSegment], Sequence[str]]:
        """Return the verbatim segments in `most` documents, and the ids of the holders that were not read."""
        ids = list(holders.passages)
        exact, read = list[LocatedSegment](), 0
        while left := ids[read:]:
            missing = most - len({segment.document for segment in exact})
            is_enough = missing <= 0 and len(left) > _BATCH  # a few more are read rather than counted
            if is_enough or read >= most * _READ_FOR_EACH:
                break
            batch = left[: max(missing, _BATCH)]
            texts = self._documents.texts_here(batch)
            exact += _exact_segments(typed, texts, holders.passages)
            read += len(batch)
        return exact, ids[read:]

    def _with_copies(self, typed: TypedQuote, request: QuoteRequest, judged: QuoteVerdict, most: int) -> _QuoteOutcome:
        """Return the verdict with the other articles that have the words of its best place."""
        if judged.level not in {MatchLevel.VERBATIM, MatchLevel.ALTERED}:
            return _QuoteOutcome(judged, 0, request.rare)
        best = judged.places[0]
        text = self._documents.texts_here([best.document]).get(best.document, "")
        original = typing_.read(best.span.of(text))
        if not len(original.words):
            return _QuoteOutcome(judged, 0, request.rare)
        holders = self._candidates.holders(original, most * _READ_FOR_EACH)
        copies, unread = self._exact(original, holders, most)
        known = {place.document for place in judged.places}
        new = [copied for copied in copies if copied.document not in known]
        places = verdict.at_copies(typed, best, text, new, request.rarity)
        not_compared = len(set(unread) - known) + holders.unread
        return _QuoteOutcome(replace(judged, places=(*judged.places, *places)), not_compared, request.rare)

    def _align(self, typed: TypedQuote, request: QuoteRequest) -> tuple[list[LocatedSegment], list[LocatedSegment]]:
        """Return the verbatim and the partial segments in the best documents.

        More documents are read as long as all of the last batch matched, up to a limit. One with the same original for
        the whole text is left out.
        """
        texts = self._documents.texts_here({hit.document for hit in request.hits})
        ids = _most_promising(texts, request)
        exact, partial = list[LocatedSegment](), list[LocatedSegment]()
        for start in range(0, _MOST_ALIGNED, _BATCH):
            batch, ids = {id_: texts[id_] for id_ in ids[:_BATCH]}, ids[_BATCH:]
            new_exact, new_partial = _compare(typed, batch, request, exact)
            exact, partial = exact + new_exact, partial + new_partial
            matching = {segment.document for segment in (new_exact or new_partial)}
            if len(matching) < len(batch) and (exact or partial or start + _BATCH >= _GIVE_UP_AFTER):
                break
            originals = verdict.whole_originals(typed, new_exact or new_partial)
            ids = [id_ for id_ in ids if not any(original in texts[id_] for original in originals)]
            if not ids:
                break
        return exact, partial

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


def _exact_segments(
    typed: TypedQuote, texts: Mapping[str, str], passages: Mapping[str, Sequence[Span]]
) -> list[LocatedSegment]:
    """Return the verbatim segments in the texts, each searched as typed and then without punctuation."""
    written = typed.words.span(0, len(typed.words)).of(typed.text)
    exact = list[LocatedSegment]()
    for id_ in passages:
        if (text := texts.get(id_)) is not None:
            parts = [tokens.read_part(text, span) for span in occurrences(text, written)]
            found = verdict.find_verbatim(typed, [(id_, part) for part in parts])
            around = [] if found or not typed.is_whole else _surroundings(typed, text, passages[id_])
            exact += found or verdict.find_verbatim(typed, [(id_, part) for part in around])
    return exact


def _most_promising(texts: Mapping[str, str], request: QuoteRequest) -> list[str]:
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
    typed: TypedQuote, texts: Mapping[str, str], request: QuoteRequest, exact_so_far: Sequence[LocatedSegment]
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


def _spans(places: Iterable[QuoteLocation]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for place in places:
        spans.setdefault(place.document, []).append(place.span)
    return spans


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
