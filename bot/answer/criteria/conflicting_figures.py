"""Documents that tell the same thing with other figures, found only where the same is counted of the same deed.

Two figures conflict only if neither is vague or within what the other's "about" or "at least" allows, and if nothing
beside them (another date, another place, another kind of the thing) tells two occasions apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.answer.criteria.answer_spans import PLACE, answer_spans
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.evidence.matching import BEFORE, synonyms_of
from bot.model.spans import Span
from bot.normalize import fold, stem, words
from bot.search.intent import ExpectedAnswer
from bot.search.numbers import numbers
from bot.search.query import Query, QueryPart, QueryPartKind

_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|close to|an estimated)\s*$", re.IGNORECASE
)
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|no fewer than|above|exceeding|upwards of)\s*$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:up to|at most|fewer than|less than|under|below|no more than)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_FAR = 1.25  # how many times another figure "about 50" must be to conflict with it
_DOER_DEED_AND_THING = 3
_SAME_DEED = 4  # parts of a question that two pieces must share: "killed in X" is told of many days
_QUALIFIERS = 3  # words between a number and what it counts
_BREAK = re.compile(r"[,;:.|()]")
_DATE = re.compile(r"(?:(\d{1,2}) )?([A-Z][a-z]+)(?: (\d{1,2})(?:st|nd|rd|th)?)?(?:,? (\d{4}))?$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, at `span` of its document; `kinds` are the names that qualify the thing."""

    value: float
    noun: str
    span: Span
    hedge: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConflictingFigure:
    """Two pieces of two documents that tell the same with other figures, and where these stand."""

    one: AnswerCandidate
    other: AnswerCandidate
    one_at: Span
    other_at: Span


def conflicts(query: Query, told: Sequence[AnswerCandidate]) -> list[ConflictingFigure]:
    """Return the pairs among the pieces that answer whose figures or dates can't both be so."""
    found = []
    for one, other in combinations(told, 2):
        if one.units.document.id == other.units.document.id or not _same_deed(query, one, other):
            continue
        pair = (
            _dates_apart(query, one, other)
            if query.asked.expected is ExpectedAnswer.TIME
            else _differ_in_value(query, one, other)
        )
        if pair is not None:
            found.append(ConflictingFigure(one, other, *pair))
    return found


def conflicting_figure(query: Query, one: AnswerCandidate) -> Span | None:
    """Return the other figure where a piece carries all of a question but tells it with another number than it asks."""
    rest = [(part, level) for part, level in zip(query.topic, one.match.levels, strict=False) if _is_not_number(part)]
    if len(rest) < _DOER_DEED_AND_THING or any(level <= BEFORE for _, level in rest):
        return None
    if not any(part.kind is QueryPartKind.NAME for part, _ in rest):
        return None
    return conflicting_count(query, one)


def conflicting_count(query: Query, one: AnswerCandidate) -> Span | None:
    """Return where a piece counts the question's things with other numbers than the question does, and only so."""
    asked = _figures(query.question, Span(0, len(query.question)), _nouns(query), _names(query))
    told = (
        _figures(one.units.document.text, one.unit.span, {figure.noun for figure in asked}, _names(query))
        if asked
        else []
    )
    for figure in asked:
        same = [other for other in told if other.noun == figure.noun]
        if same and all(_differ(figure, other) for other in same):
            return same[0].span
    return None


def _same_deed(query: Query, one: AnswerCandidate, other: AnswerCandidate) -> bool:
    """Tell whether two pieces hold the same names and the same deed, all that the question names of them."""
    parts = list(zip(query.topic, one.match.levels, other.match.levels, strict=False))
    rest = [(part, min(levels)) for part, *levels in parts if _is_not_number(part)]
    named = any(part.kind is QueryPartKind.NAME for part, _ in rest)
    enough = named and len(rest) >= _SAME_DEED
    return enough and all(level > BEFORE for _, level in rest) and _one_occasion(one, other)


def _is_not_number(part: QueryPart) -> bool:
    return part.kind is not QueryPartKind.NUMBER


def _one_occasion(one: AnswerCandidate, other: AnswerCandidate) -> bool:
    """Tell whether no year or place beside them tells two pieces apart."""
    for pattern in (_YEAR, PLACE):
        here, there = (_named(pattern, each) for each in (one, other))
        if here and there and here.isdisjoint(there):
            return False
    return True


def _named(pattern: re.Pattern[str], one: AnswerCandidate) -> set[str]:
    return {fold(name) for name in pattern.findall(one.units.document.text, one.unit.span.start, one.unit.span.end)}


def _differ_in_value(query: Query, one: AnswerCandidate, other: AnswerCandidate) -> tuple[Span, Span] | None:
    here, there = _of(query, one), _of(query, other)
    for noun in {figure.noun for figure in here}:
        first = [figure for figure in here if figure.noun == noun]
        second = [figure for figure in there if figure.noun == noun]
        if second and all(_differ(a, b) for a in first for b in second):
            return first[0].span, second[0].span
    return None


def _of(query: Query, one: AnswerCandidate) -> list[Figure]:
    """Return the figures of a piece that count what the question names, or that answer it."""
    text = one.units.document.text
    if query.asked.expected is not ExpectedAnswer.NUMBER:
        return _figures(text, one.unit.span, _nouns(query), _names(query))
    found = []
    for span in answer_spans(query, one)[:1]:
        counted = [word.stem for word in words(span.of(text)) if word.text.isalpha()]
        found += _figures(text, Span(span.start, span.end), {counted[-1]} if counted else set(), _names(query))
        found = [
            Figure(f.value, f.noun, f.span, _hedge(text, one.unit.span.start, f.span.start), f.kinds) for f in found
        ]
    return found


def _nouns(query: Query) -> set[str]:
    return {stem(word) for part in query.topic if part.kind is QueryPartKind.WORD for word in part.words}


def _names(query: Query) -> set[str]:
    """Return the stems of the names asked about, and of what may stand for them."""
    words = [word for part in query.topic if part.kind is QueryPartKind.NAME for word in part.words]
    return {other for word in words for other, _ in synonyms_of(word)}


def _figures(text: str, within: Span, nouns: set[str], asked: set[str]) -> list[Figure]:
    """Return the numbers that stand before one of `nouns`, or before a word that may stand for one.

    Names between them tell another kind of the thing, unless they are `asked` for.
    """
    found = []
    for value, at in numbers(within.of(text), within.start):
        kinds: list[str] = []
        for word in words(text[at.end : within.end], at.end)[:_QUALIFIERS]:
            if _BREAK.search(text, at.end, word.span.start):
                break
            noun = next(
                (
                    n
                    for n in nouns
                    if n == word.stem or any(n == other and level >= 0.9 for other, level in synonyms_of(word.text))
                ),
                None,
            )
            if noun is not None:
                hedge = _hedge(text, within.start, at.start)
                found.append(Figure(value, noun, Span(at.start, word.span.end), hedge, frozenset(kinds)))
                break
            kinds += [word.stem] if word.text[0].isupper() and word.stem not in asked else []
    return found


def _hedge(text: str, start: int, end: int) -> str:
    patterns = {"about": _ABOUT, "at least": _AT_LEAST, "at most": _AT_MOST}
    return next((hedge for hedge, pattern in patterns.items() if pattern.search(text, start, end)), "")


def _differ(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can't both be so."""
    if one.value == other.value or one.kinds != other.kinds:
        return False
    for each, against in ((one, other), (other, one)):
        if each.hedge == "at least" and against.value >= each.value:
            return False
        if each.hedge == "at most" and against.value <= each.value:
            return False
    low, high = sorted((one.value, other.value))
    return not (one.hedge or other.hedge) or high > _FAR * low


def _dates_apart(query: Query, one: AnswerCandidate, other: AnswerCandidate) -> tuple[Span, Span] | None:
    here, there = (answer_spans(query, each) for each in (one, other))
    if not here or not there:
        return None
    first, second = (_date(span.of(each.units.document.text)) for span, each in ((here[0], one), (there[0], other)))
    apart = first and second and any(a and b and a != b for a, b in zip(first, second, strict=True))
    return (here[0], there[0]) if apart else None


def _date(text: str) -> tuple[str, str] | None:
    """Return day and month, and the year, as far as a date tells them; None for "last week"."""
    if text.isdigit() and len(text) == 4:
        return "", text
    found = _DATE.match(text)
    day = (found[1] or found[3]) if found else None
    return (f"{day} {found[2]}", found[4] or "") if found and day else None
