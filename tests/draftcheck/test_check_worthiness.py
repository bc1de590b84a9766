"""Sentences that are worth checking."""

from __future__ import annotations

import pytest

from bot.draftcheck.check_worthiness import is_checkworthy


@pytest.mark.parametrize(
    "sentence",
    [
        "The yard in Torvik has 40 cranes.",
        "Rents in Velm are higher than in Torvik.",
        "The fire broke out because a pump failed.",
        "It is the oldest ferry of the coast.",
        "Velm was the first town to close its port.",
    ],
)
def test_figures_comparisons_causes_and_superlatives_are_worth_checking(sentence: str) -> None:
    assert is_checkworthy(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry left the quay of Velm.",
        "Velm should have more cranes than that.",
        "I think that the oldest ferry is the best.",
        "Why are rents higher than in Torvik?",
        "Why are rents higher than in Torvik?” ",
        "Oldest of all.",
        "He had an interest in the forest to the west.",
    ],
)
def test_plain_sentences_opinions_and_questions_are_not(sentence: str) -> None:
    assert not is_checkworthy(sentence)
