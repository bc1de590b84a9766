"""Conflicting figures of one event, and figures of two events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model.answers import Answer, AnswerState
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

FIRST = "Norland will train 3,000 Ostian pilots, the minister Ada Berg said."


def asked_of(question: str, nlp: Language, *texts: str) -> Answer:
    return answering_from([document(text + "\n", f"{number}.txt") for number, text in enumerate(texts)], nlp)(question)


@pytest.mark.parametrize(
    ("question", "second", "conflict"),
    [
        ("how many Ostian pilots will Norland train?", "Norland will train 300 Ostian pilots, Ivo Kern said.", True),
        ("who said that Norland trains Ostian pilots?", "Norland trains 300 Ostian pilots, Ivo Kern said.", True),
        ("how many Ostian pilots will Norland train?", "Norland trains about 300 Ostian pilots, Ivo Kern said.", True),
        # The same, or what may be the same
        ("how many Ostian pilots will Norland train?", "Norland trains three thousand Ostian pilots, he said.", False),
        ("how many Ostian pilots will Norland train?", "Norland trains about 2,900 Ostian pilots, he said.", False),
        ("how many Ostian pilots will Norland train?", "Norland trains more than 300 Ostian pilots, he said.", False),
        ("how many Ostian pilots will Norland train?", "Norland trains thousands of Ostian pilots, he said.", False),
        # Another thing, another kind of it, another deed, another occasion
        ("who said that Norland trains Ostian pilots?", "Norland trains Ostian pilots at 300 bases, he said.", False),
        ("how many Ostian pilots will Norland train?", "Norland trains 300 Ostian Navy pilots, he said.", False),
        ("who said that Norland trains pilots?", "Norland trains 300 Velmish pilots, Ivo Kern said.", False),
        ("who said that Norland trains Ostian pilots?", "Norland dismissed 300 Ostian pilots, Ivo Kern said.", False),
    ],
)
def test_figures_conflict_only_where_the_same_is_counted(
    question: str, second: str, *, conflict: bool, nlp: Language
) -> None:
    answer = asked_of(question, nlp, FIRST, second)
    assert answer.conflict is conflict
    assert any("figures differ" in note for note in answer.notes) is conflict


def test_two_years_are_two_occasions(nlp: Language) -> None:
    texts = (
        "Norland trained 40 Ostian pilots in 2021, she said.",
        "Norland trained 45 Ostian pilots in 2023, he said.",
    )
    assert not asked_of("how many Ostian pilots did Norland train?", nlp, *texts).conflict


def test_two_dates_of_one_deed_conflict(nlp: Language) -> None:
    texts = (
        "Norland expelled the Ostian envoy on 3 May, she said.",
        "Norland expelled the Ostian envoy on 5 May, he said.",
    )
    answer = asked_of("when did Norland expel the Ostian envoy?", nlp, *texts)
    assert answer.conflict
    told = " ".join(answer.notes)
    assert "“3 May” in quote" in told
    assert "“5 May” in quote" in told


def test_another_number_than_the_question_has_is_contrary(nlp: Language) -> None:
    answer = asked_of("did Norland train 300 Ostian pilots?", nlp, FIRST, "Weather: rain is likely.")
    assert answer.state is AnswerState.CONTRARY
    assert "3,000" in [span.of(FIRST) for span in answer.contrary[0].highlights]


def test_another_number_stands_beside_the_one_asked_for(nlp: Language) -> None:
    second = "Norland will train 300 Ostian pilots, the minister Ivo Kern said."
    answer = asked_of("who said that Norland will train 300 Ostian pilots?", nlp, FIRST, second)
    assert answer.conflict
    assert [finding.document.name for finding in answer.findings] == ["1"]
    (contrary,) = answer.contrary
    assert contrary.document.name == "0"
    assert [span.of(FIRST) for span in contrary.highlights] == ["3,000"]
