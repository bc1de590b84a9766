"""The sentence that a flag begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer.presentation.claim_text import asked_statement, claim_text
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.spans import Quote, Span
from tests.answer.presentation.test_table_cells import row_of


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("is it true that Ida Brandt left the ferry?", "Ida Brandt left the ferry"),
        ("Any proof that the ferry line will close?", "the ferry line will close"),
        ("“The ferry line will close”", "The ferry line will close"),
        ("did Ida Brandt leave the ferry?", None),
        ("true or false: the ferry line closes", "the ferry line closes"),
        ("the ferry line closes", "the ferry line closes"),
        ("the ferry closes", None),
        ("is it true that the ferry closes?", None),
        ("isn’t the ferry closed for good?", None),
        ("who closed the ferry line down?", None),
        ("ferry line?", None),
    ],
)
def test_a_statement_is_taken_from_a_question_only_if_it_is_typed_as_one(question: str, statement: str | None) -> None:
    assert asked_statement(question) == statement


def test_a_flag_begins_with_a_sentence_and_never_with_a_raw_row() -> None:
    document, row = row_of("| Stage | Duration |\n|---|---|\n| Draining | 4 weeks |")
    text = "It rained for days. The ferry line will close in spring. Nobody was asked."
    at = text.index("will close")
    prose = Finding(document.reference, Quote(text, Span(0, len(text))), (Span(at, at + 10),))
    asked = Answer("what will close?", AnswerState.ANSWERED, "")
    assert claim_text(asked, row) == "Stage: Draining · Duration: 4 weeks"
    assert claim_text(asked, prose) == "The ferry line will close in spring."
    contrary = Answer("is it true that the ferry line will stay?", AnswerState.CONTRARY, "")
    assert claim_text(contrary, prose) == "the ferry line will stay"
    assert claim_text(replace(contrary, question="will it stay?"), prose) == "The ferry line will close in spring."
