"""Which passages hold a word of the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.normalize import stem, words
from bot.search.searched_words import SearchedWords


@pytest.mark.parametrize("searched", ["ferries", "Écoles", "dying", "ÎLE", "Åland’s", "12.5"])
@pytest.mark.parametrize("passage", ["A ferry, an ECOLE; all die", "the ile of aland is 12.5 long"])
def test_a_word_matches_by_its_stem_whatever_its_case_and_accents(searched: str, passage: str) -> None:
    expected = stem(searched) in {word.stem for word in words(passage)}
    assert SearchedWords(frozenset({stem(searched)})).match(passage) is expected


@given(passage=st.text(max_size=30), other=st.text(max_size=10))
def test_each_word_of_any_text_matches_itself(passage: str, other: str) -> None:
    for word in words(passage):
        assert SearchedWords(frozenset({word.stem})).match(f"{other} {passage}")


def test_without_words_any_passage_matches_and_a_number_matches_in_words() -> None:
    assert SearchedWords(frozenset()).match("Anything.")
    assert SearchedWords(frozenset({"3,000"}), frozenset({3000.0})).match("Three thousand came.")
    assert not SearchedWords(frozenset({"3,000"}), frozenset({3000.0})).match("Four thousand came.")
    assert SearchedWords(frozenset({"ferri"})).match("The pier.", head="Ferries of the north")
