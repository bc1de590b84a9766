"""Synonyms, antonyms and forms from the extract of WordNet."""

from __future__ import annotations

import pytest

from bot.library.wordnet import load_word_relations
from bot.search.expansion.word_relations import american_spelling

WORDS = load_word_relations()


@pytest.mark.parametrize(
    ("word", "other", "are_synonyms"),
    [("bought", "purchases", True), ("lawyer", "attorneys", True), ("child", "kids", True), ("ferry", "boat", False),
     ("sanctioned", "approved", False), ("fall", "autumn", False)],
)  # fmt: skip
def test_synonyms_share_their_most_frequent_sense(word: str, other: str, *, are_synonyms: bool) -> None:
    assert (not WORDS.groups(word).isdisjoint(WORDS.groups(other))) is are_synonyms


@pytest.mark.parametrize(
    ("word", "other", "are_antonyms"),
    [("rose", "fell", True), ("accepted", "rejects", True), ("red", "blue", False)],
)
def test_antonyms_are_found_in_any_form(word: str, other: str, *, are_antonyms: bool) -> None:
    assert WORDS.is_antonym(word, other) is WORDS.is_antonym(other, word) is are_antonyms


@pytest.mark.parametrize(
    ("word", "other", "is_inflected"),
    [("bought", "buys", True), ("closing", "closed", True), ("banned", "ban", True), ("cities", "city", True),
     ("children", "child", True), ("import", "important", False), ("universe", "university", False),
     ("high", "higher", False)],
)  # fmt: skip
def test_inflected_forms_share_a_lemma(word: str, other: str, *, is_inflected: bool) -> None:
    assert WORDS.is_inflected(word, other) is is_inflected


@pytest.mark.parametrize(("word", "is_past"), [("rose", True), ("closed", True), ("rise", False), ("children", False)])
def test_past_forms_are_of_verbs(word: str, *, is_past: bool) -> None:
    assert WORDS.is_past(word) is is_past


@pytest.mark.parametrize(
    ("british", "american"),
    [("organisation", "organization"), ("harbours", "harbors"), ("theatre", "theater"), ("travelled", "traveled"),
     ("programme", "program"), ("analysed", "analyzed"), ("rise", "rise"), ("hour", "hour")],
)  # fmt: skip
def test_british_spellings_become_american(british: str, american: str) -> None:
    assert american_spelling(british) == american
