"""How much of a question stands together in a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.normalize import stem, words
from bot.search.proximity import best_windows

_WEIGHTS = {"ferri": 2.0, "sink": 3.0, "storm": 1.0}


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("A storm came. The ferry will sink.", 6.0),
        ("Ferries, a FERRY and the ferry’s crew", 2.0),
        ("The pier was empty.", 0.0),
        ("", 0.0),
    ],
)
def test_a_window_counts_each_stem_once(text: str, weight: float) -> None:
    assert best_windows([text], _WEIGHTS) == [weight]


@pytest.mark.parametrize(("blanks", "weight"), [(344, 5.0), (345, 3.0)])
def test_words_count_together_if_they_begin_within_350_characters(blanks: int, weight: float) -> None:
    assert best_windows([f"ferry{' ' * blanks}sinking"], _WEIGHTS) == [weight]


def test_the_best_window_may_begin_anywhere_and_a_word_that_left_it_counts_no_more() -> None:
    far = " x" * 200
    assert best_windows([f"storm{far} storm ferry storm{far} sink ferry{far} storm"], _WEIGHTS) == [5.0]


def test_each_text_has_its_own_window() -> None:
    assert best_windows(["ferry", "sinks", "ferry sinks"], _WEIGHTS) == [2.0, 3.0, 5.0]
    assert best_windows(["ferry"], {}) == [0.0]


@pytest.mark.parametrize(
    ("searched", "text"),
    [
        ("Erdoğan", "ERDOGAN left"),
        ("erdogan", "Mr Erdoğan’s party"),
        ("Müller", "(Muller)"),
        ("dying", "it died"),
        ("died", "the dying"),
        ("happy", "“happiness”"),
        ("3,000", "some 3,000 people"),
        ("U.S.", "in the U.S."),
        ("O’Brien", "—O'Brien said"),
        ("5", "a 5% rise"),
        ("Strasse", "die Straße"),
        ("Straße", "DIE STRASSE"),
        ("Москва", "Москва"),
    ],
)
def test_a_word_is_found_by_its_stem_whatever_its_case_accents_and_marks(searched: str, text: str) -> None:
    assert best_windows([text], {words(searched)[0].stem: 1.0}) == [1.0]


def test_a_part_of_a_word_is_not_found() -> None:
    assert best_windows(["the storming brainstorm stormless"], {"brain": 1.0, "ing": 1.0, "less": 1.0}) == [0.0]


@given(text=st.text(alphabet="abeisÉ '’._-1", max_size=12), searched=st.sampled_from(["be", "bes", "a", "1"]))
def test_words_are_found_as_the_index_divides_them(text: str, searched: str) -> None:
    found = best_windows([text], {stem(searched): 1.0}) == [1.0]
    assert found is (stem(searched) in {word.stem for word in words(text)})
