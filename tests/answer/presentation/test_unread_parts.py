"""What an answer claims about articles of which only a part could be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer.presentation.structural_answers import decline
from bot.answer.presentation.unread_parts import with_unread_parts
from bot.model.answers import Answer, AnswerPart, AnswerState
from bot.model.documents import DocumentRef

IN_PART = (DocumentRef("d", "quay", "0", title="Quay closes", read_in_part=True),)
NOTE = "Only part of this article could be read, the rest was not searched: “Quay closes”."


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("No article mentions “Ole Brandt”.", "What could be read of the articles does not mention “Ole Brandt”."),
        ("No passage in the 3 articles matched.", "No passage in what could be read of the 3 articles matched."),
    ],
)
def test_nothing_is_said_to_be_missing_from_what_was_not_read(headline: str, shown: str) -> None:
    answer = Answer("?", AnswerState.NOTHING, headline, reason="The corpus never mentions “Ole Brandt”.")
    hedged = with_unread_parts(answer, IN_PART)
    assert hedged.headline == shown
    assert hedged.reason == "What could be read of the articles does not mention “Ole Brandt”."
    assert hedged.notes == (NOTE,)
    assert with_unread_parts(answer, ()) == answer


def test_an_answer_that_finds_all_stays_as_it_is() -> None:
    answer = Answer("?", AnswerState.ANSWERED, "Ole Brandt, Harbour Post.")
    assert with_unread_parts(answer, IN_PART) == answer


def test_a_question_that_was_not_looked_up_gets_no_note() -> None:
    answer = decline("?", "It holds no word to look for.")
    assert with_unread_parts(answer, IN_PART) == answer


def test_a_half_that_is_not_found_is_told_likewise() -> None:
    part = AnswerPart("?", AnswerState.NOTHING, "No article mentions “Ole Brandt”.")
    answer = Answer("?", AnswerState.ANSWERED, "1 of 2 parts answered", parts=(part,))
    hedged = with_unread_parts(answer, IN_PART)
    assert hedged.parts[0].headline.startswith("What could be read")
    assert hedged.notes == (NOTE,)


def test_many_articles_are_counted_and_a_few_named() -> None:
    many = tuple(replace(IN_PART[0], title=f"Quay {number}") for number in range(5))
    answer = with_unread_parts(Answer("?", AnswerState.CLOSEST, "No passage clearly answers this"), many)
    assert answer.notes == (
        "Only part of 5 articles could be read, the rest was not searched: “Quay 0”, “Quay 1”, “Quay 2” and 2 more.",
    )
