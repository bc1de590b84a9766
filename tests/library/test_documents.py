"""Documents are always current, and cached ones are not read again."""

from __future__ import annotations

from bot.library.documents import DocumentService
from bot.model.documents import BlockKind
from bot.model.spans import Span
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


async def test_a_document_has_only_the_blocks_at_the_asked_spans(library: Library) -> None:
    text = "The ferry sank.\n\nNobody was hurt.\n\nThe quay was closed."
    (library.folder / "ferry.md").write_text(text, encoding="utf-8")
    await library.sync()
    (id_,) = [found.id for found in await library.documents.page(0, 5)]
    start = text.index("was hurt")
    found = library.documents.at_here({id_: [Span(start, start + 3)], "unknown": []})
    assert [block.span.of(text) for block in found[id_].blocks] == ["Nobody was hurt."]
    assert (found[id_].text, found.keys()) == (text, {id_})
    assert len((await library.documents.get([id_]))[id_].blocks) == 3


async def test_a_line_is_boilerplate_only_in_the_outlet_that_repeats_it(library: Library) -> None:
    line = "Sign up for our morning letter"
    for number in range(6):
        for outlet, shown in {"Harbour Post": line, "Dune Herald": line if number == 0 else f"Letter {number}"}.items():
            text = f"---\noutlet: {outlet}\n---\nThe weir gates jammed on day {number}.\n\n{shown}\n"
            (library.folder / f"{outlet} {number}.md").write_text(text, encoding="utf-8")
    await library.sync()
    found = await library.documents.read([reference.id for reference in await library.documents.page(0, 20)])
    outlets = [
        document.reference.outlet
        for document in found.values()
        for block in document.blocks
        if block.kind is BlockKind.BOILERPLATE and block.span.of(document.text) == line
    ]
    assert outlets == ["Harbour Post"] * 6
