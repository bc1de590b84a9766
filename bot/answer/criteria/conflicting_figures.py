"""Incompatible numbers or dates of one event in two documents.

Two figures conflict only if neither is vague or within the other's "about" or "at least", and no date, place or kind
of the counted thing distinguishes two occasions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.answer.criteria.answer_spans import PLACE, answer_spans
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.evidence.matching import BEFORE, synonyms_of
from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
from bot.search.intent import ExpectedAnswer
from bot.search.numbers import numbers
from bot.search.query import Query, QueryPart, QueryPartKind

_HEDGES = {
    "about": re.compile(
        r"\b(?:about|around|some|roughly|approximately|nearly|almost|close\ to|an\ estimated)\s*$",
        re.IGNORECASE | re.VERBOSE,
    ),
    "at least": re.compile(
        r"\b(?:more\ than|over|at\ least|no\ fewer\ than|above|exceeding|upwards\ of)\s*$", re.IGNORECASE | re.VERBOSE
    ),
    "at most": re.compile(
        r"\b(?:up\ to|at\ most|fewer\ than|less\ than|under|below|no\ more\ than)\s*$", re.IGNORECASE | re.VERBOSE
    ),
}
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_FAR = 1.25  # the least ratio of a conflicting figure to "about 50"
_AGENT_ACTION_AND_PATIENT = 3
_SAME_EVENT = 4  # shared parts of the question: "killed in X" is reported of many days
_QUALIFIERS = 3  # words between a number and its noun
_SAME_NOUN = 0.9
_BREAK = re.compile(r"[,;:.|()]")
_DATE = re.compile(
    r"""
    (?: (\d{1,2})\  )?                      # 3
    ([A-Z][a-z]+)                           # May
    (?: \ (\d{1,2}) (?:st|nd|rd|th)? )?     # 3rd
    (?: ,?\ (\d{4}) )? $                    # 2022
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its noun.

    `kinds` are the names that qualify the noun.
    """

    value: float
    noun: str
    span: Span
    hedge: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConflictingFigures:
    """Two candidates with incompatible figures, and the spans of these."""

    first: AnswerCandidate
    second: AnswerCandidate
    first_span: Span
    second_span: Span


def conflicting_pairs(query: Query, answers: Sequence[AnswerCandidate]) -> list[ConflictingFigures]:
    """Return the pairs of answers with incompatible figures or dates."""
    find_conflict = _conflicting_dates if query.asked.expected is ExpectedAnswer.TIME else _conflicting_values
    return [
        ConflictingFigures(first, second, *spans)
        for first, second in combinations(answers, 2)
        if first.units.document.id != second.units.document.id
        and _is_same_event(query, first, second)
        and (spans := find_conflict(query, first, second))
    ]


def conflicting_figure(query: Query, candidate: AnswerCandidate) -> Span | None:
    """Return the other number beside everything else of the question."""
    levels = zip(query.topic, candidate.match.levels, strict=False)
    others = [(part, level) for part, level in levels if _is_not_number(part)]
    if len(others) < _AGENT_ACTION_AND_PATIENT or any(level <= BEFORE for _, level in others):
        return None
    if not any(part.kind is QueryPartKind.NAME for part, _ in others):
        return None
    return conflicting_count(query, candidate)


def conflicting_count(query: Query, candidate: AnswerCandidate) -> Span | None:
    """Return the span of other counts only, or None."""
    asked = _figures(query.question, Span(0, len(query.question)), _nouns(query), _names(query))
    if not asked:
        return None
    nouns = {figure.noun for figure in asked}
    quoted = _figures(candidate.units.document.text, candidate.unit.span, nouns, _names(query))
    for figure in asked:
        same_noun = [other for other in quoted if other.noun == figure.noun]
        if same_noun and all(figures_conflict(figure, other) for other in same_noun):
            return same_noun[0].span
    return None


def _is_same_event(query: Query, first: AnswerCandidate, second: AnswerCandidate) -> bool:
    """Check for all names and words of the question on one occasion."""
    levels = zip(query.topic, first.match.levels, second.match.levels, strict=False)
    shared = [(part, min(pair)) for part, *pair in levels if _is_not_number(part)]
    has_name = any(part.kind is QueryPartKind.NAME for part, _ in shared)
    if not has_name or len(shared) < _SAME_EVENT:
        return False
    return all(level > BEFORE for _, level in shared) and _is_same_occasion(first, second)


def _is_not_number(part: QueryPart) -> bool:
    return part.kind is not QueryPartKind.NUMBER


def _is_same_occasion(first: AnswerCandidate, second: AnswerCandidate) -> bool:
    """Check the years and places of two candidates for a common one.

    A candidate without any fits every occasion.
    """
    for pattern in (_YEAR, PLACE):
        first_names, second_names = _matches(pattern, first), _matches(pattern, second)
        if first_names and second_names and first_names.isdisjoint(second_names):
            return False
    return True


def _matches(pattern: re.Pattern[str], candidate: AnswerCandidate) -> set[str]:
    text, unit = candidate.units.document.text, candidate.unit.span
    return {fold(name) for name in pattern.findall(text, unit.start, unit.end)}


def _conflicting_values(query: Query, first: AnswerCandidate, second: AnswerCandidate) -> tuple[Span, Span] | None:
    first_figures, second_figures = _asked_figures(query, first), _asked_figures(query, second)
    for noun in {figure.noun for figure in first_figures}:
        ours = [figure for figure in first_figures if figure.noun == noun]
        theirs = [figure for figure in second_figures if figure.noun == noun]
        if theirs and all(figures_conflict(figure, other) for figure in ours for other in theirs):
            return ours[0].span, theirs[0].span
    return None


def _asked_figures(query: Query, candidate: AnswerCandidate) -> list[Figure]:
    """Return the figures for the question's nouns, or for its answer."""
    text, unit = candidate.units.document.text, candidate.unit.span
    if query.asked.expected is not ExpectedAnswer.NUMBER:
        return _figures(text, unit, _nouns(query), _names(query))
    spans = answer_spans(query, candidate)
    if not spans:
        return []
    counted = [word.stem for word in words(spans[0].of(text)) if word.text.isalpha()]
    return _figures(text, spans[0], set(counted[-1:]), _names(query), hedged_from=unit.start)


def _nouns(query: Query) -> set[str]:
    return {stem(word) for part in query.topic if part.kind is QueryPartKind.WORD for word in part.words}


def _names(query: Query) -> set[str]:
    """Return the stems of the question's names and their variants."""
    names = [word for part in query.topic if part.kind is QueryPartKind.NAME for word in part.words]
    return {stemmed for name in names for stemmed, _ in synonyms_of(name)}


def _figures(
    text: str, within: Span, nouns: set[str], asked_names: set[str], hedged_from: int | None = None
) -> list[Figure]:
    """Return the numbers before one of `nouns` or its synonyms.

    Names between number and noun make another kind of thing, unless they are among `asked_names`. A hedge is looked
    for from `hedged_from` on, by default the start of `within`.
    """
    start = within.start if hedged_from is None else hedged_from
    found = []
    for value, number in numbers(within.of(text), within.start):
        following = words(text[number.end : within.end], number.end)[:_QUALIFIERS]
        if counted := _counted_noun(text, number, following, nouns):
            index, noun = counted
            names = (word.stem for word in following[:index] if word.text[0].isupper())
            kinds = frozenset(name for name in names if name not in asked_names)
            span = Span(number.start, following[index].span.end)
            found.append(Figure(value, noun, span, bound_before(text, start, number.start)[0], kinds))
    return found


def _counted_noun(text: str, number: Span, following: list[Word], nouns: set[str]) -> tuple[int, str] | None:
    """Return index and noun of the counted word, or None."""
    for index, word in enumerate(following):
        if _BREAK.search(text, number.end, word.span.start):
            return None
        if noun := _synonym_among(word, nouns):
            return index, noun
    return None


def _synonym_among(word: Word, nouns: Iterable[str]) -> str | None:
    synonyms = {stemmed for stemmed, level in synonyms_of(word.text) if level >= _SAME_NOUN}
    return next((noun for noun in nouns if noun == word.stem or noun in synonyms), None)


def bound_before(text: str, start: int, end: int) -> tuple[str, int]:
    """Return "about", "at least", "at most" or "" for the words right before a number, and where they begin."""
    for bound, pattern in _HEDGES.items():
        if found := pattern.search(text, start, end):
            return bound, found.start()
    return "", end


def figures_conflict(figure: Figure, other: Figure) -> bool:
    """Check two figures of the same kind for mutual exclusion."""
    if figure.value == other.value or figure.kinds != other.kinds:
        return False
    if _allows(figure, other.value) or _allows(other, figure.value):
        return False
    lower, higher = sorted((figure.value, other.value))
    return not (figure.hedge or other.hedge) or higher > _FAR * lower


def _allows(figure: Figure, value: float) -> bool:
    """Check a value against "at least" or "at most" of a figure."""
    return (figure.hedge == "at least" and value >= figure.value) or (
        figure.hedge == "at most" and value <= figure.value
    )


def _conflicting_dates(query: Query, first: AnswerCandidate, second: AnswerCandidate) -> tuple[Span, Span] | None:
    first_spans, second_spans = answer_spans(query, first), answer_spans(query, second)
    if not first_spans or not second_spans:
        return None
    first_date = _date(first_spans[0].of(first.units.document.text))
    second_date = _date(second_spans[0].of(second.units.document.text))
    if first_date is None or second_date is None:
        return None
    pairs = zip(first_date, second_date, strict=True)
    differ = any(ours and theirs and ours != theirs for ours, theirs in pairs)
    return (first_spans[0], second_spans[0]) if differ else None


def _date(text: str) -> tuple[str, str] | None:
    """Return day with month, and the year; "" for unknown ones.

    None is returned for a relative time such as "last week".
    """
    if text.isdigit() and len(text) == 4:
        return "", text
    found = _DATE.match(text)
    day = (found[1] or found[3]) if found else None
    return (f"{day} {found[2]}", found[4] or "") if found and day else None
