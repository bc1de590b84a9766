"""Asked as a fact, told as planned, possible or supposed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.criteria.difference_rules.pair import Difference, Pair
from bot.answer.criteria.difference_rules.polarity import _same_people
from bot.answer.evidence.frames import Frame
from bot.model import Slot

_EVENT = 0.75
_SAME = 0.7
_FURTHEST = 40


def only_supposed(pair: Pair) -> Iterator[Difference]:
    """Yield what was done if the sentence says only that it may or shall be done."""
    if pair.question.is_hedged or not pair.question.is_yes_no:
        return
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if asked.hedges or not quoted.hedges or asked.negated or quoted.negated or aligned.similarity < _SAME:
            continue
        if _same_people(aligned) and pair.share_met("") >= _EVENT and not _told_as_fact(pair, asked):
            first = min(quoted.hedges)
            start = first.start if 0 <= quoted.start - first.start <= _FURTHEST else quoted.start
            yield Difference(Slot.ACTION, pair.asked(asked.start, asked.end), pair.quoted(start, quoted.end))
            return


def _told_as_fact(pair: Pair, asked: Frame) -> bool:
    return any(not quoted.hedges and not asked.words.isdisjoint(quoted.words) for quoted in pair.sentence.frames)
