"""Introductions by the words around a name, and their near misses."""

from __future__ import annotations

import pytest

from bot.answer.criteria.introductions import introductions
from tests.attribution.conftest import read

SENTENCES = {
    "On Monday US Deputy Secretary of State Ida Holm left.": ["US Deputy Secretary of State Ida Holm"],
    "It was written by journalist Ida Holm in May.": ["journalist Ida Holm"],
    "The papers came from the hacktivist group Ida Holm yesterday.": ["the hacktivist group Ida Holm"],
    "TIB fellows Jan Berg and Ida Holm wrote it.": ["TIB fellows Jan Berg and Ida Holm"],
    "Ida Holm, the minister for fisheries, left.": ["Ida Holm, the minister for fisheries"],
    "Ida Holm, who runs the Harbour Institute, left.": ["Ida Holm, who runs the Harbour Institute"],
    "Ida Holm, a diver from Orlets, and her dog left.": ["Ida Holm, a diver from Orlets"],
    "They met former President Ida Holm there.": ["former President Ida Holm"],
    # None
    "They support Mr. Holm and Ida Holm.": [],
    "Ida Holm, the harbour and the school are old.": [],
    "Ida Holm, who had talked for an hour, left.": [],
    "Without Ida Holm, the campaign has lost its voice.": [],
    "The chairman of Ida Holm left.": [],
    "As Ida Holm said, it rains.": [],
    "The minister saw Ida Holmberg.": [],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_introduction_is_a_role_or_an_apposition(sentence: str) -> None:
    document = read(f"{sentence}\n\nThe rest is about boats, and goes on for a while.\n")
    found = introductions(document, ["Ida Holm"])
    assert [introduction.phrase.of(document.text) for introduction in found] == SENTENCES[sentence]
    for introduction in found:
        assert introduction.quote.span.of(document.text) == introduction.quote.text
        assert introduction.quote.span.contains(introduction.phrase)


def test_a_surname_behind_another_first_name_is_somebody_else() -> None:
    document = read("Jan Holm, the minister for fisheries, left, and on Monday President Holm stayed at home.\n")
    assert [introduction.phrase.of(document.text) for introduction in introductions(document, ["Holm"])] == [
        "President Holm"
    ]
