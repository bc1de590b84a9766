"""A fresh database in a file, and small documents for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.spans import Span
from bot.store.sqlite.database import Database, open_database


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    async with open_database(database_file) as opened:
        yield opened


@pytest.fixture
def written() -> Callable[..., Document]:
    def write(name: str = "ferry", text: str = "The ferry sank.", **about: object) -> Document:
        reference = DocumentRef(id=f"id-{name}", name=name, sha256=f"sha-{text}", **about)  # type: ignore[arg-type]
        return Document(reference, text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))

    return write
