"""Answer spans: the numbers, dates and places of a unit."""

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
    rf"""
    \b (?:\d{{1,2}}\ )? (?:{_MONTH}) (?:\ \d{{1,2}}(?:st|nd|rd|th)?)? (?:,?\ \d{{4}})? \b   # 3 May 2022, May 3rd
  | \b (?:1[89]|20)\d\d \b                                                                   # 2022
  | \b (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \b
  | \b (?:yesterday|today|tomorrow|tonight) \b
  | \b \d+\ (?:years?|months?|weeks?|days?|hours?)\ ago \b                                   # 4 days ago
  | \b (?:last|this|next|late)\ (?:year|month|week|spring|summer|autumn|fall|winter|night|decade) \b
    """,
    re.VERBOSE,
)
# Only a word of place before a name makes it one; a row may have a column of places.
PLACE = re.compile(
    r"""
    \b (?: in | at | near | outside
         | (?:city|town|village|port|province|region|capital|island|coast|district|state)\ of )\    # in, port of
    ( (?:the\ )? [A-Z][\w’'-]* (?: (?:\ of|\ the)?\ [A-Z][\w’'-]* )* )                              # Bank of Velm
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_PLACE_HEADER = re.compile(r"\b(?:location|place|where|site|city|country|town)\b", re.IGNORECASE)
_LENGTH_HEADER = re.compile(r"\b(?:duration|length|time|weeks|days|months|hours)\b", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"""
    \b(?: in | at | near | across | off | outside | inside | throughout | around | along | between )\b  # off Velm
    """,
    re.IGNORECASE | re.VERBOSE,
)


def answer_spans(query: Query, candidate: AnswerCandidate, asked: QuestionReading | None = None) -> tuple[Span, ...]:
    """Return the unit's spans of the expected kind, nearest first.

    The distance is that to the matched words. `asked` is another reading of the question, such as its second half; the
    query's own by default.
    """
    reading = asked or query.asked
    match reading.expected:
        case ExpectedAnswer.NUMBER:
            spans = quantities(reading, query, candidate) or _numbered_cells(reading, candidate)
        case ExpectedAnswer.TIME:
            spans = _times(candidate)
        case ExpectedAnswer.PLACE:
            spans = _cells(candidate, _PLACE_HEADER.search) or _new_places(candidate)
        case _:
            return ()

    def distance(span: Span) -> int:
        return min((_distance(span, place) for place in candidate.match.places), default=span.start)

    return tuple(sorted(spans, key=distance))


def names_place(query: Query, candidate: AnswerCandidate) -> bool:
    """Check the unit for a place or a preposition of place."""
    quoted = candidate.unit.span.of(candidate.units.document.text)
    return bool(answer_spans(query, candidate) or _SOMEWHERE.search(quoted))


def _times(candidate: AnswerCandidate) -> list[Span]:
    text, unit = candidate.units.document.text, candidate.unit.span
    return [Span(*found.span()) for found in TIME.finditer(text, unit.start, unit.end)]


def _new_places(candidate: AnswerCandidate) -> list[Span]:
    """Return the unit's places without the question's own."""
    text, unit = candidate.units.document.text, candidate.unit.span
    places = [Span(*found.span(1)) for found in PLACE.finditer(text, unit.start, unit.end)]
    return [place for place in places if not any(place.overlaps(matched) for matched in candidate.match.places)]


def _numbered_cells(reading: QuestionReading, candidate: AnswerCandidate) -> list[Span]:
    """Return the numeric cells in a column of the asked quantity."""
    text = candidate.units.document.text
    counted = {stem(word) for word in reading.counted}

    def fits(header: str) -> bool:
        if reading.quantity_type is QuantityType.LENGTH:
            return _LENGTH_HEADER.search(header) is not None
        return any(stem(word) in counted for word in WORD.findall(header))

    return [cell for cell in _cells(candidate, fits) if any(character.isdigit() for character in cell.of(text))]


def _cells(candidate: AnswerCandidate, fits: Callable[[str], object]) -> list[Span]:
    """Return the cells of a table row in columns with a fitting header."""
    block, text = candidate.unit.block, candidate.units.document.text
    if block.kind is not BlockKind.TABLE_ROW or block.header is None:
        return []
    headers, cells = _split_row(text, block.header), _split_row(text, block.span)
    return [
        cell for header, cell in zip(headers, cells, strict=False) if fits(header.of(text)) and cell.of(text).strip()
    ]


def _split_row(text: str, row: Span) -> list[Span]:
    """Return the cells of a pipe table's row, without the blanks around them."""
    return [Span(*found.span()) for found in _CELL.finditer(text, row.start, row.end)]


def _distance(span: Span, other: Span) -> int:
    return max(span.start - other.end, other.start - span.end, 0)
