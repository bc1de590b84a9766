"""Verbatim, altered, spliced or not found: what the places in several documents come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.quotecheck.alignment import LEAST, AlignedSegment, exact_segments, extend_over_gaps, parts
from bot.quotecheck.diff import place
from bot.quotecheck.model import MatchLevel, QuoteLocation, QuoteVerdict
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote

_PLACES = 100
_ALTERED = 0.7  # how much alike a text must be to where it comes from
_FEW = 3  # changes that are allowed a short text
_SHORT = 0.5  # how much alike that must be
_AS_CLOSE = 0.05
_NEARLY = 0.75  # how much alike the parts of a spliced text must be to where they come from
_COVERED = 0.8  # of the typed words that the parts must explain
_PART_HELD = 2.0  # what the words of a part must weigh, unless it is a run of so many that are all the same:
_RUN = 6
_WORTH_MORE = 0.25  # of the words that one part must explain before the rest is looked for
_OVERLAP = 2


@dataclass(frozen=True, slots=True, eq=False)
class LocatedSegment:
    """A part with the document that has it."""

    document: str
    words: TokenizedText
    part: AlignedSegment


def find_verbatim(typed: TypedQuote, documents: Iterable[tuple[str, TokenizedText]]) -> list[LocatedSegment]:
    """Return every place that has the typed words as they are, in documents or parts of them, given with their ids."""
    found = (LocatedSegment(id_, words, part) for id_, words in documents for part in exact_segments(typed, words))
    return list(islice(found, _PLACES))


def find_partial(
    typed: TypedQuote, documents: Iterable[tuple[str, TokenizedText]], rarity: Mapping[str, float]
) -> list[LocatedSegment]:
    """Return the runs of typed words that the documents have, or have nearly."""
    return [LocatedSegment(id_, words, part) for id_, words in documents for part in parts(typed, words, rarity)]


def verbatim(typed: TypedQuote, found: Sequence[LocatedSegment]) -> QuoteVerdict:
    """Return the verdict on a text that stands at these places as it is."""
    return QuoteVerdict(MatchLevel.VERBATIM, tuple(_place(typed, each) for each in found[:_PLACES]))


def verdict(typed: TypedQuote, found: Sequence[LocatedSegment], rarity: Mapping[str, float]) -> QuoteVerdict:
    """Return how true the typed text is to where it stands nearly, with its places."""
    if not found:
        return QuoteVerdict(MatchLevel.NOT_FOUND)
    pieces = _pieces(typed, found)
    if len(pieces) > 1:
        return QuoteVerdict(MatchLevel.SPLICED, tuple(_place(typed, each) for each in pieces))
    return _closest(typed, found, rarity)


def unexplained(typed: TypedQuote, found: Sequence[LocatedSegment]) -> list[tuple[int, int]]:
    """Return the runs of typed words that the best part leaves unexplained, if they are long enough to stand alone."""
    best = max((each.part for each in found), key=lambda part: part.held, default=None)
    if best is None or best.held < _PART_HELD or len(best) < _WORTH_MORE * len(typed.words):
        return []
    runs = [(0, best.first), (best.end, len(typed.words))]
    return [(first, end) for first, end in runs if typed.own_words(first, end) > LEAST]


def _closest(typed: TypedQuote, found: Sequence[LocatedSegment], rarity: Mapping[str, float]) -> QuoteVerdict:
    """Return the places nearest to the whole text, one in each document, or that there are none near enough."""
    best: dict[str, QuoteLocation] = {}
    for each in found:
        part = extend_over_gaps(typed, each.words, rarity, each.part)
        at = _place(typed, LocatedSegment(each.document, each.words, part))
        enough = _SHORT if len(at.changes) <= _FEW and part.same >= LEAST else _ALTERED
        if at.similarity >= max(enough, best[each.document].similarity if each.document in best else 0.0):
            best[each.document] = at
    if not best:
        return QuoteVerdict(MatchLevel.NOT_FOUND, nearest=_nearest(typed, found))
    if true := [at for at in best.values() if not at.changes]:
        return QuoteVerdict(MatchLevel.VERBATIM, tuple(true))
    nearest = max(at.similarity for at in best.values()) - _AS_CLOSE
    close = [at for at in best.values() if at.similarity >= nearest]
    return QuoteVerdict(MatchLevel.ALTERED, tuple(sorted(close, key=lambda at: -at.similarity)))


def _nearest(typed: TypedQuote, found: Iterable[LocatedSegment]) -> QuoteLocation | None:
    """Return where the longest part of a text stands that is not there as a whole."""
    parts = ((each.part.held, _place(typed, each)) for each in found if each.part.held >= _PART_HELD)
    near = [(held, at) for held, at in parts if at.similarity >= _NEARLY]
    return max(near, key=lambda one: one[0])[1] if near else None


def _pieces(typed: TypedQuote, found: Iterable[LocatedSegment]) -> list[LocatedSegment]:
    """Return the parts that explain the text together, in the order they were typed, or none where they don't."""
    chosen: list[LocatedSegment] = []
    for each in sorted(found, key=lambda each: -each.part.held):
        part = each.part
        overlap = max((_overlap(part, other.part) for other in chosen), default=0)
        near = place(typed, each.words, each.document, part).similarity
        telling = part.held >= _PART_HELD or (near == 1.0 and len(part) >= _RUN)
        if near >= _NEARLY and telling and overlap <= _OVERLAP and len(part) - overlap >= LEAST:
            chosen.append(each)
    covered = {number for each in chosen for number in range(each.part.first, each.part.end)}
    if len(covered) < _COVERED * len(typed.words):
        return []
    return sorted(chosen, key=lambda each: each.part.first)


def _overlap(one: AlignedSegment, other: AlignedSegment) -> int:
    return max(0, min(one.end, other.end) - max(one.first, other.first))


def _place(typed: TypedQuote, found: LocatedSegment) -> QuoteLocation:
    return place(typed, found.words, found.document, found.part)
