"""Units are the same from memory, database and a new split."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.answer.evidence.units import split_units
from bot.library.document_units import DocumentUnitsService
from bot.model.documents import Document
from tests.library.conftest import Library

ARTICLES = {"a.txt": "The ferry sank. Nobody was hurt.\n", "b.txt": "The tram is new. It is red.\n"}


@pytest.fixture
async def service(library: Library) -> AsyncIterator[DocumentUnitsService]:
    for name, text in ARTICLES.items():
        (library.folder / name).write_text(text, encoding="utf-8")
    await library.sync()
    service = DocumentUnitsService(library.database, library.documents)
    yield service
    await service.close()


async def articles(library: Library) -> list[Document]:
    page = await library.documents.page(0, 9)
    return list((await library.documents.get([reference.id for reference in page])).values())


async def test_units_are_given_whether_they_are_stored_or_not(service: DocumentUnitsService, library: Library) -> None:
    documents = await articles(library)
    split = {document.id: split_units(document) for document in documents}
    assert await service.get(documents) == split
    assert await service.fill() == 2
    assert await service.fill() == 0
    afresh = DocumentUnitsService(library.database, library.documents)
    assert await afresh.get(documents) == split
    await afresh.close()


async def test_units_lately_used_are_not_made_again(service: DocumentUnitsService, library: Library) -> None:
    documents = await articles(library)
    first, second = await service.get(documents), await service.get(documents)
    assert all(first[id_] is second[id_] for id_ in first)


async def test_stored_units_are_read_and_not_split_again(service: DocumentUnitsService, library: Library) -> None:
    await service.fill()
    [document, other] = await articles(library)
    # Only what is stored can tell that the other article's units stand there.
    await library.database.write(
        lambda db: db.execute(
            "UPDATE document_units SET body = (SELECT body FROM document_units WHERE document_id = ?)", [other.id]
        )
    )
    units = (await service.get([document]))[document.id]
    assert units.known != split_units(document).known


async def test_damaged_units_are_computed_again(service: DocumentUnitsService, library: Library, caplog) -> None:
    await service.fill()
    await library.database.write(lambda db: db.execute("UPDATE document_units SET body = x'00ff'"))
    [document, _] = await articles(library)
    assert (await service.get([document]))[document.id] == split_units(document)
    assert "computed again" in caplog.text


async def test_a_changed_article_gets_new_units(service: DocumentUnitsService, library: Library) -> None:
    await service.get(await articles(library))
    await service.fill()
    (library.folder / "a.txt").write_text("The ferry is back. Everybody is glad.\n", encoding="utf-8")
    await library.sync()
    documents = await articles(library)
    assert await service.get(documents) == {document.id: split_units(document) for document in documents}
    assert await service.fill() == 1
