"""The words that answer a question of when, where or how many, inside the piece that holds them."""

from __future__ import annotations

import re

from bot.answer.candidates import Candidate
from bot.model import BlockKind, Span
from bot.search.intent import Expected
from bot.search.query import PartKind, Query
from bot.text import WORD

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIME = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? \d{{4}})?\b|\b(?:1[89]|20)\d\d\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|tomorrow|tonight)\b"
    r"|\b\d+ (?:years?|months?|weeks?|days?|hours?) ago\b"
    r"|\b(?:last|this|next|late) (?:year|month|week|spring|summer|autumn|fall|winter|night|decade)\b"
)
# A place is read only where the words before it say that it is one, or where a row has a cell of its own for it.
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|(?:city|town|village|port|province|region) of) "
    r"((?:the )?[A-Z][\w’'-]*(?:(?: of| the)? [A-Z][\w’'-]*)*)"
)
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_PLACE_HEADER = re.compile(r"\b(?:location|place|where|site|city|country|town)\b", re.IGNORECASE)


def answering(query: Query, one: Candidate) -> tuple[Span, ...]:
    """Return the spans in the piece that are of the kind asked for, those nearest to what was matched first."""
    text, span = one.taken.document.text, one.unit.span
    match query.asked.expected:
        case Expected.NUMBER:
            asked = {part.value for part in query.parts if part.kind is PartKind.NUMBER}
            found = [
                _counted(text, at, span) for value, at in one.taken.values(one.match.position) if value not in asked
            ]
        case Expected.TIME:
            found = [Span(m.start(), m.end()) for m in _TIME.finditer(text, span.start, span.end)]
        case Expected.PLACE:
            places = [Span(*m.span(1)) for m in _PLACE.finditer(text, span.start, span.end)]
            elsewhere = [at for at in places if not any(at.overlaps(place) for place in one.match.places)]
            found = _cells(one) or elsewhere
        case _:
            return ()
    return tuple(sorted(found, key=lambda at: min((_apart(at, place) for place in one.match.places), default=at.start)))


def _counted(text: str, number: Span, within: Span) -> Span:
    """Return a number with the word that says what is counted."""
    following = WORD.match(text, number.end + 1)
    if following and following.end() <= within.end and text[number.end] == " " and following[0].islower():
        return Span(number.start, following.end())
    return number


def _cells(one: Candidate) -> list[Span]:
    """Return the cell of a row that stands under a header of places."""
    block, text = one.unit.block, one.taken.document.text
    if block.kind is not BlockKind.TABLE_ROW or block.header is None:
        return []
    headers, cells = _parted(text, block.header), _parted(text, block.span)
    return [
        cell
        for header, cell in zip(headers, cells, strict=False)
        if _PLACE_HEADER.search(header.of(text)) and cell.of(text).strip()
    ]


def _parted(text: str, row: Span) -> list[Span]:
    """Return the cells of a row of a pipe table, without the blanks around them."""
    return [Span(*m.span()) for m in _CELL.finditer(text, row.start, row.end)]


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
