"""Vectors of documents: one row per unit, one model, questions first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from bot.answer.evidence.units import split_units
from bot.library.document_units import DocumentUnitsService
from bot.library.sentence_vectors import SentenceVectorService
from bot.model.documents import BlockKind, Document
from tests.library.conftest import Library
from tests.library.tiny_model import write_model

ARTICLES = {
    "a.md": "# Harbour\n\nThe ferry sank at noon. Nobody drowned. All were saved by the coast guard.\n\n"
    "Sign up for our newsletter and get the news every morning!\n",
    "b.md": "The tram is red and new. It stops at the old bridge.\n",
}
Make = Callable[[str], SentenceVectorService]


@pytest.fixture
async def make(library: Library) -> AsyncIterator[Make]:
    for name, text in ARTICLES.items():
        (library.folder / name).write_text(text, encoding="utf-8")
    await library.sync()
    units = DocumentUnitsService(library.database, library.documents)
    made: list[SentenceVectorService] = []

    def make(setting: str = "minilm") -> SentenceVectorService:
        made.append(SentenceVectorService(library.database, library.documents, units, setting))
        return made[-1]

    yield make
    for service in made:
        await service.close()
    await units.close()


async def articles(library: Library) -> list[Document]:
    page = await library.documents.page(0, 9)
    documents = (await library.documents.get([reference.id for reference in page])).values()
    return sorted(documents, key=lambda document: document.name)


async def test_nothing_is_known_until_it_is_worked_out_and_then_it_stays(make: Make, library: Library) -> None:
    documents = await articles(library)
    service = make("minilm")
    assert await service.get(documents) == {}
    assert await service.fill() == 2
    assert await service.fill() == 0
    known = await service.get(documents)
    again = await make("minilm").get(documents)
    assert known.keys() == again.keys() == {document.id for document in documents}
    assert all(np.array_equal(known[id_], again[id_]) for id_ in known)


async def test_row_i_is_unit_i_and_what_says_nothing_is_zero(make: Make, library: Library) -> None:
    [harbour, _] = await articles(library)
    service = make("minilm")
    vectors = (await service.get_or_encode([harbour]))[harbour.id]
    units = split_units(harbour).units
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(units), 384)
    is_told = [not (unit.boilerplate or len(unit.span.of(harbour.text).split()) < 3) for unit in units]
    assert {BlockKind.BOILERPLATE, BlockKind.HEADING} <= {unit.block.kind for unit in units}
    assert is_told.count(True) == 2
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.array_equal(lengths > 0, is_told)
    assert np.allclose(lengths[is_told], 1, atol=0.02)
    query = service.encode_query("was anybody rescued by the coastguard?")
    assert query is not None
    assert units[int(np.argmax(vectors @ query))].span.of(harbour.text) == "All were saved by the coast guard."


async def test_what_was_computed_for_a_question_is_stored(make: Make, library: Library) -> None:
    [harbour, trams] = await articles(library)
    await make("minilm").get_or_encode([harbour])
    afresh = make("minilm")
    assert (await afresh.get([harbour, trams])).keys() == {harbour.id}
    assert await afresh.fill() == 1


async def test_single_sentences_are_as_in_the_whole(make: Make, library: Library) -> None:
    [harbour, _] = await articles(library)
    service = make("minilm")
    single = await service.encode_sentences(harbour, [3, 1, 0])
    assert await service.get([harbour]) == {}
    all_vectors = (await service.get_or_encode([harbour]))[harbour.id]
    assert single is not None
    assert np.allclose(single, all_vectors[[3, 1, 0]], atol=1 / 127)
    assert np.array_equal(await service.encode_sentences(harbour, [1]), all_vectors[[1]])
    assert (await service.encode_sentences(harbour, [])).shape == (0, 384)


async def test_a_sentence_is_encoded_once(make: Make, library: Library) -> None:
    [harbour, _] = await articles(library)
    service = make("minilm")
    before = await service.encode_sentences(harbour, [1, 3])
    await service.close()  # its thread is gone: it can encode nothing more
    assert np.array_equal(await service.encode_sentences(harbour, [3, 1]), before[::-1])
    with pytest.raises(RuntimeError):
        await service.encode_sentences(harbour, [0])


async def test_a_question_is_encoded_once(make: Make) -> None:
    service = make("minilm")
    assert service.encode_query("did the ferry sink") is service.encode_query("did the ferry sink")


async def test_questions_go_before_the_background(make: Make, library: Library) -> None:
    sentences = " ".join(f"Ferry {number} left the harbour at noon with many people." for number in range(400))
    (library.folder / "c.md").write_text(sentences + "\n", encoding="utf-8")
    await library.sync()
    [_, trams, ferries] = await articles(library)
    service = make("minilm")
    await service.load()
    filling = asyncio.create_task(service.get_or_encode([ferries]))
    first = asyncio.create_task(service.encode_sentences(ferries, [0]))
    await asyncio.wait({filling, first}, return_when=asyncio.FIRST_COMPLETED)
    assert (first.done(), filling.done()) == (True, False)
    await service.encode_sentences(trams, [0])
    assert not filling.done()
    await filling


async def test_vectors_of_another_model_are_neither_read_nor_stored(
    make: Make, library: Library, tmp_path: Path
) -> None:
    documents = await articles(library)
    older = make(str(write_model(tmp_path / "older")))
    assert await older.fill() == 2
    newer = make("minilm")
    assert await newer.get(documents) == {}
    assert await newer.fill() == 2
    assert all(matrix.shape[1] == 384 for matrix in (await newer.get(documents)).values())
    rows = await library.database.read(lambda c: c.execute("SELECT DISTINCT model FROM sentence_vectors").fetchall())
    assert [model.split("-")[0] for (model,) in rows] == ["minilm"]


async def test_sentences_of_a_changed_article_get_new_vectors_before_the_article_has_them(
    make: Make, library: Library
) -> None:
    service = make("minilm")
    [_, tram] = await articles(library)
    before = await service.encode_sentences(tram, [0])
    (library.folder / "b.md").write_text("The bus is blue and very old.\n", encoding="utf-8")
    await library.sync()
    [_, bus] = await articles(library)
    assert not np.array_equal(before, await service.encode_sentences(bus, [0]))


async def test_a_changed_article_gets_new_vectors(make: Make, library: Library) -> None:
    service = make("minilm")
    await service.fill()
    await service.get(await articles(library))
    (library.folder / "b.md").write_text("The bus is blue and very old.\n", encoding="utf-8")
    await library.sync()
    [_, bus] = await articles(library)
    assert await service.get([bus]) == {}
    assert await service.fill() == 1
    assert len((await service.get([bus]))[bus.id]) == 1


@pytest.mark.parametrize("setting", ["off", "/nowhere/at/all"])
async def test_without_a_model_nothing_is_known_and_nothing_fails(make: Make, library: Library, setting: str) -> None:
    documents = await articles(library)
    service = make(setting)
    assert not await service.load()
    assert await service.get(documents) == await service.get_or_encode(documents) == {}
    assert await service.fill() == 0
    assert await service.encode_sentences(documents[0], [0]) is None
    assert service.encode_query("ferry") is None
