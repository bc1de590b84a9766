"""A library over a folder of its own, with database, index and sync."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.library import sync
from bot.library.documents import DocumentService
from bot.library.ocr import OcrSetting
from bot.library.sync_report import SyncReport
from bot.model.search import Term
from bot.store.archive import Archive
from bot.store.passages.index import TantivyIndex
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database


@dataclass(frozen=True)
class Library:
    database: Archive
    index: TantivyIndex
    documents: DocumentService
    folder: Path

    async def sync(
        self,
        *folders: Path,
        max_file_mb: int = 1,
        ocr: OcrSetting | None = None,
        on_progress: sync.OnProgress = lambda _: None,
    ) -> SyncReport:
        return await sync.sync_folders(
            self.database,
            self.index,
            folders or [self.folder],
            max_file_mb=max_file_mb,
            ocr=ocr,
            on_progress=on_progress,
        )

    async def found(self, *words: str) -> set[str]:
        """Return the names of the documents found for any of `words`."""
        hits = self.index.candidates([Term(word) for word in words], 100)
        documents = await self.documents.get({hit.document for hit in hits})
        for hit in hits:
            assert hit.span.of(documents[hit.document].text).strip()
        return {document.name for document in documents.values()}


@pytest.fixture
async def library(tmp_path: Path, database_file: Path) -> AsyncIterator[Library]:
    (tmp_path / "articles").mkdir()
    async with open_database(database_file) as database:
        archive = SqliteArchive(database)
        yield Library(archive, TantivyIndex(tmp_path / "index"), DocumentService(archive), tmp_path / "articles")
