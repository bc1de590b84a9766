"""Doubts about documents, with a case on each side of every limit."""

from __future__ import annotations

from datetime import date

import pytest

from bot.corpus.doubts import doubts
from bot.model.documents import Block, BlockKind, Document, DocumentRef, ReadingDetails
from bot.model.spans import Span

TODAY = date(2026, 3, 4)


def article(published: str | None = "2026-03-01", outlet: str | None = "Lantern", **fields: object) -> Document:
    reference = DocumentRef("i", "n", "s", outlet=outlet, published=published)
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, 9)),)
    return Document(reference, "Some text", blocks, **fields)  # type: ignore[arg-type]


def in_doubt(document: Document) -> list[str]:
    return [str(doubt) for doubt in doubts(document, TODAY)]


def test_a_whole_dated_article_of_an_outlet_is_in_no_doubt() -> None:
    assert in_doubt(article()) == []


def test_what_is_missing_is_doubtful() -> None:
    assert in_doubt(article(published=None, outlet=None)) == ["no outlet", "no date"]


@pytest.mark.parametrize("published", ["1994-12-31", "2026-03-06", "2026", "soon"])
def test_dates_that_cannot_be_are_doubtful(published: str) -> None:
    assert in_doubt(article(published)) == [f"odd date ({published})"]


@pytest.mark.parametrize("published", ["1995-01-01", "2026-03-05", "2026-03-04T10:00:00Z"])
def test_dates_that_can_be_are_not(published: str) -> None:
    assert in_doubt(article(published)) == []


def test_pages_without_text_and_text_from_ocr_are_doubtful() -> None:
    assert in_doubt(article(details=ReadingDetails(unread_pages=1))) == ["read in part (1 scanned page without text)"]
    scan = Document(DocumentRef("i", "n", "s", None, "Lantern", (), "2026-03-01", read_by_ocr=True), "", ())
    assert in_doubt(scan) == ["read by OCR"]


@pytest.mark.parametrize(("length", "expected"), [(50, []), (51, ["boilerplate (34%)"])])
def test_more_than_a_third_of_boilerplate_is_doubtful(length: int, expected: list[str]) -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, 100)),
        Block(BlockKind.BOILERPLATE, Span(100, 100 + length)),
    )
    assert in_doubt(Document(article().reference, "x" * 200, blocks)) == expected
