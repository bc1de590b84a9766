"""Parsing a typed question: corrections, limits, parts, refusals."""

from __future__ import annotations

from datetime import date

import pytest

from bot.library.question_reading import ParsedQuestion, read_question
from bot.model.search import NO_FILTER
from bot.search.compound_questions import CompoundKind
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.refusals.unanswerable_input import Refusal

TODAY = date(2026, 3, 20)
WORDS = Vocabulary(
    {"Lindt": 5, "Mara Lindt": 4, "Brandt": 5, "ferry": 9, "bridge": 9, "tolls": 4, "closed": 5, "sank": 3, "said": 9},
    40,
)


def read(question: str, *, exact: bool = False) -> ParsedQuestion:
    found = read_question(question, WORDS, NO_FILTER, TODAY, (), exact=exact)
    assert isinstance(found, ParsedQuestion)
    return found


def test_a_plain_question_is_one_part_without_limits() -> None:
    found = read("who said that the ferry sank?")
    assert found.kind is CompoundKind.SINGLE
    assert found.narrowing == NO_FILTER
    assert found.query is found.parts[0]
    assert found.query.question == found.text


def test_a_misspelt_name_is_corrected_and_the_correction_is_recorded() -> None:
    found = read("what did Lindtt say about the ferry?")
    assert [(correction.typed, correction.used) for correction in found.query.corrections] == [("Lindtt", "Lindt")]
    assert "Lindt " in found.text


def test_a_name_in_small_letters_gets_its_capital_back() -> None:
    assert "Lindt" in read("what did lindt say about the ferry?").text


def test_shorthand_is_written_out() -> None:
    assert "what" in read("wat did Lindt say abt the ferry?").text.lower().split()


def test_the_time_of_a_report_becomes_a_limit_and_leaves_the_text() -> None:
    found = read("what did Lindt report in June 2025 about the ferry?")
    assert (found.narrowing.since, found.narrowing.until) == (date(2025, 6, 1), date(2025, 6, 30))
    assert "2025" not in found.text


def test_two_questions_are_two_parts_with_what_was_typed() -> None:
    found = read("who closed the bridge and what did Brandt say about tolls?")
    assert found.kind is not CompoundKind.SINGLE
    assert len(found.parts) == len(found.typed_parts) == 2
    assert "Brandt" in found.typed_parts[1]


def test_an_exact_question_is_taken_as_it_was_typed() -> None:
    found = read("what did Lindtt report in June 2025 about the ferry?", exact=True)
    assert found.text == "what did Lindtt report in June 2025 about the ferry?"
    assert found.query.corrections == ()
    assert found.narrowing == NO_FILTER
    assert found.kind is CompoundKind.SINGLE


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("question", ["", "🙂", "what did he say about the ferry?", "@everyone"])
def test_what_cannot_be_looked_up_is_refused_with_a_sentence(question: str, *, exact: bool) -> None:
    found = read_question(question, WORDS, NO_FILTER, TODAY, (), exact=exact)
    assert isinstance(found, Refusal)
    assert found.sentence
