"""Who does it to whom: a piece that tells it the other way round does not carry the question."""

from __future__ import annotations

from itertools import pairwise

from bot.answer.evidence import stand_ins
from bot.answer.units import Taken
from bot.search.query import Part, PartKind, Query

Triple = tuple[Part, Part, Part]


def deeds(query: Query) -> list[Triple]:
    """Return every "A does to B" of the question: two names with a single word between them."""
    topic = [part for part in query.topic if part.kind is not PartKind.NUMBER]
    return [
        (one, deed, other)
        for index, (one, deed) in enumerate(pairwise(topic))
        if one.kind is PartKind.NAME and deed.kind is PartKind.WORD
        for other in [next((part for part in topic[index + 2 : index + 4] if part.kind is PartKind.NAME), None)]
        if other is not None and set(one.stems).isdisjoint(other.stems)
    ]


def tells_it_so(query: Query, taken: Taken, position: int) -> bool:
    """Tell whether the unit has the question's deed done, and by the one who should do it.

    Read from the order of words alone: the doer stands before the deed, or after it behind "by".
    """
    return all(_told(triple, taken, position) for triple in deeds(query))


def _told(triple: Triple, taken: Taken, position: int) -> bool:
    doers, deeds_told, done_to = (_starts(part, taken, position) for part in triple)
    if not deeds_told:
        return any(one in taken.units[position].context for one, _ in stand_ins(triple[1].words[-1]))
    if not doers or not done_to:
        return True
    return not all(_against(deed, doers, done_to, taken, position) for deed in deeds_told)


def _against(deed: int, doers: list[int], done_to: list[int], taken: Taken, position: int) -> bool:
    if _behind_by(deed, doers, taken, position):
        return False
    before = [start for start in doers if start < deed]
    if not before:
        return True
    between = any(max(before) < start < deed for start in done_to)
    return between and not any(start > deed for start in done_to)


def _behind_by(deed: int, doers: list[int], taken: Taken, position: int) -> bool:
    by = [span.start for span in taken.places(position, "by") if span.start > deed]
    return any(by_start < start < by_start + 40 for by_start in by for start in doers)


def _starts(part: Part, taken: Taken, position: int) -> list[int]:
    return sorted({span.start for one, _ in stand_ins(part.words[-1]) for span in taken.places(position, one)})
