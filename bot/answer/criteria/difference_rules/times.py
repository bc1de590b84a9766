"""Another day, month or year."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.criteria.difference_rules.pair import Difference, Pair
from bot.model import Slot

_EVENT = 0.6


def other_date(pair: Pair) -> Iterator[Difference]:
    """Yield when, if the sentence names only other dates of the same kind."""
    for asked in pair.question.dates:
        same_kind = [date for date in pair.sentence.dates if bool(date.weekday) == bool(asked.weekday)]
        if not same_kind or not all(asked.conflicts_with(date) for date in same_kind):
            continue
        phrase = pair.asked(asked.span.start, asked.span.end)
        if pair.share_met(phrase) >= _EVENT:
            yield Difference(Slot.WHEN, phrase, pair.quoted(same_kind[0].span.start, same_kind[0].span.end))


def other_year(pair: Pair) -> Iterator[Difference]:
    """Yield when, if the sentence names only other years."""
    years = [number for number in pair.sentence.numbers if number.is_year]
    for asked in pair.question.numbers:
        if not asked.is_year or not years or any(year.value == asked.value for year in years):
            continue
        phrase = pair.asked(asked.span.start, asked.span.end)
        published = pair.candidate.units.document.reference.published or ""
        if (
            not pair.value_stands_near(asked.value)
            and not published.startswith(phrase)
            and pair.share_met(phrase) >= _EVENT
        ):
            yield Difference(Slot.WHEN, phrase, pair.quoted(years[0].span.start, years[0].span.end))
