"""Packed units: unpacking returns the units of splitting, for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.evidence.packed_units import pack, unpack
from bot.answer.evidence.units import split_units
from bot.corpus import readers
from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.spans import Span

ARTICLE = """---
title: Harbour news
outlet: Lindholm Gazette
---
# Harbour

The ferry sank at noon. Nobody was hurt, the mayor said.

The report lists:

- two boats of the harbour
- a bridge

| Boat | Year |
|------|------|
| Freya | 1991 |

Sign up for our newsletter today! Subscribe now.
"""


def _document(*texts: str, kinds: tuple[BlockKind, ...] = (BlockKind.PARAGRAPH,)) -> Document:
    blocks, start = [], 0
    for number, text in enumerate(texts):
        blocks.append(
            Block(kinds[number % len(kinds)], Span(start, start + len(text)), headings=(Span(0, 3),) * (start > 3))
        )
        start += len(text) + 1
    return Document(DocumentRef("d", "d", "s", title="On ferries", outlet="Gazette"), "\n".join(texts), tuple(blocks))


def _article() -> Document:
    (document,) = readers.read(ARTICLE.encode(), folder="articles", path="harbour.md")
    assert isinstance(document, Document)
    return document


def test_an_article_comes_back_with_its_headings_lists_tables_and_pleas() -> None:
    units = split_units(_article())
    assert {unit.block.kind for unit in units.units} >= {BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
    assert len({unit.context for unit in units.units}) > 2
    assert unpack(units.document, pack(units)) == units


@given(st.lists(st.text(min_size=4, max_size=80), min_size=1, max_size=6), st.permutations(list(BlockKind)))
def test_units_come_back_as_they_were(texts: list[str], kinds: list[BlockKind]) -> None:
    document = _document(*texts, kinds=tuple(kinds))
    units = split_units(document)
    assert unpack(document, pack(units)) == units


@pytest.mark.parametrize("text", ["", "\ufdfa is one sign and several words \ufdfa", "...", "x"])
def test_odd_texts_come_back_too(text: str) -> None:
    document = _document(text)
    units = split_units(document)
    assert unpack(document, pack(units)) == units


def test_words_are_found_in_unpacked_units_as_in_split_ones() -> None:
    document = _document(
        "The ferry sank. Two ferries came.", "Ferry ads here.", kinds=(BlockKind.PARAGRAPH, BlockKind.BOILERPLATE)
    )
    units = unpack(document, pack(split_units(document)))
    assert [units.holds(position, "ferri") for position in range(len(units.units))] == [True, True, True]
    assert [span.of(document.text) for span in units.places(1, "ferri")] == ["ferries"]
    assert units.holding(["sank"]) == {0}
    assert units.anywhere("ad")
    assert "ad" not in units.known
    assert {"gazett", "ferri"} <= units.known
    assert not units.holds(0, "two")


@pytest.mark.parametrize("spoil", [lambda packed: packed[:-3], lambda packed: b"", lambda packed: b"\0" * 40])
def test_bytes_that_are_not_whole_are_refused(spoil) -> None:
    document = _document("The ferry sank.")
    with pytest.raises(ValueError, match="not the units of d"):
        unpack(document, spoil(pack(split_units(document))))


def test_units_of_another_document_are_refused() -> None:
    long, short = _document("The ferry sank.", "The tram came."), _document("The ferry sank.")
    with pytest.raises(ValueError, match="not the units of d"):
        unpack(short, pack(split_units(long)))
