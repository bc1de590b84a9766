"""The backlog keeps its place: what is done is not read again, and nothing is left out."""

from __future__ import annotations

from functools import partial
from itertools import chain

from bot.library.backlog import Backlog
from bot.store.library import attributions, documents
from tests.library.conftest import Library

BATCH = 2
missing = partial(attributions.missing, version="1")


async def write(library: Library, **texts: str) -> None:
    for name, text in texts.items():
        (library.folder / f"{name}.txt").write_text(text, encoding="utf-8")
    await library.sync()


async def save(library: Library, ids: list[str]) -> list[str]:
    """Store the attributions of documents, and return their names."""
    references = await library.database.read(partial(documents.references, ids=ids))
    for id_ in ids:
        await library.database.write(partial(attributions.put, document=references[id_], version="1", attributions=[]))
    return sorted(references[id_].name for id_ in ids)


async def filled(library: Library, backlog: Backlog) -> list[list[str]]:
    return [await save(library, ids) async for ids in backlog.batches(missing, BATCH)]


async def test_documents_come_in_batches_newest_first_and_once(library: Library) -> None:
    await write(library, a="One ferry.", b="Two ferries.")
    await write(library, c="Three ferries.")
    backlog = Backlog(library.database)
    batches = await filled(library, backlog)
    assert [len(batch) for batch in batches] == [2, 1]
    assert "c" in batches[0]
    assert sorted(chain(*batches)) == ["a", "b", "c"]
    assert await filled(library, backlog) == []


async def test_documents_that_come_meanwhile_go_first(library: Library) -> None:
    await write(library, a="One ferry.", b="Two ferries.", c="Three ferries.")
    order: list[list[str]] = []
    async for ids in Backlog(library.database).batches(missing, BATCH):
        order.append(await save(library, ids))
        if len(order) == 1:
            await write(library, d="Four ferries.")
    assert [len(names) for names in order] == [2, 1, 1]
    assert order[1] == ["d"]


async def test_a_changed_document_comes_again(library: Library) -> None:
    await write(library, a="One ferry.", b="Two ferries.")
    backlog = Backlog(library.database)
    await filled(library, backlog)
    await write(library, a="One tram.")
    assert await filled(library, backlog) == [["a"]]


async def test_an_interrupted_batch_comes_again(library: Library) -> None:
    await write(library, a="One ferry.", b="Two ferries.", c="Three ferries.")
    backlog = Backlog(library.database)
    batches = backlog.batches(missing, BATCH)
    first = await anext(batches)
    await batches.aclose()
    assert await anext(backlog.batches(missing, BATCH)) == first


async def test_what_could_not_be_computed_does_not_come_again_at_once(library: Library) -> None:
    await write(library, a="One ferry.")
    backlog = Backlog(library.database)
    assert [len(ids) async for ids in backlog.batches(missing, BATCH)] == [1]
    assert [ids async for ids in backlog.batches(missing, BATCH)] == []


async def test_an_archive_that_was_put_back_is_looked_through_again(library: Library) -> None:
    await write(library, a="One ferry.")
    await write(library, b="Two ferries.")
    backlog = Backlog(library.database)
    await filled(library, backlog)
    await library.database.write(lambda db: db.execute("DELETE FROM attributions"))
    assert await filled(library, backlog) == []
    await library.database.write(lambda db: db.execute("UPDATE state SET generation = generation - 1"))
    assert sorted(chain(*await filled(library, backlog))) == ["a", "b"]
