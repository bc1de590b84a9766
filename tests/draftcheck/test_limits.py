"""Limits of a draft check: what is left out is said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.draftcheck.limits import first_words
from bot.normalize import words
from tests.corpus.build import document


def test_a_short_draft_stays_as_it_is() -> None:
    whole = document("One two three.\n\nFour five six.")
    assert first_words(whole, 6) == (whole, None)


def test_a_long_draft_ends_with_a_whole_paragraph_if_one_ends_near() -> None:
    text = "\n\n".join(["one two three four five six seven eight nine ten."] * 10)
    cut, left_out = first_words(document(text), 53)
    assert len(words(cut.text)) == 50
    assert left_out == "Only the first 50 of 100 words were checked; check the rest as another draft."


def test_one_endless_paragraph_is_cut_behind_a_word() -> None:
    cut, left_out = first_words(document("word " * 100), 10)
    assert cut.text == " ".join(["word"] * 10)
    assert left_out


@given(
    st.lists(st.text("ab .“”\n-#|", min_size=1, max_size=40), min_size=1, max_size=12).map("\n\n".join),
    st.integers(1, 30),
)
def test_a_cut_draft_is_a_beginning_and_its_blocks_lie_in_it(text: str, most: int) -> None:
    whole = document(f"Start a.\n\n{text}")
    cut, left_out = first_words(whole, most)
    assert whole.text.startswith(cut.text)
    assert len(words(cut.text)) <= max(most, 1)
    assert (left_out is None) == (cut == whole)
    for block in cut.blocks:
        assert block.span.end <= len(cut.text)
