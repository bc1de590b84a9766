"""The verdict over several documents: verbatim, altered, spliced or not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.model.spans import Span
from bot.quotecheck.alignment import MIN_WORDS, AlignedSegment, align, exact_segments, extend_over_gaps
from bot.quotecheck.diff import locate
from bot.quotecheck.model import MatchLevel, QuoteLocation, QuoteVerdict
from bot.quotecheck.source_clauses import without_source_clauses
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote

_MAX_LOCATIONS = 100
_MIN_SIMILARITY = 0.7  # of an altered text to its original
_FEW_CHANGES = 3  # changes
_MIN_SIMILARITY_OF_FEW_CHANGES = 0.5  # of a text with so few changes
_SIMILARITY_MARGIN = 0.05  # below the best document
_MIN_SEGMENT_SIMILARITY = 0.75  # of a segment of a spliced text
_MIN_COVERAGE = 0.8  # share of the typed words inside the segments of a spliced text
_MIN_SEGMENT_WEIGHT = 2.0  # of the matching words, or else a verbatim run of
_MIN_EXACT_RUN = 6  # words
_MIN_SHARE = 0.25  # share of the typed words in the best segment before the rest is searched
_MAX_OVERLAP = 2  # words of two segments


@dataclass(frozen=True, slots=True, eq=False)
class LocatedSegment:
    """An aligned segment with its document."""

    document: str
    words: TokenizedText
    segment: AlignedSegment


def find_verbatim(typed: TypedQuote, documents: Iterable[tuple[str, TokenizedText]]) -> list[LocatedSegment]:
    """Return every verbatim occurrence in the documents or parts of them."""
    segments = (located for id_, words in documents for located in _verbatim_in(typed, id_, words))
    return list(islice(segments, _MAX_LOCATIONS))


def _verbatim_in(typed: TypedQuote, id_: str, words: TokenizedText) -> list[LocatedSegment]:
    """Return the verbatim occurrences in one document, or those that a source clause interrupts."""
    found = [LocatedSegment(id_, words, segment) for segment in exact_segments(typed, words)]
    if found or (joined := without_source_clauses(words)) is None:
        return found
    return [LocatedSegment(id_, joined, segment) for segment in exact_segments(typed, joined)]


def find_partial(
    typed: TypedQuote, documents: Iterable[tuple[str, TokenizedText]], rarity: Mapping[str, float]
) -> list[LocatedSegment]:
    """Return the documents' exact or altered segments of the typed words."""
    return [located for id_, words in documents for located in _partial_in(typed, id_, words, rarity)]


def _partial_in(
    typed: TypedQuote, id_: str, words: TokenizedText, rarity: Mapping[str, float]
) -> Iterator[LocatedSegment]:
    """Yield the segments in one document, and those beside which no source clause counts."""
    found = align(typed, words, rarity)
    yield from (LocatedSegment(id_, words, segment) for segment in found)
    if found and (joined := without_source_clauses(words)) is not None:
        yield from (LocatedSegment(id_, joined, segment) for segment in align(typed, joined, rarity))


def verbatim(typed: TypedQuote, segments: Sequence[LocatedSegment]) -> QuoteVerdict:
    """Return the verdict on a text with these verbatim occurrences."""
    return QuoteVerdict(MatchLevel.VERBATIM, tuple(_locate(typed, located) for located in segments[:_MAX_LOCATIONS]))


def verdict(typed: TypedQuote, segments: Sequence[LocatedSegment], rarity: Mapping[str, float]) -> QuoteVerdict:
    """Return the verdict on a text with these partial segments."""
    if not segments:
        return QuoteVerdict(MatchLevel.NOT_FOUND)
    spliced = _spliced_segments(typed, segments)
    if len(spliced) > 1:
        return QuoteVerdict(MatchLevel.SPLICED, tuple(_locate(typed, located) for located in spliced))
    return _closest_documents(typed, segments, rarity)


def whole_originals(typed: TypedQuote, segments: Sequence[LocatedSegment]) -> list[str]:
    """Return the originals of the whole typed text, as written."""
    whole = (0, len(typed.words))
    originals = (
        located.words.span(located.segment.start, located.segment.stop).of(located.words.text)
        for located in segments
        if (located.segment.first, located.segment.end) == whole
    )
    return [written for written in dict.fromkeys(originals) if written]


def at_copies(
    typed: TypedQuote, best: QuoteLocation, text: str, copies: Iterable[LocatedSegment], rarity: Mapping[str, float]
) -> list[QuoteLocation]:
    """Return the locations of the typed text in copies of its best original, which is in `text`."""
    written = best.span.of(text)
    locations = list[QuoteLocation]()
    otherwise_written = list[tuple[str, TokenizedText]]()
    for copied in copies:
        found = copied.words.text.find(written, max(0, copied.words.start - len(written)))
        if found >= 0:
            locations.append(_moved(best, copied.document, found - best.span.start))
        else:
            otherwise_written.append((copied.document, copied.words))
    aligned = verdict(typed, find_partial(typed, otherwise_written, rarity), rarity)
    return locations + [place for place in aligned.places if aligned.level is not MatchLevel.SPLICED]


def _moved(place: QuoteLocation, document: str, by: int) -> QuoteLocation:
    return replace(
        place,
        document=document,
        span=_shifted(place.span, by),
        changes=tuple(replace(change, span=_shifted(change.span, by)) for change in place.changes),
        omitted=tuple(_shifted(span, by) for span in place.omitted),
    )


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def unexplained(typed: TypedQuote, segments: Sequence[LocatedSegment]) -> list[tuple[int, int]]:
    """Return the typed runs outside the best segment, if long enough."""
    best = max((located.segment for located in segments), key=lambda segment: segment.matched_weight, default=None)
    if best is None or best.matched_weight < _MIN_SEGMENT_WEIGHT or len(best) < _MIN_SHARE * len(typed.words):
        return []
    runs = [(0, best.first), (best.end, len(typed.words))]
    return [(first, end) for first, end in runs if typed.own_words(first, end) > MIN_WORDS]


def _closest_documents(
    typed: TypedQuote, segments: Sequence[LocatedSegment], rarity: Mapping[str, float]
) -> QuoteVerdict:
    """Return the locations most similar to the whole text, one a document.

    Not found without one above the threshold.
    """
    best: dict[str, QuoteLocation] = {}
    for located in segments:
        segment = extend_over_gaps(typed, located.words, rarity, located.segment)
        location = _locate(typed, LocatedSegment(located.document, located.words, segment))
        has_few_changes = len(location.changes) <= _FEW_CHANGES and segment.same >= MIN_WORDS
        threshold = _MIN_SIMILARITY_OF_FEW_CHANGES if has_few_changes else _MIN_SIMILARITY
        if located.document in best:
            threshold = max(threshold, best[located.document].similarity)
        if location.similarity >= threshold:
            best[located.document] = location
    if not best:
        return QuoteVerdict(MatchLevel.NOT_FOUND, nearest=_nearest(typed, segments))
    if verbatim_locations := [location for location in best.values() if not location.changes]:
        return QuoteVerdict(MatchLevel.VERBATIM, tuple(verbatim_locations))
    nearest = max(location.similarity for location in best.values()) - _SIMILARITY_MARGIN
    close = [location for location in best.values() if location.similarity >= nearest]
    return QuoteVerdict(MatchLevel.ALTERED, tuple(sorted(close, key=lambda location: -location.similarity)))


def _nearest(typed: TypedQuote, segments: Iterable[LocatedSegment]) -> QuoteLocation | None:
    """Return the location of the heaviest similar segment, or None."""
    heaviest_first = sorted(segments, key=lambda located: -located.segment.matched_weight)
    for located in heaviest_first:
        if located.segment.matched_weight < _MIN_SEGMENT_WEIGHT:
            break
        location = _locate(typed, located)
        if location.similarity >= _MIN_SEGMENT_SIMILARITY:
            return location
    return None


def _spliced_segments(typed: TypedQuote, segments: Iterable[LocatedSegment]) -> list[LocatedSegment]:
    """Return segments that explain the text together, or none.

    They are in typed order. Greedy by weight; overlaps are at most two words.
    """
    chosen: list[LocatedSegment] = []
    for located in sorted(segments, key=lambda located: -located.segment.matched_weight):
        segment = located.segment
        overlap = max((_overlap(segment, other.segment) for other in chosen), default=0)
        similarity = locate(typed, located.words, located.document, segment).similarity
        is_long_verbatim = similarity == 1.0 and len(segment) >= _MIN_EXACT_RUN
        is_significant = segment.matched_weight >= _MIN_SEGMENT_WEIGHT or is_long_verbatim
        is_separate = overlap <= _MAX_OVERLAP and len(segment) - overlap >= MIN_WORDS
        if similarity >= _MIN_SEGMENT_SIMILARITY and is_significant and is_separate:
            chosen.append(located)
    covered = {number for located in chosen for number in range(located.segment.first, located.segment.end)}
    if len(covered) < _MIN_COVERAGE * len(typed.words):
        return []
    return sorted(chosen, key=lambda located: located.segment.first)


def _overlap(first: AlignedSegment, second: AlignedSegment) -> int:
    return max(0, min(first.end, second.end) - max(first.first, second.first))


def _locate(typed: TypedQuote, segments: LocatedSegment) -> QuoteLocation:
    return locate(typed, segments.words, segments.document, segments.segment)
