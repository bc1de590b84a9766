"""Differences in number, unit, multiple or share of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.bound_numbers import BoundNumber, compatible, values_agree
from bot.answer.evidence.dates import DateMention
from bot.answer.evidence.measures import Measure, measure_after
from bot.answer.evidence.quantified import Quantified
from bot.model.answers import Slot
from bot.model.spans import Span
from bot.normalize import WORD, stem

_EVENT = 0.6
_LONGEST_BOUND = 24  # characters
_BOUND = re.compile(
    r"""
    \b(?: more\ than | at\ least | no\ fewer\ than | fewer\ than | less\ than | at\ most | up\ to | \w+ )  # at least
    \ \S?$                                                                                                 # a sign: $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MULTIPLES = {
    stem(word): value
    for value, words in {
        0.5: "halve halved halving",
        2.0: "double doubled doubling twice twofold",
        3.0: "triple tripled treble trebled thrice threefold",
        4.0: "quadruple quadrupled fourfold",
    }.items()
    for word in words.split()
}


def other_number(pair: Pair) -> Iterator[Difference]:
    """Yield a difference of number for the same counted things."""
    for asked, quoted in _conflicting_numbers(pair):
        phrase = pair.asked_phrase(asked.span.start, asked.span.end)
        if pair.share_met(phrase) >= _EVENT:
            yield Difference(Slot.HOW_MUCH, phrase, pair.quoted_span(quoted.span.start, quoted.span.end))


def _conflicting_numbers(pair: Pair) -> Iterator[tuple[BoundNumber, BoundNumber]]:
    numbers = [number for number in pair.sentence.numbers if not number.is_year]
    asked_values = {number.value for number in pair.question.numbers}
    for asked in pair.question.numbers:
        if asked.is_year or _in_date(asked, pair.question.dates) or pair.value_occurs_nearby(asked.value):
            continue
        rivals = [
            number
            for number in numbers
            if number.value not in asked_values
            and not _in_date(number, pair.sentence.dates)
            and _counts_same(asked, number)
        ]
        if rivals and not any(values_agree(asked, number) for number in rivals):
            yield asked, max(rivals, key=lambda number: len(set(asked.nouns) & set(number.nouns)))


def _counts_same(asked: BoundNumber, quoted: BoundNumber) -> bool:
    """Check two numbers for one unit, or without units one noun."""
    if not compatible(asked, quoted) or quoted.value == 1:
        return False
    return bool(asked.unit) or asked.nouns[0] in quoted.nouns or quoted.nouns[0] in asked.nouns


def _in_date(number: BoundNumber, dates: tuple[DateMention, ...]) -> bool:
    return any(date.span.overlaps(number.span) for date in dates)


def other_bound(pair: Pair) -> Iterator[Difference]:
    """Yield a difference of bound on one number: "at least", "at most"."""
    for asked in pair.question.numbers:
        for quoted in pair.sentence.numbers:
            opposed = {asked.hedge, quoted.hedge} == {"more", "less"}
            if asked.value == quoted.value and opposed and pair.share_met("") >= _EVENT:
                phrase = pair.asked_phrase(*_with_bound(pair.question.statement, asked.span))
                yield Difference(Slot.HOW_MUCH, phrase, pair.quoted_span(*_with_bound(pair.sentence.text, quoted.span)))


def _with_bound(text: str, number: Span) -> tuple[int, int]:
    """Return a number with the words of its bound: "at least 40"."""
    before = _BOUND.search(text, max(0, number.start - _LONGEST_BOUND), number.start)
    return (before.start() if before else number.start), number.end


def other_multiple(pair: Pair) -> Iterator[Difference]:
    """Yield a difference of multiple: "doubled" asked, "tripled" quoted."""
    asked = [match for match in WORD.finditer(pair.question.text) if stem(match[0]) in _MULTIPLES]
    quoted = [match for match in WORD.finditer(pair.sentence.text) if stem(match[0]) in _MULTIPLES]
    if len(asked) != 1 or len(quoted) != 1 or _MULTIPLES[stem(asked[0][0])] == _MULTIPLES[stem(quoted[0][0])]:
        return
    if pair.share_met(asked[0][0]) >= _EVENT:
        yield Difference(Slot.HOW_MUCH, asked[0][0], pair.quoted_span(*quoted[0].span()))


def other_unit(pair: Pair) -> Iterator[Difference]:
    """Yield a difference of unit for one number: miles for kilometres."""
    for asked in pair.question.numbers:
        unit = measure_after(pair.question.statement, asked.span.end)
        for quoted in pair.sentence.numbers:
            quoted_unit = measure_after(pair.sentence.text, quoted.span.end)
            if (
                unit is None
                or quoted_unit is None
                or quoted.value != asked.value
                or not unit.conflicts_with(quoted_unit)
            ):
                continue
            if not _has_asked_unit(pair, asked, unit) and pair.share_met("") >= _EVENT:
                phrase = pair.asked_phrase(asked.span.start, unit.end)
                yield Difference(Slot.HOW_MUCH, phrase, pair.quoted_span(quoted.span.start, quoted_unit.end))
                return


def _has_asked_unit(pair: Pair, asked: BoundNumber, unit: Measure) -> bool:
    """Check the sentence for the same number in the asked unit."""
    units = [
        measure_after(pair.sentence.text, number.span.end)
        for number in pair.sentence.numbers
        if number.value == asked.value
    ]
    return any(quoted is not None and quoted.name == unit.name for quoted in units)


def _shares_conflict(pair: Pair, asked: Quantified, quoted: Quantified) -> bool:
    """Check two shares for a conflict, by noun or by agent."""
    if asked.conflicts_with(quoted):
        return True
    if not asked.excludes(quoted):
        return False
    return any(
        _belongs_to_any(asked, aligned.asked.agents) and _belongs_to_any(quoted, aligned.quoted.agents)
        for aligned in pair.same_events
    )


def _belongs_to_any(quantity: Quantified, participants: tuple[Argument, ...]) -> bool:
    return any(participant.start - 12 <= quantity.span.start < participant.end for participant in participants)


def other_share(pair: Pair) -> Iterator[Difference]:
    """Yield a difference of share: "all" asked, "some" or "none" quoted."""
    for asked in pair.question.quantities:
        if any(quoted.kind == asked.kind for quoted in pair.sentence.quantities):
            continue
        for quoted in pair.sentence.quantities:
            phrase = pair.asked_phrase(asked.span.start, asked.span.end)
            if _shares_conflict(pair, asked, quoted) and pair.share_met(phrase) >= _EVENT:
                yield Difference(Slot.HOW_MUCH, phrase, pair.quoted_span(quoted.span.start, quoted.span.end))
                return
