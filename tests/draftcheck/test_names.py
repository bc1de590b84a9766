"""Names that the articles spell otherwise."""

from __future__ import annotations

import pytest

from bot.draftcheck.misspellings import is_misspelling
from bot.draftcheck.model import ItemLevel
from bot.draftcheck.names import name_items
from bot.search.expansion.vocabulary import Vocabulary
from tests.corpus.build import document

VOCABULARY = Vocabulary(
    {
        "Maren Volkova": 9,
        "Petro Zelensky": 40,
        "Petro Zelenskiy": 2,
        "Torvik": 5,
        "Lindholm": 2,
        "Ole Bergmes": 6,
        "Velm Airlines": 4,
        "airlines": 50,
        "Colins": 2,
        "Sam Collins": 5,
        "Tor Collins": 1,
        "White House": 9,
        "horse": 12,
        "house": 40,
        "harbour": 30,
    },
    200,
)
ENGLISH = {"harbour", "harbours", "said", "horse", "house", "airlines", "collins"}


def found(text: str) -> list[tuple[str, ItemLevel]]:
    draft = document(text)
    items = name_items(draft, VOCABULARY, ENGLISH.__contains__)
    assert all(checked.item.span.of(draft.text) == checked.item.text for checked in items)
    return [(checked.item.text, checked.level) for checked in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pilot Maren Volkvoa said so.", [("Volkvoa", ItemLevel.DIFFERS)]),
        ("Then Petro Zelenskiy said so.", [("Zelenskiy", ItemLevel.CLOSEST)]),
        ("The mayor Ole Bergms said so.", [("Bergms", ItemLevel.DIFFERS)]),  # the stem of both is "bergm"
        ("The plane of Velm Airrlines was late.", [("Airrlines", ItemLevel.DIFFERS)]),
        ("The pilot Sam Colins said so.", [("Colins", ItemLevel.CLOSEST)]),  # other articles have a Colins
        ("They met in Torvick. In Torvick it rained.", [("Torvick", ItemLevel.DIFFERS)]),
    ],
)
def test_a_name_is_told_once_with_its_place(text: str, expected: list[tuple[str, ItemLevel]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Maren Volkova said so in Torvik.",
        "The pilot Petra Volkvoa said so.",  # no article has a Petra beside Volkova
        "They met in Lindhelm.",  # a name of two passages alone is too little
        "Harbours said so.",
        "All of the Volkovas said so.",
        "They met in Velm and in Torv.",
        "The White Horse was late.",  # a word of the articles
        "The pilot Ida Colins said so.",  # no article has an Ida beside Collins
        "The pilot Tor Colins said so.",  # one article alone has a Tor Collins
        "The Airrlines were late.",
    ],
)
def test_names_that_may_be_others_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_misspelt_speaker_is_no_other_speaker() -> None:
    assert is_misspelling("Maren Volkvoa", "harbour master Maren Volkova, a pilot")
    assert not is_misspelling("Maren Volkova", "Ole Brandt")
    assert not is_misspelling("Iraq", "Iran")
    assert not is_misspelling("", "Iran")
