"""Rows of sentence vectors, for one model and one text."""

from __future__ import annotations

from functools import partial

import numpy as np

from bot.store.library import documents, sentence_vectors
from bot.store.library.documents import DocumentLocation

MATRIX = np.array([[1, -2, 127], [0, 0, 0], [-127, 5, 3]], np.int8)


async def keep(database, document) -> None:
    await database.write(
        partial(documents.put, documents=[(DocumentLocation("/f", document.name), document)], generation=1)
    )


async def put(database, document, model="m", version="1", vectors=MATRIX) -> None:
    await database.write(lambda db: sentence_vectors.put(db, document.reference, model, version, vectors))


async def get(database, *wanted, model="m", version="1"):
    references = [document.reference for document in wanted]
    return await database.read(lambda connection: sentence_vectors.get(connection, references, model, version))


async def missing(database, model="m", version="1", limit=9) -> list[str]:
    found = await database.read(lambda connection: sentence_vectors.missing(connection, model, version, limit))
    return [document.id for document in found]


async def test_vectors_come_back_as_they_were_for_many_documents_at_once(database, written) -> None:
    first, second, third = (written(name) for name in "abc")
    for document in (first, second, third):
        await keep(database, document)
    await put(database, first)
    await put(database, second, vectors=np.zeros((0, 3), np.int8))
    found = await get(database, first, second, third)
    assert found.keys() == {"id-a", "id-b"}
    assert np.array_equal(found["id-a"], MATRIX)
    assert len(found["id-b"]) == 0
    assert await missing(database) == ["id-c"]


async def test_those_of_another_model_or_version_are_never_read(database, written) -> None:
    document = written()
    await keep(database, document)
    await put(database, document, model="older")
    await put(database, document, version="0")
    assert await get(database, document) == {}
    assert await missing(database) == [document.id]
    await put(database, document)
    assert await database.write(lambda db: sentence_vectors.forget_other_models(db, "m", "1")) == 2
    assert await get(database, document, model="older") == await get(database, document, version="0") == {}
    assert (await get(database, document)).keys() == {document.id}


async def test_those_of_another_text_are_neither_saved_nor_read(database, written) -> None:
    old, new = written(text="The ferry sank."), written(text="The ferry did not sink.")
    await keep(database, old)
    await put(database, old)
    await keep(database, new)
    assert await get(database, old) == await get(database, new) == {}
    await put(database, old)
    assert await get(database, old) == {}
    assert await missing(database) == [new.id]


async def test_they_go_with_their_document(database, written) -> None:
    document = written()
    await keep(database, document)
    await put(database, document)
    await database.write(partial(documents.remove, ids=[document.id], generation=2))
    count = await database.read(lambda c: c.execute("SELECT count(*) FROM sentence_vectors").fetchone())
    assert count == (0,)


async def test_a_matrix_takes_less_than_its_bytes(database, written) -> None:
    document = written()
    vectors = np.random.default_rng(1).normal(size=(60, 384))
    vectors = np.rint(vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * 127).astype(np.int8)
    vectors[:10] = 0
    await keep(database, document)
    await put(database, document, vectors=vectors)
    (size,) = await database.read(lambda c: c.execute("SELECT length(body) FROM sentence_vectors").fetchone())
    assert size < 0.65 * 50 * 384
    assert np.array_equal((await get(database, document))[document.id], vectors)
