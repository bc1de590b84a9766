"""Where two claims disagree, and which of their words say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.similarity.differences import ClaimDifference, differences
from bot.desk.similarity.normalize import normalize
from bot.library.english_words import is_everyday


def compared(one: str, other: str) -> dict[str, ClaimDifference]:
    return {each.kind.value: each for each in differences(normalize(one), normalize(other), is_everyday)}


def told(one: str, other: str) -> dict[str, tuple[str, str]]:
    """Return the words that differ, by their kind."""
    return {
        kind: (" ".join(span.of(one) for span in each.ours), " ".join(span.of(other) for span in each.theirs))
        for kind, each in compared(one, other).items()
    }


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The ferry carried 40 people", "The ferry carried 400 people", ("40", "400")),
        ("It cost $1.5 million", "It cost $1.6 million", ("1.5 million", "1.6 million")),
        ("Two of 9 boats sank", "Two of 8 boats sank", ("9", "8")),
        ("forty people drowned", "fifty people drowned", ("forty", "fifty")),
        ("5 of 10 drowned", "10 of 10 drowned", ("5", "10")),
        ("A case of H1N1", "A case of H5N1", ("H1N1", "H5N1")),
        ("The first ferry of the line sank", "The second ferry of the line sank", ("first", "second")),
        ("All sailors of the ferry drowned", "Some sailors of the ferry drowned", ("All", "Some")),
    ],
)
def test_another_number_is_shown(one: str, other: str, expected: tuple[str, str]) -> None:
    assert told(one, other) == {"numbers": expected}
    assert compared(one, other)["numbers"].decisive


def test_of_a_number_that_stands_twice_the_changed_one_is_shown() -> None:
    one = "On 5 May 5 of the boats sank"
    assert [span.start for span in compared(one, "On 5 May 9 of the boats sank")["numbers"].ours] == [one.rindex("5")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,000 people drowned", "three thousand people drowned"),
        ("$2m was lost", "$2 million was lost"),
        ("The ferry sank with 40 people", "The ferry sank"),
        ("Maren Volkova said the ferry sank", "Volkova said the ferry sank"),
        ("President Volkova resigned", "Maren Volkova resigned"),
        ("A ban was signed in the US", "A ban was signed in America"),
        ("The Lindholm Port Authority knew", "The LPA knew"),
        ("Photographs show a ferry", "Videos show a ferry"),
        ("She did not know", "She didn't know"),
        ("The ferry sank", "THE FERRY SANK"),
        ("The First Lady gave a boat to the school", "The wife of the president gave the school a boat"),
    ],
)
def test_the_same_in_other_words_and_more_detail_are_no_disagreement(one: str, other: str) -> None:
    assert told(one, other) == {}
    assert told(other, one) == {}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The minister met Maren Volkova", "The minister met Jonas Brandt", ("Maren Volkova", "Jonas Brandt")),
        ("Lindholm's ferry sank", "Kestria's ferry sank", ("Lindholm's", "Kestria's")),
        ("The Lindholm Port Authority sued Volkova", "The LPA sued Brandt", ("Volkova", "Brandt")),
        ("Maren Volkova owns a boat", "Anna Volkova owns a boat", ("Maren", "Anna")),
        (
            "Volkova sued Brandt over the line",
            "Brandt sued Volkova over the line",
            ("Volkova Brandt", "Brandt Volkova"),
        ),
        ("volkova sold the old harbour", "Brandt sold the old harbour", ("volkova", "Brandt")),
        ("It closed on 1 May this year", "It closed on 1 June this year", ("May", "June")),
    ],
)
def test_another_name_is_shown(one: str, other: str, expected: tuple[str, str]) -> None:
    assert told(one, other) == {"names": expected}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The ferry sank", "The ferry never sank", ("", "never")),
        ("Volkova knew of it", "Volkova didn't know of it", ("", "didn't")),
        ("No one did not know", "No one knew", ("not", "")),
        ("Volkova said she knew", "Volkova denied she knew", ("", "denied")),
        ("The strike was legal", "The strike was illegal", ("legal", "illegal")),
    ],
)
def test_a_denial_is_shown(one: str, other: str, expected: tuple[str, str]) -> None:
    assert told(one, other) == {"negation": expected}


def test_a_name_decides_only_between_claims_that_are_otherwise_nearly_the_same() -> None:
    near = compared("Volkova banned the night ferry", "Brandt banned the night ferry")
    far = compared("Volkova banned the night ferry", "After years of talks the ferry was stopped by Brandt at last")
    assert near["names"].decisive
    assert not far["names"].decisive


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_spans_are_words_of_the_texts_and_nothing_differs_from_itself(one: str, other: str) -> None:
    for each in compared(one, other).values():
        assert all(span.of(one).strip() for span in each.ours)
        assert all(span.of(other).strip() for span in each.theirs)
    assert compared(one, one) == {}
