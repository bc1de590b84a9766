"""Another place for the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.model.answers import Slot

_EVENT = 0.7


def other_place(pair: Pair) -> Iterator[Difference]:
    """Yield where, if another name stands in the same phrase of place, and the asked one nowhere near."""
    for asked in pair.question.places:
        if pair.stands_near(asked.stems):
            continue
        phrase = pair.asked(asked.span.start, asked.span.end)
        for quoted in pair.sentence.places:
            if quoted.kind != asked.kind or asked.governors[:1] != quoted.governors[:1]:
                continue
            if pair.share_met(phrase) >= _EVENT:
                yield Difference(Slot.WHERE, phrase, pair.quoted(quoted.span.start, quoted.span.end))
                return
