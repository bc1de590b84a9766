"""Differences between two claims, and the words that show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.similarity.differences import ClaimDifference, differences
from bot.desk.similarity.normalize import normalize
from bot.library.english_words import is_everyday


def compared(ours: str, theirs: str) -> dict[str, ClaimDifference]:
    return {
        difference.kind.value: difference for difference in differences(normalize(ours), normalize(theirs), is_everyday)
    }


def differing_words(ours: str, theirs: str) -> dict[str, tuple[str, str]]:
    """Return the differing words by kind."""
    return {
        kind: (
            " ".join(span.of(ours) for span in difference.ours),
            " ".join(span.of(theirs) for span in difference.theirs),
        )
        for kind, difference in compared(ours, theirs).items()
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
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
def test_another_number_is_shown(ours: str, theirs: str, expected: tuple[str, str]) -> None:
    assert differing_words(ours, theirs) == {"numbers": expected}
    assert compared(ours, theirs)["numbers"].decisive


def test_of_a_number_that_stands_twice_the_changed_one_is_shown() -> None:
    one = "On 5 May 5 of the boats sank"
    assert [span.start for span in compared(one, "On 5 May 9 of the boats sank")["numbers"].ours] == [one.rindex("5")]


@pytest.mark.parametrize(
    ("ours", "theirs"),
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
def test_a_paraphrase_and_more_detail_are_no_difference(ours: str, theirs: str) -> None:
    assert differing_words(ours, theirs) == {}
    assert differing_words(theirs, ours) == {}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
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
def test_another_name_is_shown(ours: str, theirs: str, expected: tuple[str, str]) -> None:
    assert differing_words(ours, theirs) == {"names": expected}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("The ferry sank", "The ferry never sank", ("", "never")),
        ("Volkova knew of it", "Volkova didn't know of it", ("", "didn't")),
        ("No one did not know", "No one knew", ("not", "")),
        ("Volkova said she knew", "Volkova denied she knew", ("", "denied")),
        ("The strike was legal", "The strike was illegal", ("legal", "illegal")),
    ],
)
def test_a_negation_is_shown(ours: str, theirs: str, expected: tuple[str, str]) -> None:
    assert differing_words(ours, theirs) == {"negation": expected}


def test_a_name_is_decisive_only_between_nearly_verbatim_claims() -> None:
    near = compared("Volkova banned the night ferry", "Brandt banned the night ferry")
    far = compared("Volkova banned the night ferry", "After years of talks the ferry was stopped by Brandt at last")
    assert near["names"].decisive
    assert not far["names"].decisive


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_spans_are_words_of_the_texts_and_nothing_differs_from_itself(ours: str, theirs: str) -> None:
    for difference in compared(ours, theirs).values():
        assert all(span.of(ours).strip() for span in difference.ours)
        assert all(span.of(theirs).strip() for span in difference.theirs)
    assert compared(ours, ours) == {}
