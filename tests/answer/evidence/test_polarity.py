"""Denied and hypothetical predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.evidence.frames import Frame, frames
from bot.answer.evidence.polarity import has_negation

if TYPE_CHECKING:
    from spacy.language import Language


def selling(nlp: Language, text: str) -> Frame:
    (found,) = [frame for frame in frames(nlp(text)) if frame.predicate == "sell"]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Novak did not sell the ferry.",
        "Novak never sold the ferry.",
        "Nobody sold the ferry.",
        "No captain sold the ferry.",
        "Novak declined to sell the ferry.",
        "Novak refused to sell the ferry.",
        "Novak failed to sell the ferry.",
        "Novak ruled out selling the ferry.",
        "Novak stopped short of selling the ferry.",
        "Novak has no plans to sell the ferry.",
        "Novak denied that Brandt sold the ferry.",
        "It is false that Brandt sold the ferry.",
        "The claim that Brandt sold the ferry is a hoax.",
        "novak didn't sell the ferry",
    ],
)
def test_a_denied_deed_is_negated(nlp: Language, text: str) -> None:
    assert selling(nlp, text).negated


@pytest.mark.parametrize(
    "text",
    [
        "Novak sold the ferry.",
        "Novak did not deny that Brandt sold the ferry.",
        "Novak did not refuse to sell the ferry.",
        "Novak sold the ferry, which did not float.",
        "Novak, who does not smoke, sold the ferry.",
    ],
)
def test_two_negations_and_those_beside_a_deed_affirm_it(nlp: Language, text: str) -> None:
    assert not selling(nlp, text).negated


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Novak may sell the ferry.", "may"),
        ("Novak plans to sell the ferry.", "plans"),
        ("Novak is expected to sell the ferry.", "expected"),
        ("Novak will sell the ferry.", "will"),
        ("Novak reportedly sold the ferry.", "reportedly"),
        ("Novak threatened to sell the ferry.", "threatened"),
    ],
)
def test_what_may_or_shall_happen_is_hedged(nlp: Language, text: str, hedge: str) -> None:
    assert [span.of(text) for span in selling(nlp, text).hedges] == [hedge]


@pytest.mark.parametrize("text", ["Novak sold the ferry.", "Novak said that Brandt sold the ferry."])
def test_what_happened_is_not_hedged(nlp: Language, text: str) -> None:
    assert not selling(nlp, text).hedges


def test_negators_are_shown_where_they_stand(nlp: Language) -> None:
    text = "Novak declined to sell the ferry."
    assert [span.of(text) for span in selling(nlp, text).negators] == ["declined"]


@pytest.mark.parametrize("word", ["not", "never", "didn't", "didn’t", "isnt"])
def test_words_of_negation(word: str) -> None:
    assert has_negation(["it", word])
    assert not has_negation(["it", "knot"])
