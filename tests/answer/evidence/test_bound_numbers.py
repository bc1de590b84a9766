"""Numbers with their nouns, and their agreement with a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.criteria.number_agreement import NumberAgreement, number_agreement
from bot.answer.evidence.bound_numbers import BoundNumber, bound_numbers, compatible, values_agree
from bot.answer.evidence.measures import measure_after
from tests.answer.comparing import analyse, analyse_sentence

if TYPE_CHECKING:
    from spacy.language import Language


def number(nlp: Language, text: str) -> BoundNumber:
    (found,) = bound_numbers(nlp(text))
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The ferry carried 40 lorries.", 40, ""),
        ("Prices rose by 12%.", 12, "percent"),
        ("Prices rose by 12 percent.", 12, "percent"),
        ("The ferry cost $3 million.", 3_000_000, "dollar"),
        ("The ferry sank in 1998.", 1998, "year"),
        ("It was the 3rd ferry.", 3, "ordinal"),
    ],
)
def test_a_number_has_its_unit(nlp: Language, text: str, value: float, unit: str) -> None:
    found = number(nlp, text)
    assert (found.value, found.unit) == (value, unit)


def test_a_number_counts_its_noun_and_what_that_stands_for(nlp: Language) -> None:
    assert number(nlp, "The port lost 40 crates of apples.").nouns[:2] == ("crate", "appl")


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("At least 40 lorries sank.", "more"),
        ("More than 40 lorries sank.", "more"),
        ("At most 40 lorries sank.", "less"),
        ("Up to 40 lorries sank.", "less"),
        ("About 40 lorries sank.", "about"),
        ("Exactly 40 lorries sank.", ""),
    ],
)
def test_a_number_has_its_bound(nlp: Language, text: str, hedge: str) -> None:
    assert number(nlp, text).hedge == hedge


def test_numbers_of_other_things_are_not_compatible(nlp: Language) -> None:
    lorries = number(nlp, "The ferry carried 40 lorries.")
    assert compatible(lorries, number(nlp, "The ferry carried 50 lorries."))
    assert not compatible(lorries, number(nlp, "The ferry carried 50 horses."))
    assert not compatible(lorries, number(nlp, "The ferry cost $50."))


@pytest.mark.parametrize(
    ("asked_number", "quoted_number", "agree"),
    [
        ("40 lorries sank.", "40 lorries sank.", True),
        ("At least 40 lorries sank.", "50 lorries sank.", True),
        ("At least 40 lorries sank.", "30 lorries sank.", False),
        ("At most 40 lorries sank.", "30 lorries sank.", True),
        ("About 100 lorries sank.", "95 lorries sank.", True),
        ("About 100 lorries sank.", "94 lorries sank.", False),
        ("40 lorries sank.", "41 lorries sank.", False),
    ],
)
def test_a_bound_allows_other_values(nlp: Language, asked_number: str, quoted_number: str, agree: bool) -> None:
    assert values_agree(number(nlp, asked_number), number(nlp, quoted_number)) is agree


def agreement(nlp: Language, question: str, sentence: str) -> NumberAgreement:
    return number_agreement(analyse(question, nlp), analyse_sentence(sentence, nlp))


def test_an_asked_number_is_met_conflicts_or_is_absent(nlp: Language) -> None:
    question = "did the ferry carry 40 lorries?"
    assert agreement(nlp, question, "The ferry carried 40 lorries.").met == 1
    conflict = agreement(nlp, question, "The ferry carried 50 lorries.")
    assert [(asked.value, quoted.value) for asked, quoted in conflict.conflicts] == [(40, 50)]
    assert agreement(nlp, question, "The ferry carried many lorries.").absent == 1


def test_the_same_value_of_another_thing_is_met_in_part(nlp: Language) -> None:
    found = agreement(nlp, "did the ferry carry 40 lorries?", "The ferry carried 40 horses.")
    assert 0 < found.met < 1
    assert not found.conflicts


def test_years_are_compared_among_themselves(nlp: Language) -> None:
    found = agreement(nlp, "did the ferry sink in 1998?", "The ferry sank in 1999.")
    assert [(asked.value, quoted.value) for asked, quoted in found.years_conflict] == [(1998, 1999)]
    assert agreement(nlp, "did the ferry sink in 1998?", "The ferry sank in 1998.").years_met == 1


@pytest.mark.parametrize(
    ("text", "end", "kind", "name"),
    [
        ("40 miles", 2, "length", "mile"),
        ("40-mile", 2, "length", "mile"),
        ("15C", 3, "temperature", "celsius"),
        ("4.25 a litre", 4, "per volume", "litre"),
        ("40 square kilometres", 2, "square length", "kilometre"),
    ],
)
def test_the_unit_of_measure_stands_behind_the_number(text: str, end: int, kind: str, name: str) -> None:
    found = measure_after(text, end)
    assert found is not None
    assert (found.kind, found.name) == (kind, name)


def test_no_unit_of_measure_is_seen_in_another_noun() -> None:
    assert measure_after("40 lorries", 2) is None
