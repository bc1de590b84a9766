"""Agreement of numbers between a question and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.evidence.bound_numbers import BoundNumber, compatible, values_agree
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.sentence import SentenceAnalysis

_VALUE_ALONE = 0.6


@dataclass(frozen=True, slots=True)
class NumberAgreement:
    """Counts of the question's numbers: met, conflicting, absent.

    `conflicts` pairs an asked number with another one for the same noun.
    """

    asked: int
    met: float
    absent: int
    other_unit: int
    conflicts: tuple[tuple[BoundNumber, BoundNumber], ...]
    years_met: int
    years_conflict: tuple[tuple[BoundNumber, BoundNumber], ...]


def number_agreement(question: QuestionAnalysis, sentence: SentenceAnalysis) -> NumberAgreement:
    """Return the agreement of the sentence's numbers with the question's."""
    met, absent, other_unit = 0.0, 0, 0
    conflicts = []
    counted = [number for number in question.numbers if not number.is_year]
    for asked in counted:
        same_kind = [number for number in sentence.numbers if compatible(asked, number)]
        if any(values_agree(asked, number) for number in same_kind):
            met += 1
        elif equal := [number for number in sentence.numbers if number.value == asked.value]:
            met += _VALUE_ALONE
            other_unit += any(number.unit != asked.unit for number in equal)
        elif same_kind:
            conflicts.append((asked, same_kind[0]))
        else:
            absent += 1
    years_met, years_conflict = _years(question, sentence)
    return NumberAgreement(len(counted), met, absent, other_unit, tuple(conflicts), years_met, years_conflict)


def _years(
    question: QuestionAnalysis, sentence: SentenceAnalysis
) -> tuple[int, tuple[tuple[BoundNumber, BoundNumber], ...]]:
    quoted = [number for number in sentence.numbers if number.is_year]
    asked = [number for number in question.numbers if number.is_year]
    met = [year for year in asked if any(year.value == other.value for other in quoted)]
    return len(met), tuple((year, quoted[0]) for year in asked if quoted and year not in met)
