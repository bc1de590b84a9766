"""The asked number among a unit's numbers, by noun or unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.evidence.matching import CARRIED, synonyms_of
from bot.model.spans import Span
from bot.normalize import WORD, Word, words
from bot.search.intent import QuestionReading
from bot.search.quantity_type import QuantityType
from bot.search.query import Query, QueryPart, QueryPartKind

_VAGUE = re.compile(
    r"""
    \b (?: (?:several|many|some|a\ few|tens\ of|possibly|around|about|up\ to|at\ least)\ )*  # up to several
    (?: dozens? | scores | hundreds? | thousands? | millions? | billions? )                  # hundreds
    (?= \ of\b | ,?\ [a-z] )                                                                 # of, people
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "an entire battalion of paratroopers": a count without figures.
_GROUP = re.compile(
    r"""
    \b (?:an?|one|the)\  (?: (?:entire|whole|full|single)\ )?                                # an entire
    (?: battalion | brigade | division | regiment | company | squadron | platoon | pair | couple | dozen | handful
      | majority | third | quarter | half )                                                  # battalion
    (?= \ of\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNITS = {
    QuantityType.LENGTH: r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)"
    r"|met(?:re|er)s?|kilomet(?:re|er)s?|km|miles?|feet|foot|yards?|pages?|words?)",
    QuantityType.AGE: r"(?:years?|months?|weeks?|days?|decades?|centur(?:y|ies))",
    QuantityType.DISTANCE: r"(?:met(?:re|er)s?|kilomet(?:re|er)s?|km|miles?|feet|yards?)",
    QuantityType.FREQUENCY: r"(?:times|in [a-z]+|an? (?:day|week|month|year)|per (?:day|week|month|year))",
    QuantityType.SHARE: r"(?:%|per cent|percent|percentage points?)",
    QuantityType.AMOUNT: r"(?:%|per cent|percent|dollars?|euros?|pounds?|rou?bles?|yuan|hryvnias?|rupees|francs|yen"
    r"|tonn?e?s?|kilograms?|kg|lit(?:re|er)s?|barrels?|acres|hectares|square|cubic|of)",
}
_MONEY = re.compile(r"(?:[$€£¥]|\b(?:USD|EUR|GBP)) ?$")
_BREAK = re.compile(
    r"""
    [,;:|()“”"\n]
  | \b(?: including | such\ as | and | or | but | while | which | who )\b  # "40 tanks and 3 ships"
    """,
    re.VERBOSE,
)
_LIST = re.compile(r"\b(?:including|such as|among them)\b")
_PRONOUN = re.compile(r" (?:of|day|another|way|hand|thing|side)\b", re.IGNORECASE)
_FURTHEST_NOUN = 8  # words after a number


def quantities(reading: QuestionReading, query: Query, candidate: AnswerCandidate) -> list[Span]:
    """Return the spans of numbers with the asked noun or unit."""
    text, unit = candidate.units.document.text, candidate.unit.span
    known = {part.value for part in query.parts if part.kind is QueryPartKind.NUMBER}
    numbers = [
        span
        for value, span in candidate.units.values(candidate.match.position)
        if value not in known and not _is_year(span.of(text)) and not _is_pronoun(text, span)
    ]
    match reading.quantity_type:
        case QuantityType.COUNT:
            numbers += _vague_numbers(text, unit, numbers)
            return [span for number in numbers if (span := _counting(reading, query, candidate, number))]
        case QuantityType.ANY:
            return [_with_noun(text, number, unit) for number in numbers]
        case measure:
            return list(_measured(text, numbers, unit, measure))


def _vague_numbers(text: str, unit: Span, exact: list[Span]) -> list[Span]:
    """Return the vague counts ("dozens", "a battalion") outside the exact ones."""
    matches = (found for pattern in (_VAGUE, _GROUP) for found in pattern.finditer(text, unit.start, unit.end))
    spans = [Span(*found.span()) for found in matches]
    return [span for span in spans if not any(span.overlaps(number) for number in exact)]


def _counting(reading: QuestionReading, query: Query, candidate: AnswerCandidate, number: Span) -> Span | None:
    """Return the span of number and counted noun, or None."""
    names = [part for part in query.parts if part.kind is QueryPartKind.NAME]
    name_words = {word for name in names for word in name.words}
    nouns = [word for word in reading.counted if word not in name_words] or list(reading.counted)
    near = _words_after(candidate.units.document.text, Span(number.start, candidate.unit.span.end), number.end)
    for noun in reversed(nouns):
        counted = next((word for word in near if _is_synonym(noun, word)), None)
        if counted is not None:
            qualifying = [name for name in names if set(name.words) & set(reading.counted)]
            fits = all(_qualifies(name, candidate, number) for name in qualifying)
            return Span(number.start, max(counted.span.end, number.end)) if fits else None
    return None


def _words_after(text: str, within: Span, number_end: int) -> list[Word]:
    """Return the words of a number and the next ones."""
    stop = _BREAK.search(text, number_end, within.end)
    clause = Span(within.start, stop.start() if stop else within.end)
    found = words(clause.of(text), clause.start)
    inside = sum(word.span.start < number_end for word in found)
    return found[: inside + _FURTHEST_NOUN]


def _is_synonym(noun: str, word: Word) -> bool:
    if word.text[0].isupper() and noun[0].islower():
        return False  # a People's Army is no people
    return any(stemmed == word.stem and level >= CARRIED for stemmed, level in synonyms_of(noun))


def _qualifies(name: QueryPart, candidate: AnswerCandidate, number: Span) -> bool:
    """Check a name for qualifying the noun, beyond an example.

    In "40 tanks, including French ones", "French" is an example.
    """
    text, position = candidate.units.document.text, candidate.match.position
    stems = [stemmed for word in name.words for stemmed, _ in synonyms_of(word)]
    places = [place for stemmed in stems for place in candidate.units.places(position, stemmed)]
    return not places or any(
        place.start < number.end or not _LIST.search(text, number.end, place.start) for place in places
    )


def _measured(text: str, numbers: list[Span], unit: Span, measure: QuantityType) -> Iterator[Span]:
    pattern = re.compile(rf"[ -]?{_UNITS[measure]}(?!\w)", re.IGNORECASE)
    for number in numbers:
        if following := pattern.match(text, number.end, unit.end):
            end = number.end if following[0].strip() == "of" else following.end()
            if following[0].strip() != "of" or _MONEY.search(text, unit.start, number.start):
                yield Span(number.start, end)
        elif measure is QuantityType.AMOUNT and (money := _MONEY.search(text, unit.start, number.start)):
            yield Span(money.start(), number.end)


def _with_noun(text: str, number: Span, unit: Span) -> Span:
    """Return a number with the next word, its noun."""
    following = WORD.match(text, number.end + 1)
    if following and following.end() <= unit.end and text[number.end] == " " and following[0].islower():
        return Span(number.start, following.end())
    return number


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:1[89]|20)\d\d", number) is not None


def _is_pronoun(text: str, number: Span) -> bool:
    """Check for a pronoun "one": "one of them", "one day"."""
    return number.of(text).lower() == "one" and _PRONOUN.match(text, number.end) is not None
