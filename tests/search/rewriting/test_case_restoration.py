"""Capitals of names, given back to questions in lower case."""

import pytest

from bot.search.expansion.vocabulary import Vocabulary
from bot.search.rewriting.case_restoration import restore_case

WORDS = Vocabulary(
    {
        "Mara Lindt": 9,
        "Chris Stone": 4,
        "stone": 30,
        "Stone": 1,
        "Will Brandt": 4,
        "Brandt": 6,
        "will": 80,
        "Will": 5,
        "may": 40,
        "US": 20,
        "us": 10,
        "NASA": 8,
        "BRANDT": 11,
        "Rüthi": 3,
        "apple": 9,
        "Apple": 9,
        "ferry": 9,
    },
    passages=200,
)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("did mara lindt sail", "did Mara Lindt sail"),
        ("did chris stone slap will brandt", "did Chris Stone slap Will Brandt"),
        ("who threw the stone", "who threw the stone"),
        ("will brandt sail", "will Brandt sail"),
        ("when will brandt sail", "when will Brandt sail"),
        ("nasa's ferry", "NASA's ferry"),
        ("joel ruthi", "joel Rüthi"),
        ("did the us sail", "did the US sail"),
        ("who told us so", "who told us so"),
        ("one of us ferries", "one of US ferries"),
        ("what may happen", "what may happen"),
        ("what happened in may", "what happened in May"),
        ("since may 2022", "since May 2022"),
        ("an apple a day", "an apple a day"),
        ("DID MARA LINDT SAIL", "did Mara Lindt sail"),
        ("did Mara Lindt meet brandt", "did Mara Lindt meet Brandt"),
    ],
)
def test_names_that_the_articles_know_get_their_capitals_back(typed: str, restored: str) -> None:
    assert restore_case(typed, WORDS) == restored


def test_an_ambiguous_word_needs_more_passages_with_a_capital_beside_the_name() -> None:
    often = {"Chris Stone": 3, "Chris": 5, "stone": 20}
    assert restore_case("chris stone", Vocabulary({**often, "Chris stone": 2}, 99)) == "Chris Stone"
    assert restore_case("chris stone", Vocabulary({**often, "Chris stone": 3}, 99)) == "Chris stone"
