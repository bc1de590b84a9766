"""Verbatim, altered, spliced or not found: what the places in several documents come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.quotecheck.changes import place
from bot.quotecheck.parts import LEAST, Part, filled, parts, whole
from bot.quotecheck.rarity import weight
from bot.quotecheck.records import Level, Place, Verdict
from bot.quotecheck.typed import Typed
from bot.quotecheck.words import Words

_PLACES = 100
_ALTERED = 0.5  # of the weight of the typed words, and of their number, that must be the same
_AS_CLOSE = 0.05
_NEARLY = 0.75  # how much alike the parts of a spliced text must be to where they come from
_COVERED = 0.8  # of the typed words that the parts must explain
_MORE = 1.2  # times what one place explains that several must, to be taken for the origin
_PART_HELD = 2.0
_OVERLAP = 2


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A part with the document that has it."""

    document: str
    words: Words
    part: Part


def exact(typed: Typed, documents: Mapping[str, Words]) -> list[Found]:
    """Return every place that has the typed words as they are."""
    found = (Found(id_, words, part) for id_, words in documents.items() for part in whole(typed, words))
    return list(islice(found, _PLACES))


def nearly(typed: Typed, documents: Mapping[str, Words], rarity: Mapping[str, float]) -> list[Found]:
    """Return the runs of typed words that the documents have, or have nearly."""
    return [Found(id_, words, part) for id_, words in documents.items() for part in parts(typed, words, rarity)]


def verbatim(typed: Typed, found: Sequence[Found]) -> Verdict:
    """Return the verdict on a text that stands at these places as it is."""
    return Verdict(Level.VERBATIM, tuple(_place(typed, each) for each in found))


def verdict(typed: Typed, found: Sequence[Found], rarity: Mapping[str, float]) -> Verdict:
    """Return how true the typed text is to where it stands nearly, with its places."""
    if not found:
        return Verdict(Level.NOT_FOUND)
    pieces = _pieces(typed, found)
    best = max(found, key=lambda each: each.part.held)
    if len(pieces) > 1 and sum(each.part.held for each in pieces) >= _MORE * best.part.held:
        return Verdict(Level.SPLICED, tuple(_place(typed, each) for each in pieces))
    return _closest(typed, found, rarity)


def unexplained(typed: Typed, found: Sequence[Found]) -> list[tuple[int, int]]:
    """Return the runs of typed words that the best part leaves unexplained, if they are long enough to stand alone."""
    if not found:
        return []
    best = max(found, key=lambda each: each.part.held).part
    runs = [(0, best.first), (best.end, len(typed.words))]
    return [(first, end) for first, end in runs if typed.own_words(first, end) > LEAST]


def _closest(typed: Typed, found: Iterable[Found], rarity: Mapping[str, float]) -> Verdict:
    """Return the places nearest to the whole text, one in each document, or that there are none near enough."""
    total = sum(weight(key, rarity) for n, key in enumerate(typed.words.keys) if n not in typed.editors)
    best: dict[str, tuple[float, Place]] = {}
    for each in found:
        part = filled(typed, each.words, rarity, each.part)
        own = typed.own_words(0, len(typed.words))
        if part.held < _ALTERED * total or part.same < _ALTERED * own or part.same < LEAST:
            continue
        at = _place(typed, Found(each.document, each.words, part))
        if each.document not in best or at.similarity > best[each.document][0]:
            best[each.document] = at.similarity, at
    if not best:
        return Verdict(Level.NOT_FOUND)
    nearest = max(similarity for similarity, _ in best.values())
    places = [at for similarity, at in best.values() if similarity >= nearest - _AS_CLOSE]
    if true := [at for at in places if not at.changes]:
        return Verdict(Level.VERBATIM, tuple(true))
    return Verdict(Level.ALTERED, tuple(sorted(places, key=lambda at: -at.similarity)))


def _pieces(typed: Typed, found: Iterable[Found]) -> list[Found]:
    """Return the parts that explain the text together, in the order they were typed, or none where they don't."""
    chosen: list[Found] = []
    for each in sorted(found, key=lambda each: -each.part.held):
        part = each.part
        overlap = max((_overlap(part, other.part) for other in chosen), default=0)
        near = place(typed, each.words, each.document, part).similarity >= _NEARLY
        if near and part.held >= _PART_HELD and overlap <= _OVERLAP and len(part) - overlap >= LEAST:
            chosen.append(each)
    covered = {number for each in chosen for number in range(each.part.first, each.part.end)}
    if len(covered) < _COVERED * len(typed.words):
        return []
    return sorted(chosen, key=lambda each: each.part.first)


def _overlap(one: Part, other: Part) -> int:
    return max(0, min(one.end, other.end) - max(one.first, other.first))


def _place(typed: Typed, found: Found) -> Place:
    return place(typed, found.words, found.document, found.part)
