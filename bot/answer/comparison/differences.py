"""Differences between the asked statement and a sentence, by rules.

A rule fires only if the sentence reports the same event: a wrong difference is worse than none.
"""

from __future__ import annotations

from bot.answer.comparison.rules.amounts import other_bound, other_multiple, other_number, other_share, other_unit
from bot.answer.comparison.rules.certainty import certain_in_question, only_supposed
from bot.answer.comparison.rules.locations import other_place
from bot.answer.comparison.rules.pair import Difference, DifferenceRule, Pair
from bot.answer.comparison.rules.participants import other_agent, other_patient
from bot.answer.comparison.rules.polarity import denied_word, negation, opposite, refusal
from bot.answer.comparison.rules.roles import roles_reversed
from bot.answer.comparison.rules.speakers import other_speaker
from bot.answer.comparison.rules.times import other_date, other_year

__all__ = ["Difference", "differences"]

# The first rule that fires fills a slot.
RULES: tuple[DifferenceRule, ...] = (
    roles_reversed,
    other_speaker,
    other_agent,
    other_patient,
    negation,
    refusal,
    denied_word,
    opposite,
    only_supposed,
    certain_in_question,
    other_number,
    other_bound,
    other_unit,
    other_multiple,
    other_share,
    other_date,
    other_year,
    other_place,
)


def differences(pair: Pair) -> tuple[Difference, ...]:
    """Return the differences of a sentence from the question, one a slot."""
    found: dict[object, Difference] = {}
    for rule in RULES:
        for difference in rule(pair):
            found.setdefault(difference.slot, difference)
    return tuple(found.values())
