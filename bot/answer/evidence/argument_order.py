"""Who does it to whom: a piece that tells it the other way round does not carry the question."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from bot.answer.evidence.matching import synonyms_of
from bot.answer.evidence.units import DocumentUnits, stems_of
from bot.search.query import Query, QueryPart, QueryPartKind

Triple = tuple[QueryPart, QueryPart, QueryPart]


_BE = re.compile(r"\b(?:be|been|being|is|are|was|were|get|gets|got)\s+(?:\w+ly\s+)?$")
_BY = re.compile(r"(?:\b(?P<noun>[\w'-]+) of .*)?\b(?P<verb>[\w'-]+) by (?:the )?(?P<doer>[\w'-]+)")


def agent_patient_pairs(query: Query) -> list[Triple]:
    """Return every "A does to B" of the question: two names with a single word between them, or a doer behind "by"."""
    topic = [part for part in query.topic if part.kind is not QueryPartKind.NUMBER]
    if passive := _passive(query, topic):
        return passive
    return [
        (one, deed, other)
        for index, (one, deed) in enumerate(pairwise(topic))
        if one.kind is QueryPartKind.NAME and deed.kind is QueryPartKind.WORD
        for other in [next((part for part in topic[index + 2 : index + 4] if part.kind is QueryPartKind.NAME), None)]
        if other is not None and set(one.stems).isdisjoint(other.stems)
    ]


def _passive(query: Query, topic: list[QueryPart]) -> list[Triple]:
    """Return the deed of "B is trained by A" or "the training of B by A"."""
    by = _BY.search(query.asked.topic)
    if by is None:
        return []
    doer = next(
        (at for at, part in enumerate(topic) if by["doer"] in part.words and part.kind is QueryPartKind.NAME), None
    )
    if doer is None:
        return []
    before = topic[:doer]
    done_to = next((part for part in reversed(before) if part.kind is QueryPartKind.NAME), None)
    words = [part for part in before if part.kind is QueryPartKind.WORD]
    # "The training of B by A" has its noun before "of", "B is trained by A" its verb before "by".
    deed = next((part for said in ("noun", "verb") for part in words if by[said] in part.words), None)
    if deed is None or done_to is None or not set(topic[doer].stems).isdisjoint(done_to.stems):
        return []
    return [(topic[doer], deed, done_to)]


class ArgumentOrder(Enum):
    """How a piece tells a deed: as the question has it, the other way round, or not at all."""

    SAME = "so"
    REVERSED = "turned"
    UNKNOWN = "not"


def argument_order(query: Query, units: DocumentUnits, position: int) -> ArgumentOrder:
    """Return how the unit tells the question's deeds.

    Read from the order of words alone: the doer stands before the deed, or after it behind "by".
    """
    told = [_told(triple, units, position) for triple in agent_patient_pairs(query)]
    return next((one for one in (ArgumentOrder.UNKNOWN, ArgumentOrder.REVERSED) if one in told), ArgumentOrder.SAME)


def _told(triple: Triple, units: DocumentUnits, position: int) -> ArgumentOrder:
    doers, told, done_to = (_starts(part, units, position) for part in triple)
    if not told:
        block, text = units.units[position].block, units.document.text
        above = {one for span in (block.lead_in, block.header) if span for one in stems_of(text, span)}
        introduced = any(one in above for one, _ in synonyms_of(triple[1].words[-1]))
        return ArgumentOrder.SAME if introduced else ArgumentOrder.UNKNOWN
    if not doers or not done_to:
        return ArgumentOrder.SAME
    ways = {_way(deed, doers, done_to, units, position) for deed in told}
    return next(one for one in (ArgumentOrder.SAME, ArgumentOrder.REVERSED, ArgumentOrder.UNKNOWN) if one in ways)


def _way(deed: int, doers: list[int], done_to: list[int], units: DocumentUnits, position: int) -> ArgumentOrder:
    if _behind_by(deed, doers, units, position):
        return ArgumentOrder.SAME
    if _behind_by(deed, done_to, units, position):
        return ArgumentOrder.REVERSED
    if _BE.search(units.document.text, units.units[position].span.start, deed):
        # "A is to be trained": whoever stands before a passive is the one it is done to.
        ahead = max((start for start in doers + done_to if start < deed), default=None)
        if ahead is not None:
            return ArgumentOrder.REVERSED if ahead in doers else ArgumentOrder.SAME
    before = max((start for start in doers + done_to if start < deed), default=None)
    after = min((start for start in doers + done_to if start > deed), default=None)
    if after in doers and any(start < deed for start in done_to):
        return ArgumentOrder.REVERSED
    if after is None and before in done_to:
        return ArgumentOrder.UNKNOWN
    return ArgumentOrder.SAME if any(start < deed for start in doers) else ArgumentOrder.UNKNOWN


def _behind_by(deed: int, doers: list[int], units: DocumentUnits, position: int) -> bool:
    by = [span.start for span in units.places(position, "by") if span.start > deed]
    return any(by_start < start < by_start + 40 for by_start in by for start in doers)


def _starts(part: QueryPart, units: DocumentUnits, position: int) -> list[int]:
    return sorted({span.start for one, _ in synonyms_of(part.words[-1]) for span in units.places(position, one)})
