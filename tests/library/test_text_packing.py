"""Texts of an earlier version are packed, and the room that they leave is given back."""

from __future__ import annotations

from pathlib import Path

from bot.library.text_packing import TextPackingService
from bot.store.sqlite.database import open_database
from tests.library.conftest import Library

_PLAIN = "UPDATE documents SET text = unpacked(text, packed), packed = NULL"


async def test_plain_texts_are_packed_and_the_file_shrinks(library: Library, database_file: Path) -> None:
    story = "The ferry line to Lindholm will close in May, the harbour office said. " * 300
    for number in range(40):
        (library.folder / f"story-{number}.txt").write_text(f"{number}. {story}", encoding="utf-8")
    await library.sync()
    async with open_database(database_file) as database:
        service = TextPackingService(database)
        assert (await service.fill(), await service.shrink()) == (0, False)
        await database.write(lambda db: db.execute(_PLAIN))
        ids = [reference.id for reference in await library.documents.page(0, 99)]
        texts = await library.documents.texts(ids)
        size = database_file.stat().st_size + database_file.with_suffix(".db-wal").stat().st_size
        assert await service.fill() == 40
        assert await library.documents.texts(ids) == texts
        assert await service.shrink()
        assert database_file.stat().st_size < size / 2
        assert (await service.fill(), await service.shrink()) == (0, False)
