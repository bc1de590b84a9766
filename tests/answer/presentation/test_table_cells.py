"""Table rows with the names of their columns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.presentation.table_cells import drawn_quote, table_cells
from bot.corpus.readers import read
from bot.model.answers import Finding
from bot.model.documents import Block, BlockKind, Document, DocumentRef
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
    at = document.text.index("4 weeks")
    drawn = drawn_quote(replace(finding, highlights=(Span(at, at + 7),)))
    assert [span.of(drawn.text) for span in drawn.highlights] == ["4 weeks"]


@given(st.text(st.sampled_from("ab|\\ *"), max_size=12), st.text(st.sampled_from("ab|\\ *"), max_size=12))
def test_cells_are_slices_of_their_row_in_order(header: str, row: str) -> None:
    text = f"{header}\n{row}"
    document = Document(DocumentRef("d", "n", "0"), text, ())
    block = Block(BlockKind.TABLE_ROW, Span(len(header) + 1, len(text)), header=Span(0, len(header)))
    end = block.span.start
    for cell in table_cells(document, block):
        assert block.span.contains(cell.span)
        assert cell.span.start >= end
        end = cell.span.end
