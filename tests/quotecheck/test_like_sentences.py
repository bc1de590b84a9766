"""Sentences of the same words in another order."""

from __future__ import annotations

import pytest

from bot.model.spans import Span
from bot.quotecheck import typed_quote
from bot.quotecheck.like_sentences import like_sentence

TEXT = "Rain fell. The harbour board fined the shipyard over its cranes. The mayor left."


def found(typed: str) -> str | None:
    place = like_sentence(typed_quote.read(typed), [("quay", TEXT, Span(0, len(TEXT)))])
    if place is None:
        return None
    assert place.document == "quay"
    return place.span.of(TEXT)


@pytest.mark.parametrize(
    "typed",
    [
        "The shipyard fined the harbour board over its cranes",
        "Over its cranes, the shipyard was fined by the harbour board",
        "The board fined the shipyard over cranes, rain",  # five of six content words
    ],
)
def test_a_sentence_is_found_by_most_of_its_words_in_any_order(typed: str) -> None:
    assert (found(typed) or "").startswith("The harbour board fined the shipyard")


@pytest.mark.parametrize(
    "typed",
    [
        "The board fined the shipyard over bridges, rain and mayors",
        "The shipyard fined the board",  # three content words say too little
        "",
    ],
)
def test_too_few_words_find_nothing(typed: str) -> None:
    assert found(typed) is None
