"""Sources without a name: whether the draft's words are the article's."""

from __future__ import annotations

import pytest

from bot.draftcheck.source_words import SourceMatch, compared_words, is_comparable


@pytest.mark.parametrize(
    ("typed", "original"),
    [
        ("the bank", "the central bank"),
        ("police", "The police"),
        ("the company", "a company spokeswoman"),
        ("Nordvik Motors", "A spokesman for Nordvik Motors"),
        ("a spokesman", "A spokesman for Nordvik Motors"),
        ("the foreign minister", "Foreign Minister Anna Velm"),
        ("Velm", "Foreign Minister Anna Velm"),
        ("the harbour master", "Jo Berg, the harbour master"),
    ],
)
def test_fewer_words_for_the_same_source_are_the_same(typed: str, original: str) -> None:
    assert compared_words(typed, [original]) is SourceMatch.SAME


@pytest.mark.parametrize(("typed", "original"), [("the police", "the central bank"), ("the bank", "the bank union")])
def test_two_institutions_are_two_sources(typed: str, original: str) -> None:
    assert compared_words(typed, [original]) is SourceMatch.OTHER


@pytest.mark.parametrize(
    ("typed", "original"),
    [
        ("officials", "the company"),
        ("company officials", "officials"),
        ("officials", "former officials"),
        ("the minister", "the deputy minister"),
        ("the president", "Ada Brandt, wife of the president"),
        ("the minister", "Anna Velm"),
    ],
)
def test_other_words_settle_nothing(typed: str, original: str) -> None:
    assert compared_words(typed, [original]) is SourceMatch.OPEN


def test_a_pronoun_is_compared_with_nothing() -> None:
    assert not is_comparable("she")
    assert not is_comparable(None)
    assert is_comparable("the police")
