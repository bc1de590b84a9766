"""Documents, files, attributions and answers in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils

from bot.errors import UserError
from bot.model.answers import Answer, AnswerState
from bot.model.attribution import Attribution, AttributionKind
from bot.model.documents import Document
from bot.model.saved_answers import SavedAnswer
from bot.model.spans import Span
from bot.store.library import answers, attributions, documents, files
from bot.store.library.documents import DocumentLocation
from bot.store.library.files import StoredFile
from bot.store.sqlite.database import Database
from bot.store.sqlite.process_lock import locked

Writer = Callable[..., Document]


async def _put(database: Database, *written: Document, folder: str = "/articles", generation: int = 1) -> None:
    placed = [(DocumentLocation(folder, f"{document.name}.txt"), document) for document in written]
    await database.write(partial(documents.put, documents=placed, generation=generation))


async def test_documents_come_back_as_they_went_in(database: Database, written: Writer) -> None:
    ferry = written("ferry", "“Café”\0 🚢", title="Ferry", outlet="The Post", authors=("A", "B"))
    await _put(database, ferry, written("bridge"))
    assert await database.read(partial(documents.get, ids=["id-ferry", "id-nothing"])) == {"id-ferry": ferry}
    assert await database.read(documents.count) == 2
    assert await database.read(documents.outlets) == {"The Post": 1}
    assert await database.read(documents.folders) == {"/articles": 2}


async def test_more_ids_than_one_statement_takes_are_all_found(database: Database, written: Writer) -> None:
    await _put(database, *(written(str(number)) for number in range(1201)))
    found = await database.read(partial(documents.references, ids=[f"id-{number}" for number in range(1201)]))
    assert len(found) == 1201


async def test_changes_since_a_generation_are_known(database: Database, written: Writer) -> None:
    await _put(database, written("old"), generation=1)
    await _put(database, written("new"), generation=2)
    await database.write(partial(documents.remove, ids=["id-old"], generation=3))
    assert await database.read(partial(documents.changed_since, seen=1)) == [("id-new", 2)]
    assert await database.read(partial(documents.removed_since, seen=2)) == ["id-old"]
    await database.write(partial(documents.forget_removals, seen=3))
    assert await database.read(partial(documents.removed_since, seen=0)) == []


async def test_a_document_that_comes_back_is_no_longer_removed(database: Database, written: Writer) -> None:
    await database.write(partial(documents.remove, ids=["id-ferry"], generation=1))
    await _put(database, written("ferry"), generation=2)
    assert await database.read(partial(documents.removed_since, seen=0)) == []


@pytest.mark.parametrize(
    ("typed", "headings"),
    [
        ("fer", ["Ferry sinks", "A ferry", "FERRARI"]),
        ("100%", ["100% true"]),
        ("_", []),
        ("\\", []),
        ("", ["100% true", "A ferry", "FERRARI", "Ferry sinks"]),
        ("'; DROP TABLE documents", []),
    ],
)
async def test_titles_are_found_by_any_part_of_title_or_name(
    database: Database, written: Writer, typed: str, headings: list[str]
) -> None:
    await _put(
        database,
        written("1", title="A ferry"),
        written("fer-2", title="Ferry sinks"),
        written("FERRARI"),
        written("4", title="100% true"),
    )
    found = await database.read(partial(documents.titles, typed=typed))
    assert sorted(title.heading for title in found) == sorted(headings)
    if typed == "fer":
        assert [title.heading for title in found] == ["FERRARI", "Ferry sinks", "A ferry"]


async def test_titles_and_pages_are_cut_at_the_limit(database: Database, written: Writer) -> None:
    await _put(database, *(written(f"{number:02}") for number in range(40)))
    assert len(await database.read(partial(documents.titles, typed=""))) == 25
    page = await database.read(partial(documents.page, offset=30, limit=20))
    assert [reference.name for reference in page] == [str(number) for number in range(30, 40)]


async def test_files_are_known_by_folder(database: Database) -> None:
    file = StoredFile("a/ferry.txt", 15, 1, 2, "sha", 1, "has no text.")
    await database.write(partial(files.put, folder="/one", read=[file]))
    assert await database.read(partial(files.known, folder="/one")) == {"a/ferry.txt": file}
    assert await database.read(partial(files.known, folder="/two")) == {}
    await database.write(partial(files.remove, folder="/one", paths=["a/ferry.txt"]))
    assert await database.read(partial(files.known, folder="/one")) == {}


async def test_attributions_belong_to_one_text_and_one_version(database: Database, written: Writer) -> None:
    ferry, said = written("ferry"), Attribution(AttributionKind.DIRECT, (Span(0, 3),), (), (Span(4, 9),))
    await _put(database, ferry, written("bridge"))
    await database.write(partial(attributions.put, document=ferry.reference, version="2", attributions=[said]))
    asked = [ferry.reference, written("ferry", "Another text.").reference, written("bridge").reference]
    assert await database.read(partial(attributions.get, documents=asked[:1], version="2")) == {"id-ferry": [said]}
    assert await database.read(partial(attributions.get, documents=asked[1:], version="2")) == {}
    assert await database.read(partial(attributions.get, documents=asked, version="3")) == {}
    missing = await database.read(partial(attributions.missing, version="2", limit=9))
    assert [document.id for document in missing] == ["id-bridge"]


async def test_attributions_go_with_their_text(database: Database, written: Writer) -> None:
    ferry = written("ferry")
    keep = partial(attributions.put, document=ferry.reference, version="1", attributions=[])
    count = "SELECT count(*) FROM attributions"

    def kept(db: sqlite_utils.Database) -> int:
        return int(db.execute(count).fetchone()[0])

    await _put(database, ferry)
    await database.write(keep)
    assert await database.write(kept) == 1
    await _put(database, written("ferry", "Another text."))
    assert await database.write(kept) == 0
    await database.write(keep)
    assert await database.write(kept) == 0, "worked out of a text that has changed meanwhile"
    await _put(database, ferry)
    await database.write(keep)
    await database.write(partial(documents.remove, ids=["id-ferry"], generation=2))
    assert await database.write(kept) == 0


async def test_answers_are_saved_until_they_are_purged(database: Database) -> None:
    old = SavedAnswer(
        "a",
        None,
        7,
        None,
        "private",
        "2026-01-01T00:00:00+00:00",
        Answer("Who?", AnswerState.NOTHING, "None"),
    )
    new = SavedAnswer(
        "b",
        2**63 - 1,
        8,
        9,
        "public",
        "2026-02-01T00:00:00+00:00",
        Answer("Who?", AnswerState.ANSWERED, "One"),
    )
    for asked in (old, new):
        await database.write(partial(answers.put, saved=asked))
    assert await database.read(partial(answers.get, id_="b")) == new
    assert await database.write(partial(answers.purge, before="2026-01-15")) == 1
    assert await database.read(partial(answers.get, id_="a")) is None


async def test_of_two_processes_one_waits_for_the_lock_or_is_refused(tmp_path: Path) -> None:
    async with locked(tmp_path / "lock", seconds=1):
        with pytest.raises(UserError, match="is indexing at the moment"):
            async with locked(tmp_path / "lock", seconds=0.2):
                pass
        waiting = asyncio.ensure_future(_hold(tmp_path / "lock"))
        await asyncio.sleep(0)  # it tries once, and would be done by now
        assert not waiting.done()
    await waiting


async def _hold(path: Path) -> None:
    async with locked(path, seconds=3600):
        pass
