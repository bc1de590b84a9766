"""Rows of packed units, for one version and one text."""

from __future__ import annotations

from functools import partial

from bot.store.library import document_units, documents
from bot.store.library.documents import DocumentLocation


async def keep(database, document) -> None:
    await database.write(
        partial(documents.put, documents=[(DocumentLocation("/f", document.name), document)], generation=1)
    )


async def put(database, document, version="1") -> None:
    await database.write(lambda db: document_units.put(db, document.reference, version, b"packed"))


async def get(database, document, version="1"):
    return await database.read(lambda connection: document_units.get(connection, [document.reference], version))


async def missing(database) -> list[str]:
    return [it.id for it in await database.read(lambda connection: document_units.missing(connection, "1", 9))]


async def test_units_are_those_of_one_version(database, written) -> None:
    document = written()
    await keep(database, document)
    await put(database, document, "0")
    assert (await get(database, document), await missing(database)) == ({}, [document.id])
    await put(database, document)
    assert (await get(database, document), await missing(database)) == ({document.id: b"packed"}, [])
    await database.write(lambda db: document_units.forget_other_versions(db, "1"))
    assert (await get(database, document, "0"), len(await get(database, document))) == ({}, 1)


async def test_units_of_another_text_are_neither_saved_nor_read(database, written) -> None:
    old, new = written(text="The ferry sank."), written(text="The ferry did not sink.")
    await keep(database, old)
    await put(database, old)
    await keep(database, new)
    await put(database, old)
    assert await get(database, old) == await get(database, new) == {}
    assert await missing(database) == [new.id]


async def test_units_go_with_their_document(database, written) -> None:
    document = written()
    await keep(database, document)
    await put(database, document)
    await database.write(partial(documents.remove, ids=[document.id], generation=2))
    assert await database.read(lambda c: c.execute("SELECT count(*) FROM document_units").fetchone()) == (0,)
