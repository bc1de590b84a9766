"""Words that each article with a quote has: which ones, and in which groups."""

from __future__ import annotations

import pytest

from bot.quotecheck import typed_quote
from bot.quotecheck.required_words import required_words


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The ferry sank near Torvik.", [["The", "ferry", "sank", "near", "Torvik"]]),
        ("“The ferry sank. Nobody was hurt.”", [["The", "ferry", "sank"], ["Nobody", "was", "hurt"]]),
        ("It sank. The crew of the ferry was saved.", [["The", "crew", "of", "the", "ferry", "was", "saved"]]),
        ("It sank … the crew was saved", [["the", "crew", "was", "saved"]]),
        ("Sad.", [["Sad"]]),
        ("3,000 of Lind’s men can't see U.S. ships", [["of", "men", "see", "ships"]]),
        ("[The mayor] includ[ed] the old ferry", [["the", "old", "ferry"]]),
        ("7 %", []),
        ("no ferry, no quay", [["no", "ferry", "quay"]]),
    ],
)
def test_words_of_one_spelling_are_required_sentence_by_sentence(text: str, groups: list[list[str]]) -> None:
    assert required_words(typed_quote.read(text)) == groups


def test_a_long_text_requires_some_of_its_sentences_and_their_longest_words() -> None:
    sentence = " ".join(f"{'x' * (number + 1)}" for number in range(40))
    groups = required_words(typed_quote.read(" ".join(f"A {sentence}." for _ in range(20))))
    assert 3 <= len(groups) <= 6
    assert all(len(group) == 12 and "x" * 40 in group for group in groups)
