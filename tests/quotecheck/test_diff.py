"""How much of an altered quote is true, and where each change stands in both texts."""

from __future__ import annotations

import pytest

from bot.quotecheck.model import QuoteLocation
from tests.quotecheck.checking import verdict_on

FERRY = "The Harbour Office said on Monday that the ferry line to Lindholm will close in May."


def place_of(text: str) -> QuoteLocation:
    (place,) = verdict_on(text, ferry=FERRY).places
    return place


@pytest.mark.parametrize(
    ("text", "similarity"),
    [
        ("the ferry line to Lindholm will shut in May", 8 / 9),
        ("the ferry line to Lindholm will surely close in May", 9 / 10),
        ("the ferry to Lindholm will close in May", 8 / 9),
        ("the old ferry line to Lindholm shall shut in May", 7 / 10),
        ("ferry line will close", 4 / 6),
    ],
)
def test_the_similarity_is_the_share_of_true_words_of_the_longer_text(text: str, similarity: float) -> None:
    assert place_of(text).similarity == round(similarity, 4)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("the ferry line to Lindholm will shut in May", [("close", "shut")]),
        ("the old ferry line to Lindholm shall shut in May", [("", "old"), ("will", "shall"), ("close", "shut")]),
        ("the ferry to Lindholm will in May", [("line", ""), ("close", "")]),
    ],
)
def test_each_change_is_a_slice_of_both_texts(text: str, changes: list[tuple[str, str]]) -> None:
    found = place_of(text).changes
    assert [(change.span.of(FERRY), change.typed_span.of(text)) for change in found] == changes
    assert [(change.original, change.typed) for change in found] == changes


def test_a_word_that_is_left_out_stands_before_the_next_typed_word() -> None:
    (change,) = place_of("the ferry to Lindholm will close in May").changes
    assert change.typed_span.start == change.typed_span.end == len("the ferry ")


def test_an_added_word_stands_before_the_next_word_of_the_article() -> None:
    (change,) = place_of("the ferry line to Lindholm will surely close in May").changes
    assert change.span.start == change.span.end == FERRY.index("close")


@pytest.mark.parametrize(
    "text",
    [
        "the ferry line [across the bay] will close in May",
        "the [old] ferry line to Lindholm will close in May",
        "the ferry line to [that port] will close in May",
    ],
)
def test_what_a_bracket_holds_or_stands_for_is_no_change(text: str) -> None:
    assert place_of(text).changes == ()


def test_a_change_elsewhere_than_in_a_bracket_is_still_one() -> None:
    (change,) = place_of("the [old] ferry line to Lindholm will shut in May").changes
    assert (change.original, change.typed) == ("close", "shut")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The ferry sank", "The ferry sank"),
        ('"The ferry sank."', "“The ferry sank.”"),
        ("“The ferry sank", "“The ferry sank"),
        ("(The ferry sank!)", "The ferry sank"),
        ("– at last –", "– at last –"),
        ("it rose (again).", "it rose (again)."),
        ("it rose (again)!", "it rose (again)"),
    ],
)
def test_marks_that_were_typed_and_stand_there_belong_to_the_quote(text: str, quoted: str) -> None:
    article = "He said: “The ferry sank.” Then – at last – it rose (again)."
    (place,) = verdict_on(text, article=article).places
    assert place.span.of(article) == quoted
