"""The words that answer a question of when, where or how many, inside the piece that holds them."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.answer.criteria.quantities import quantities
from bot.answer.evidence.candidates import AnswerCandidate
from bot.model.documents import BlockKind
from bot.model.spans import Span
from bot.normalize import WORD, stem
from bot.search.intent import ExpectedAnswer, QuestionReading
from bot.search.quantity_type import QuantityType
from bot.search.query import Query

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
TIME = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? \d{{4}})?\b|\b(?:1[89]|20)\d\d\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|tomorrow|tonight)\b"
    r"|\b\d+ (?:years?|months?|weeks?|days?|hours?) ago\b"
    r"|\b(?:last|this|next|late) (?:year|month|week|spring|summer|autumn|fall|winter|night|decade)\b"
)
# A place is read only where the words before it say that it is one, or where a row has a cell of its own for it.
PLACE = re.compile(
    r"\b(?:in|at|near|outside|(?:city|town|village|port|province|region|capital|island|coast|district|state) of) "
    r"((?:the )?[A-Z][\w’'-]*(?:(?: of| the)? [A-Z][\w’'-]*)*)"
)
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_PLACE_HEADER = re.compile(r"\b(?:location|place|where|site|city|country|town)\b", re.IGNORECASE)
_LENGTH_HEADER = re.compile(r"\b(?:duration|length|time|weeks|days|months|hours)\b", re.IGNORECASE)
_SOMEWHERE = re.compile(r"\b(?:in|at|near|across|off|outside|inside|throughout|around|along|between)\b", re.IGNORECASE)


def answer_spans(query: Query, one: AnswerCandidate, asked: QuestionReading | None = None) -> tuple[Span, ...]:
    """Return the spans in the piece that are of the kind asked for, those nearest to what was matched first.

    With `asked`, those for another thing that is asked of the same piece.
    """
    wanted = asked or query.asked
    text, span = one.taken.document.text, one.unit.span
    match wanted.expected:
        case ExpectedAnswer.NUMBER:
            found = quantities(wanted, query, one) or _numbered_cells(wanted, one)
        case ExpectedAnswer.TIME:
            found = [Span(m.start(), m.end()) for m in TIME.finditer(text, span.start, span.end)]
        case ExpectedAnswer.PLACE:
            places = [Span(*m.span(1)) for m in PLACE.finditer(text, span.start, span.end)]
            elsewhere = [at for at in places if not any(at.overlaps(place) for place in one.match.places)]
            found = _cells(one, _PLACE_HEADER.search) or elsewhere
        case _:
            return ()
    return tuple(sorted(found, key=lambda at: min((_apart(at, place) for place in one.match.places), default=at.start)))


def tells_where(query: Query, one: AnswerCandidate) -> bool:
    """Tell whether the piece names a place, or at least says in words where something is."""
    return bool(answer_spans(query, one) or _SOMEWHERE.search(one.unit.span.of(one.taken.document.text)))


def _numbered_cells(asked: QuestionReading, one: AnswerCandidate) -> list[Span]:
    """Return the cells with a number that stand under a header of what is counted or how long it takes."""
    text = one.taken.document.text
    counted = {stem(word) for word in asked.counted}

    def fits(header: str) -> bool:
        if asked.quantity_type is QuantityType.LENGTH:
            return _LENGTH_HEADER.search(header) is not None
        return any(stem(word) in counted for word in WORD.findall(header))

    return [cell for cell in _cells(one, fits) if any(character.isdigit() for character in cell.of(text))]


def _cells(one: AnswerCandidate, fits: Callable[[str], object]) -> list[Span]:
    """Return the cells of a row whose header fits."""
    block, text = one.unit.block, one.taken.document.text
    if block.kind is not BlockKind.TABLE_ROW or block.header is None:
        return []
    headers, cells = _parted(text, block.header), _parted(text, block.span)
    return [
        cell for header, cell in zip(headers, cells, strict=False) if fits(header.of(text)) and cell.of(text).strip()
    ]


def _parted(text: str, row: Span) -> list[Span]:
    """Return the cells of a row of a pipe table, without the blanks around them."""
    return [Span(*m.span()) for m in _CELL.finditer(text, row.start, row.end)]


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
