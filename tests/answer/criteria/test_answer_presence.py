"""Presence of the expected kind of answer in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.criteria.answer_presence import answer_presence
from tests.answer.comparing import analyse, analyse_sentence

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("how many lorries sank?", "In Velm 40 lorries sank.", "In Velm many lorries sank."),
        ("when did the ferry sink?", "The ferry sank on Tuesday.", "The ferry sank."),
        ("where did the ferry sink?", "The ferry sank in Velm.", "The ferry sank."),
        ("why did the ferry sink?", "The ferry sank because of a crack.", "The ferry sank."),
        ("who sank the ferry?", "It was sunk by Jonas Brandt.", "It was sunk."),
        ("how did the ferry sink?", "It sank by tipping over.", "It sank."),
    ],
)
def test_the_answer_stands_there_or_not(nlp: Language, question: str, holds: str, lacks: str) -> None:
    analysis = analyse(question, nlp)
    assert answer_presence(analysis, analyse_sentence(holds, nlp)) == 1
    assert answer_presence(analysis, analyse_sentence(lacks, nlp)) == 0


def test_a_number_of_other_things_answers_less(nlp: Language) -> None:
    analysis = analyse("how many lorries sank?", nlp)
    lorries = answer_presence(analysis, analyse_sentence("In Velm 40 lorries sank.", nlp))
    assert answer_presence(analysis, analyse_sentence("In Velm 40 horses sank.", nlp)) < lorries


def test_what_the_question_names_itself_is_no_answer(nlp: Language) -> None:
    assert (
        answer_presence(analyse("who did Jonas Brandt call?", nlp), analyse_sentence("It was Jonas Brandt.", nlp)) == 0
    )
    assert (
        answer_presence(analyse("how many of the 40 lorries sank?", nlp), analyse_sentence("The 40 lorries came.", nlp))
        == 0
    )


def test_a_yes_no_question_asks_for_nothing_that_could_be_missing(nlp: Language) -> None:
    assert answer_presence(analyse("did the ferry sink?", nlp), analyse_sentence("It sank.", nlp)) == 0.5
