"""Every record comes out of its row as it went in."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.model.answers import Answer
from bot.model.attribution import Attribution
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span
from bot.store import packing, row_mapping

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda ends: Span(min(ends), max(ends)))
st.register_type_strategy(Span, spans)
st.register_type_strategy(str, texts)


def _through_sqlite(row: dict[str, str | int | bytes | None]) -> tuple[Any, ...]:
    connection = sqlite3.connect(":memory:")
    packing.install(connection)
    try:
        columns = re.sub(r"(?<=[ (])\w+(?=[,)]|$)", r":\g<0>", f" {row_mapping.DOCUMENT_COLUMNS}")
        found: tuple[Any, ...] = connection.execute(f"SELECT {columns}", row).fetchone()
        return found
    finally:
        connection.close()


@given(st.from_type(Document), st.booleans())
def test_a_document_comes_back_as_it_went_in(document: Document, packed: bool) -> None:
    assert row_mapping.document(_through_sqlite(row_mapping.document_row(document, packed=packed))) == document


@given(st.lists(st.from_type(Attribution), max_size=3))
def test_attributions_come_back_as_they_went_in(attributions: list[Attribution]) -> None:
    assert row_mapping.attributions(row_mapping.attributions_body(attributions)) == attributions


@given(st.builds(Answer, elapsed_ms=st.floats(0, 1e6)))
def test_an_answer_comes_back_as_it_went_in(answer: Answer) -> None:
    assert row_mapping.answer(row_mapping.answer_body(answer)) == answer


def test_default_values_are_not_saved() -> None:
    row = row_mapping.document_row(
        Document(
            row_mapping.reference(("i", "n", "s", None, None, "[]", None, None, None, 0, 0)),
            "Text",
            (Block(BlockKind.PARAGRAPH, Span(0, 4)),),
        ),
        packed=True,
    )
    *_, blocks, packed_blocks, _ = _through_sqlite(row)
    assert packing.text_of(blocks, packed_blocks) == '[{"kind":"paragraph","span":{"start":0,"end":4}}]'
