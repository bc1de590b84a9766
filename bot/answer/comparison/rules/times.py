"""Differences in day, month or year."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.answer.evidence.dates import DateMention
from bot.model.answers import Slot

_EVENT, _OWN_EVENT = 0.6, 0.5
_OWN_EVENT_OF_MONTHS = 0.7  # a month often only identifies a report


def other_date(pair: Pair) -> Iterator[Difference]:
    """Yield another date of the same kind, without the asked one."""
    for asked in pair.question.dates:
        same_kind = [date for date in pair.sentence.dates if bool(date.weekday) == bool(asked.weekday)]
        if (
            not same_kind
            or _is_of_publication(asked, pair.published)
            or not all(asked.conflicts_with(date) for date in same_kind)
        ):
            continue
        phrase = pair.asked_phrase(asked.span.start, asked.span.end)
        own = _OWN_EVENT if asked.day or asked.weekday else _OWN_EVENT_OF_MONTHS
        if pair.share_met(phrase) >= _EVENT and pair.share_met(phrase, own=True) >= own:
            yield Difference(Slot.WHEN, phrase, pair.quoted_span(same_kind[0].span.start, same_kind[0].span.end))


def other_year(pair: Pair) -> Iterator[Difference]:
    """Yield another year, without the asked one."""
    years = [number for number in pair.sentence.numbers if number.is_year]
    for asked in pair.question.numbers:
        if not asked.is_year or not years or any(year.value == asked.value for year in years):
            continue
        phrase = pair.asked_phrase(asked.span.start, asked.span.end)
        if (
            not pair.value_occurs_nearby(asked.value)
            and not pair.published.startswith(phrase)
            and pair.share_met(phrase) >= _EVENT
        ):
            yield Difference(Slot.WHEN, phrase, pair.quoted_span(years[0].span.start, years[0].span.end))


def _is_of_publication(asked: DateMention, published: str) -> bool:
    """Check for the month of publication, named without a day."""
    return asked.day is None and asked.month is not None and published[5:7] == f"{asked.month:02}"
