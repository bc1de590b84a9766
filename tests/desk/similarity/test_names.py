"""The names in a claim, as capitals tell them, and what is done where capitals tell nothing."""

from __future__ import annotations

import pytest

from bot.desk.similarity.names import names
from bot.desk.similarity.normalize import normalize
from bot.library.english_words import is_everyday


def found(text: str) -> list[str]:
    return [" ".join(word.text for word in name.words) for name in names(normalize(text), is_everyday)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor met Ida Lind and Ben Roth in Velm.", ["Ida Lind", "Ben Roth", "Velm"]),
        ("They met Ida Lind, Ben Roth", ["Ida Lind", "Ben Roth"]),
        ("It was Jean-Marc Brandt", ["Jean Marc Brandt"]),
        ("It was J. K. Brandt", ["J K Brandt"]),
        ("It was Prime Minister Ida Lind", ["Ida Lind"]),
        ("A case of H1N1 in Velm", ["Velm"]),
        ("An Airbus A320 lands", ["Airbus"]),
    ],
)
def test_capitals_side_by_side_are_one_name_without_titles_and_numbers(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry sinks in Velm", ["Velm"]),
        ("It rained. Ferry sinks in Velm", ["Velm"]),
        ("He said: “Ferry sinks in Velm”", ["Velm"]),
        ("Lindholm wins in Velm", ["Lindholm", "Velm"]),
        ("The old Ferry sinks", ["Ferry"]),
        ("NATO left", ["NATO"]),
        ("Ida Ferry left", ["Ida Ferry"]),
        ("Tweet from Velm", ["Velm"]),
        ("In May the line closed", ["May"]),
        ("May the line close", []),
    ],
)
def test_an_everyday_word_alone_at_the_start_of_a_sentence_is_no_name(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lindholm sold the ferry", ["lindholm"]),
        ("the ferry of lindholm and of kestria", ["lindholm", "kestria"]),
        ("the ferry of oll", ["oll"]),
        ("the ferry of ol", []),
        ("Council Closes Lindholm Bridge Without Warning", ["Lindholm"]),
        ("COUNCIL CLOSES LINDHOLM BRIDGE WITHOUT WARNING", ["LINDHOLM"]),
    ],
)
def test_where_nothing_or_everything_has_a_capital_a_name_is_what_is_no_everyday_word(
    text: str, expected: list[str]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Lindholm Ferry Bridge Quay then crews boats", True),
        ("Lindholm Ferry Bridge Quay then crews", False),
        ("Lindholm Ferry Bridge Quay then", True),
    ],
)
def test_capitals_tell_nothing_if_more_than_three_words_in_five_have_one_of_six_or_more(
    text: str, is_name: bool
) -> None:
    assert (found(text)[0] == "Lindholm Ferry Bridge Quay") is is_name


def test_a_name_of_several_words_has_initials() -> None:
    port, velm = names(normalize("The Lindholm Port Authority in Velm"), is_everyday)
    assert (port.initials, velm.initials) == ("lpa", "")
