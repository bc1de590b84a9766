"""The number that a question asks for, told from the other numbers of a piece by what it counts or measures."""

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
    r"\b(?:(?:several|many|some|a few|tens of|possibly|around|about|up to|at least) )*"
    r"(?:dozens?|scores|hundreds?|thousands?|millions?|billions?)(?= of\b|,? [a-z])",
    re.IGNORECASE,
)
# "an entire battalion of paratroopers": how many, if not in figures.
_GROUP = re.compile(
    r"\b(?:an?|one|the) (?:(?:entire|whole|full|single) )?(?:battalion|brigade|division|regiment|company|squadron"
    r"|platoon|pair|couple|dozen|handful|majority|third|quarter|half)(?= of\b)",
    re.IGNORECASE,
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
_BREAK = re.compile(r"[,;:|()“”\"\n]|\b(?:including|such as|and|or|but|while|which|who)\b")
_LIST = re.compile(r"\b(?:including|such as|among them)\b")
_PRONOUN = re.compile(r" (?:of|day|another|way|hand|thing|side)\b", re.IGNORECASE)
_NEAR = 8  # words behind a number among which the counted thing stands


def quantities(asked: QuestionReading, query: Query, one: AnswerCandidate) -> list[Span]:
    """Return the spans of the numbers in the piece that count or measure what `asked` is about."""
    text, unit = one.taken.document.text, one.unit.span
    known = {part.value for part in query.parts if part.kind is QueryPartKind.NUMBER}
    exact = [
        at
        for value, at in one.taken.values(one.match.position)
        if value not in known and not _is_year(at.of(text)) and not _is_pronoun(text, at)
    ]
    match asked.quantity_type:
        case QuantityType.COUNT:
            vague = [Span(*m.span()) for form in (_VAGUE, _GROUP) for m in form.finditer(text, unit.start, unit.end)]
            numbers = exact + [at for at in vague if not any(at.overlaps(other) for other in exact)]
            return [span for at in numbers if (span := _counting(asked, query, one, at))]
        case QuantityType.ANY:
            return [
                _with_noun(text, at, unit) for at in exact if not _is_year(at.of(text)) and not _is_pronoun(text, at)
            ]
        case measure:
            return list(_measured(text, exact, unit, measure))


def _counting(asked: QuestionReading, query: Query, one: AnswerCandidate, number: Span) -> Span | None:
    """Return the number with the thing that it counts, or None where it counts another."""
    text = one.taken.document.text
    names = {word for part in query.parts if part.kind is QueryPartKind.NAME for word in part.words}
    nouns = [word for word in asked.counted if word not in names] or list(asked.counted)
    near = _behind(text, Span(number.start, one.unit.span.end), number.end)
    for noun in reversed(nouns):
        counted = next((word for word in near if _stands_for(noun, word)), None)
        if counted is not None:
            named = [
                part for part in query.parts if part.kind is QueryPartKind.NAME and set(part.words) & set(asked.counted)
            ]
            fits = all(_belongs(part, one, number) for part in named)
            return Span(number.start, max(counted.span.end, number.end)) if fits else None
    return None


def _behind(text: str, within: Span, number_end: int) -> list[Word]:
    """Return the words of a number itself and those behind it, as far as what it counts can stand."""
    stop = _BREAK.search(text, number_end, within.end)
    here = Span(within.start, stop.start() if stop else within.end)
    found = words(here.of(text), here.start)
    inside = sum(word.span.start < number_end for word in found)
    return found[: inside + _NEAR]


def _stands_for(noun: str, word: Word) -> bool:
    if word.text[0].isupper() and noun[0].islower():
        return False  # a People's Army is no people
    return any(other == word.stem and level >= CARRIED for other, level in synonyms_of(noun))


def _belongs(part: QueryPart, one: AnswerCandidate, number: Span) -> bool:
    """Tell whether a name that qualifies the counted thing is no mere example of it: "tanks, including French ones"."""
    text, position = one.taken.document.text, one.match.position
    places = [at for word in part.words for other, _ in synonyms_of(word) for at in one.taken.places(position, other)]
    return not places or any(at.start < number.end or not _LIST.search(text, number.end, at.start) for at in places)


def _measured(text: str, numbers: list[Span], unit: Span, measure: QuantityType) -> Iterator[Span]:
    pattern = re.compile(rf"[ -]?{_UNITS[measure]}(?!\w)", re.IGNORECASE)
    for at in numbers:
        if following := pattern.match(text, at.end, unit.end):
            end = at.end if following[0].strip() == "of" else following.end()
            if following[0].strip() != "of" or _MONEY.search(text, unit.start, at.start):
                yield Span(at.start, end)
        elif measure is QuantityType.AMOUNT and (money := _MONEY.search(text, unit.start, at.start)):
            yield Span(money.start(), at.end)


def _with_noun(text: str, number: Span, unit: Span) -> Span:
    """Return a number with the word behind it, which says what is counted."""
    following = WORD.match(text, number.end + 1)
    if following and following.end() <= unit.end and text[number.end] == " " and following[0].islower():
        return Span(number.start, following.end())
    return number


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:1[89]|20)\d\d", number) is not None


def _is_pronoun(text: str, number: Span) -> bool:
    """Tell "one of them" and "one day" from a count."""
    return number.of(text).lower() == "one" and _PRONOUN.match(text, number.end) is not None
