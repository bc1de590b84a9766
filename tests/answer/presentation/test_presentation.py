"""Table rows, comparison spans, claims to flag, and near-duplicates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.presentation.claim_text import asked_statement, claim_text
from bot.answer.presentation.comparison import asked_spans, quoted_spans
from bot.answer.presentation.deduplicate import drop_near_duplicates
from bot.answer.presentation.table_cells import drawn_quote, table_cells
from bot.corpus.readers import read
from bot.model.answers import Answer, AnswerState, Finding, Slot, SlotComparison
from bot.model.documents import BlockKind, Document, DocumentRef
from bot.model.spans import Quote, Span


def row_of(table: str, number: int = 0) -> tuple[Document, Finding]:
    [document] = read(f"The memo lists the repairs of the bridge.\n\n{table}\n".encode(), folder="f", path="a.md")
    assert isinstance(document, Document)
    block = [block for block in document.blocks if block.kind is BlockKind.TABLE_ROW][number]
    quote = Quote(block.span.of(document.text), block.span)
    return document, Finding(document.reference, quote, cells=table_cells(document, block))


@pytest.mark.parametrize(
    ("table", "drawn"),
    [
        ("| Stage | Duration |\n|---|---|\n| Draining | 4 weeks |", "Stage: Draining · Duration: 4 weeks"),
        ("Stage | Duration |\n---|---|\nDraining | 4 weeks |", "Stage: Draining · Duration: 4 weeks"),
        ("| | Duration |\n|---|---|\n| Draining | **4 weeks** |", "Draining · Duration: 4 weeks"),
        ("| Stage | Duration |\n|---|---|\n| Draining | |", "Stage: Draining"),
        ("| Stage | Duration |\n|---|---|\n| a \\| b | c |", "Stage: a \\| b · Duration: c"),
    ],
)
def test_a_row_is_drawn_with_the_names_of_its_columns(table: str, drawn: str) -> None:
    document, finding = row_of(table)
    assert drawn_quote(finding).text == drawn
    assert all(finding.quote.span.contains(cell.span) for cell in finding.cells)
    assert finding.quote.span.of(document.text) == finding.quote.text


def test_a_row_with_more_cells_than_columns_is_drawn_as_it_stands() -> None:
    _, finding = row_of("| Stage | Duration |\n|---|---|\n| Draining | 4 weeks | north |")
    assert finding.cells == ()
    assert not drawn_quote(finding).is_row


def test_what_matched_in_a_row_stays_marked_where_it_is_drawn() -> None:
    document, finding = row_of("| Stage | Duration |\n|---|---|\n| Draining | 4 weeks |")
    position = document.text.index("4 weeks")
    drawn = drawn_quote(replace(finding, highlights=(Span(position, position + 7),)))
    assert [span.of(drawn.text) for span in drawn.highlights] == ["4 weeks"]


@given(st.text(st.sampled_from("ab|\\ *"), max_size=12), st.text(st.sampled_from("ab|\\ *"), max_size=12))
def test_cells_are_slices_of_their_row_in_order(header: str, row: str) -> None:
    from bot.model.documents import Block

    text = f"{header}\n{row}"
    document = Document(DocumentRef("d", "n", "0"), text, ())
    block = Block(BlockKind.TABLE_ROW, Span(len(header) + 1, len(text)), header=Span(0, len(header)))
    end = block.span.start
    for cell in table_cells(document, block):
        assert block.span.contains(cell.span)
        assert cell.span.start >= end
        end = cell.span.end


def test_what_differs_is_found_as_whole_words_in_both_texts() -> None:
    lines = (
        SlotComparison(Slot.WHO, "Ida", "Ida", holds=True),
        SlotComparison(Slot.HOW_MUCH, "6 Weeks", "4\nweeks", holds=False),
        SlotComparison(Slot.WHERE, "Orlet", "Varga", holds=False),
    )
    question, text = "did Ida train 6 weeks at Orlets?", "Ida trained 14 weeks, then 4 weeks in Varga."
    assert [span.of(question) for span in asked_spans(question, lines)] == ["6 weeks"]
    assert [span.of(text) for span in quoted_spans(text, lines)] == ["4 weeks", "Varga"]


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("is it true that Ida Brandt left the ferry?", "Ida Brandt left the ferry"),
        ("Any proof that the ferry line will close?", "the ferry line will close"),
        ("“The ferry line will close”", "The ferry line will close"),
        ("did Ida Brandt leave the ferry?", None),
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
    position = text.index("will close")
    prose = Finding(document.reference, Quote(text, Span(0, len(text))), (Span(position, position + 10),))
    asked = Answer("what will close?", AnswerState.ANSWERED, "")
    assert claim_text(asked, row) == "Stage: Draining · Duration: 4 weeks"
    assert claim_text(asked, prose) == "The ferry line will close in spring."
    contrary = Answer("is it true that the ferry line will stay?", AnswerState.CONTRARY, "")
    assert claim_text(contrary, prose) == "the ferry line will stay"
    assert claim_text(replace(contrary, question="will it stay?"), prose) == "The ferry line will close in spring."


def test_articles_with_the_same_words_are_told_by_title_and_outlet() -> None:
    text = "The ferry line between Velm and Orlets will close in May, the council said."
    first, second = (
        Finding(DocumentRef(id_, f"file-{id_}", "0", "Ferry to stop", outlet), Quote(text, Span(0, len(text))))
        for id_, outlet in (("a", "Harbour Post"), ("b", "Evening Star"))
    )
    findings, copies = drop_near_duplicates([first, second])
    assert findings == (first,)
    assert copies == {"a": ["“Ferry to stop” (Evening Star)"]}
