"""Misspelt words of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.english_words import is_english
from bot.model.answers import Correction
from bot.search.expansion import spelling
from bot.search.expansion.spelling import correct
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import parse

KNOWN = """
Ryazan Iran Campbell Australia documents training school think tank planned soldiers Lindt Vladivostok trainings
schooling Ian
"""
WORDS = Vocabulary(dict.fromkeys(KNOWN.split(), 3), passages=50)


def used(question: str) -> str:
    return correct(question, WORDS, is_english)[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who reported the Ryazn training", "who reported the Ryazan training"),
        ("what did Cambell say", "what did Campbell say"),
        ("the documants", "the documents"),
        ("schol training", "school training"),
        ("Vladivstock drills", "Vladivostok drills"),
        ("SOLDEIRS", "soldiers"),
        ("who planned the rainings", "who planned the trainings"),  # the first letter left out
        ("what happened in Bladivostok", "what happened in Vladivostok"),  # the first letter missed
        ("the schoolian", "the schooling"),  # "school" and "ian" are no word written as two
    ],
)
def test_a_word_that_the_corpus_does_not_know_is_read_as_the_nearest_that_it_does(typed: str, read: str) -> None:
    assert used(typed) == read


@pytest.mark.parametrize(
    "question",
    [
        "who trained the soldier",  # other forms of known words
        "who planted the tree",  # good English, one letter from "planned"
        "what did Iraq say",  # a short name, one letter from another
        "what did Austria say",  # two letters from Australia
        "which thinktank was it",  # two known words written as one
        "what did Pindt say",  # a short name that differs in its first letter
        "what did Linda say",  # a name of its own kind
        "Okean-2025",
        "",
        "🙂🙂🙂",
    ],
)
def test_a_word_that_may_well_be_meant_is_left_alone(question: str) -> None:
    assert used(question) == question


def test_a_capitalised_word_is_only_read_as_a_name() -> None:
    assert used("what did Docunents say") == "what did Docunents say"


def test_what_was_corrected_is_told() -> None:
    assert correct("Ryazn, again Ryazn", WORDS, is_english)[1] == (Correction("Ryazn", "Ryazan"),)


@given(typed=st.text("abcd", min_size=5, max_size=8))
def test_every_word_one_edit_away_is_found_wherever_the_edit_is(typed: str) -> None:
    edited = {typed[:at] + typed[at + 1 :] for at in range(len(typed))}
    edited |= {typed[:at] + typed[at : at + 2][::-1] + typed[at + 2 :] for at in range(len(typed))}
    for letter in "abcd":
        edited |= {typed[:at] + letter + typed[at:] for at in range(len(typed) + 1)}
        edited |= {typed[:at] + letter + typed[at + 1 :] for at in range(len(typed))}
    edited.discard(typed)
    [closest] = spelling._closest_words(typed, Vocabulary(dict.fromkeys(edited, 1), passages=9))
    assert {word for word in edited if word[0] in typed[:2]} <= set(closest) <= edited
    assert len(closest) == len(set(closest))


def test_two_edits_are_found_where_one_of_them_is_in_the_beginning() -> None:
    assert used("the Aistralai coast") == "the Australia coast"


def test_other_forms_of_a_word_with_an_edit_in_its_beginning_are_looked_for_too() -> None:
    vocabulary = Vocabulary({"tornadoes": 9, "tornados": 2}, passages=50)
    assert correct("the tosnadoes", vocabulary, is_english)[1] == (Correction("tosnadoes", "tornadoes", ("tornados",)),)


def test_other_words_as_near_are_named_and_looked_for_too() -> None:
    vocabulary = Vocabulary({"moment": 9, "monument": 2, "Momente": 1}, passages=50)
    question, corrections = correct("the moument", vocabulary, is_english)
    assert corrections == (Correction("moument", "moment", ("monument",)),)
    texts = {term.text: term.weight for term in parse(question, vocabulary, corrections).terms()}
    assert texts == {"moment": 1.0, "monument": 1.0}
