"""Differences in place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.model.answers import Slot

_EVENT = 0.7


def other_place(pair: Pair) -> Iterator[Difference]:
    """Yield another place in the same phrase, without the asked one nearby."""
    for asked in pair.question.places:
        if pair.occurs_nearby(asked.stems):
            continue
        phrase = pair.asked_phrase(asked.span.start, asked.span.end)
        for quoted in pair.sentence.places:
            if quoted.kind != asked.kind or asked.governors[:1] != quoted.governors[:1]:
                continue
            if pair.share_met(phrase) >= _EVENT:
                yield Difference(Slot.WHERE, phrase, pair.quoted_span(quoted.span.start, quoted.span.end))
                return
