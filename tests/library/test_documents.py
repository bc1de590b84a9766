"""Documents are always current, and cached ones are not read again."""

from __future__ import annotations

from bot.library.documents import DocumentService
from tests.library.conftest import Library


async def _ids(library: Library) -> list[str]:
    return [reference.id for reference in await library.documents.page(0, 10)]


async def test_a_cached_document_is_returned_again_and_a_changed_one_is_not(library: Library) -> None:
    (library.folder / "ferry.txt").write_text("The ferry sank.")
    await library.sync()
    (id_,) = await _ids(library)
    first = await library.documents.get([id_, "nothing"])
    assert (await library.documents.get([id_]))[id_] is first[id_]
    (library.folder / "ferry.txt").write_text("The ferry floats again.")
    await library.sync()
    assert (await library.documents.get([id_]))[id_].text == "The ferry floats again."
    (library.folder / "ferry.txt").unlink()
    await library.sync()
    assert await library.documents.get([id_]) == {}


async def test_no_more_text_is_cached_than_the_capacity(library: Library) -> None:
    for number in range(5):
        (library.folder / f"{number}.txt").write_text("x" * 100)
    await library.sync()
    documents = DocumentService(library.database, capacity=250)
    ids = await _ids(library)
    first = await documents.get(ids)
    assert len(first) == 5
    again = await documents.get(ids)
    assert sum(again[id_] is first[id_] for id_ in ids) == 2


async def test_documents_are_counted_and_found_by_what_is_typed(library: Library) -> None:
    (library.folder / "ferry.txt").write_text("The ferry sank.")
    (library.folder / "bridge.txt").write_text("The bridge held.")
    await library.sync()
    assert await library.documents.count() == 2
    assert [title.name for title in await library.documents.titles("fer")] == ["ferry"]
    assert await library.documents.outlets() == {}
