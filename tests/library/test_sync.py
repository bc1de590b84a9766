"""Store and index follow the folders completely, once, and across interruptions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.library import index_building, ingest, reader_pool, sync
from bot.library.documents import DocumentService
from bot.library.file_reading import FileToRead
from bot.library.folder_scan import FoundFile
from bot.library.quarantine import QuarantineService
from bot.library.reader_worker import ReadLimits
from bot.library.sync import Progress
from bot.model.search import Term
from bot.store.library import documents, files
from bot.store.passages.index import TantivyIndex
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database
from tests.conftest import ROOT
from tests.library.conftest import Library
from tests.library.reader_programs import before_parsing


def _write(folder: Path, **articles: str) -> None:
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _records(path: Path, **texts: str) -> None:
    lines = [json.dumps({"id": name, "title": f"On {name}", "text": text}) for name, text in texts.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def test_a_new_folder_is_read_whole(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank at noon.", bridge="The bridge held.")
    _records(library.folder / "wire.jsonl", one="A ferry was raised.", two="Nothing else.")
    report = await library.sync()
    assert (report.documents, report.added, report.changed, report.removed) == (4, 4, 0, 0)
    assert report.passages == library.index.passages() == 4
    assert await library.found("ferry") == {"ferry", "one"}


async def test_an_unchanged_folder_is_not_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(library.folder, ferry="The ferry sank.", blank=" ")
    _records(library.folder / "wire.jsonl", one="A ferry was raised.")
    first = await library.sync()

    def refuse(*_: object) -> None:
        raise AssertionError("a file was read again")

    monkeypatch.setattr(reader_pool, "read_file", refuse)
    second = await library.sync()
    assert (second.documents, second.unchanged, second.added, second.changed) == (2, 2, 0, 0)
    assert second.skipped == first.skipped
    assert [skipped.path for skipped in second.skipped] == ["blank.txt"]


async def test_a_file_that_was_only_touched_keeps_its_generation(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.")
    await library.sync()
    generation = library.index.generation()
    os.utime(library.folder / "ferry.txt", (1, 1))
    report = await library.sync()
    assert (report.unchanged, report.changed) == (1, 0)
    assert library.index.generation() == generation == await library.database.read(documents.generation)
    assert (await library.sync()).unchanged == 1


async def test_a_change_of_the_same_size_and_time_is_noticed(library: Library) -> None:
    article = library.folder / "ferry.txt"
    article.write_text("The ferry sank.")
    times = article.stat()
    await library.sync()
    article.write_text("The ferry came.")
    os.utime(article, ns=(times.st_atime_ns, times.st_mtime_ns))
    report = await library.sync()
    assert (report.changed, report.unchanged) == (1, 0)
    assert await library.found("came") == {"ferry"}


async def test_two_files_with_the_same_content_are_two_documents(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.", copy="The ferry sank.")
    assert (await library.sync()).documents == 2
    assert await library.found("ferry") == {"ferry", "copy"}
    (library.folder / "ferry.txt").unlink()
    report = await library.sync()
    assert (report.documents, report.removed) == (1, 1)
    assert await library.found("ferry") == {"copy"}


async def test_a_file_that_disappears_while_it_is_read_does_not_stop_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(library.folder, a="One ferry.", b="Two ferries.", c="Three ferries.")
    before_parsing(monkeypatch, "if request.path != 'c.txt': os.unlink(f'{request.folder}/{request.path}')")
    report = await library.sync()
    assert [(skipped.path, skipped.reason) for skipped in report.skipped] == [
        ("a.txt", "can't be read (No such file or directory)."),
        ("b.txt", "can't be read (No such file or directory)."),
    ]
    assert await library.found("ferries") == {"c"}
    await library.sync()
    assert await QuarantineService(library.database).items() == []


async def test_changed_and_deleted_files_leave_the_answers_at_once(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.", bridge="The bridge held.")
    await library.sync()
    _write(library.folder, ferry="The tunnel flooded, it was said.")
    (library.folder / "bridge.txt").unlink()
    report = await library.sync()
    assert (report.documents, report.changed, report.removed, report.added) == (1, 1, 1, 0)
    assert await library.found("ferry", "sank", "bridge") == set()
    assert await library.found("tunnel") == {"ferry"}


async def test_of_a_record_file_only_the_changed_records_are_taken(library: Library) -> None:
    path = library.folder / "wire.jsonl"
    _records(path, one="The ferry sank.", two="The bridge held.", three="The tunnel flooded.")
    await library.sync()
    _records(path, one="The ferry sank.", two="The bridge fell.", four="The quay burnt.")
    report = await library.sync()
    assert (report.unchanged, report.changed, report.added, report.removed) == (1, 1, 1, 1)
    assert await library.found("fell", "burnt", "tunnel", "held") == {"two", "four"}


async def test_a_file_that_turns_bad_takes_its_old_text_along(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.")
    await library.sync()
    (library.folder / "ferry.txt").write_bytes(b"")
    report = await library.sync()
    assert (report.documents, report.removed) == (0, 1)
    assert [skipped.path for skipped in report.skipped] == ["ferry.txt"]


async def test_each_bad_record_is_reported_and_the_others_are_indexed(library: Library) -> None:
    path = library.folder / "wire.jsonl"
    good = json.dumps({"id": "good", "text": "The ferry sank."}).encode()
    long = json.dumps({"id": "long", "text": "ferry " * 300_000}).encode()
    path.write_bytes(b"\n".join([b"{", long, good, good, b'{"text": "\\ud800"}']))
    report = await library.sync()
    assert (report.documents, len(report.skipped)) == (1, 4)
    assert any(skipped.reason == "has more than 1 MB in line 2." for skipped in report.skipped)
    again = await library.sync()
    assert [skipped.reason[:44] for skipped in again.skipped] == ["gives no document for 4 of its records; the "]


async def test_an_empty_record_file_is_reported(library: Library) -> None:
    (library.folder / "wire.jsonl").write_text("\n")
    report = await library.sync()
    assert [(skipped.path, skipped.reason) for skipped in report.skipped] == [("wire.jsonl", "contains no records.")]


async def test_a_missing_folder_wipes_nothing(library: Library, tmp_path: Path) -> None:
    _write(library.folder, ferry="The ferry sank.")
    await library.sync()
    library.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="is missing"):
        await library.sync()
    assert await library.found("ferry") == {"ferry"}


async def test_a_file_that_cannot_be_opened_keeps_what_is_stored(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(library.folder, ferry="The ferry sank.")
    await library.sync()
    _write(library.folder, ferry="The ferry floats.", bridge="The bridge held.")
    monkeypatch.setattr(Path, "open", _refused)
    report = await library.sync()
    assert {skipped.reason for skipped in report.skipped} == {"can't be read (Permission denied)."}
    assert await library.found("ferry", "bridge") == {"ferry"}
    monkeypatch.undo()
    assert (await library.sync()).changed == 1


def _refused(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


async def test_below_a_folder_that_cannot_be_listed_nothing_is_taken_out(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = library.folder / "below"
    below.mkdir()
    _write(below, ferry="The ferry sank.")
    _write(library.folder, bridge="The bridge held.")
    await library.sync()
    (library.folder / "bridge.txt").unlink()
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _refused() if Path(path) == below else scandir(path))
    report = await library.sync()
    assert [(skipped.path, skipped.reason) for skipped in report.skipped] == [
        ("below", "can't be read (Permission denied).")
    ]
    assert await library.found("ferry", "bridge") == {"ferry"}


async def test_a_record_without_an_id_does_not_hide_one_whose_id_is_its_line_number(library: Library) -> None:
    (library.folder / "wire.jsonl").write_text('{"id": "2", "text": "The ferry sank."}\n{"text": "The bridge held."}\n')
    report = await library.sync()
    assert (report.documents, report.skipped) == (2, ())
    assert await library.found("ferry", "bridge") == {"2", "wire:2"}


async def test_new_readers_read_all_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(library.folder, ferry="The ferry sank.")
    _records(library.folder / "wire.jsonl", one="The bridge held.")
    await library.sync()
    monkeypatch.setattr(ingest, "READER_VERSION", ingest.READER_VERSION + 1)
    assert (await library.sync()).changed == 2
    assert (await library.sync()).unchanged == 2


async def test_a_folder_not_asked_for_stays_until_it_is_removed(library: Library, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    _write(library.folder, ferry="The ferry sank.")
    _write(other, bridge="The bridge held.", ferry="Another ferry.")
    await library.sync(library.folder, other, other)
    report = await library.sync()
    assert (report.documents, report.other_folders) == (3, (str(other),))
    assert await sync.remove(library.database, library.index, str(other)) == 2
    assert await library.found("ferry", "bridge") == {"ferry"}
    assert (await library.sync(library.folder, other)).added == 2


async def test_a_folder_below_another_is_read_once(library: Library) -> None:
    below = library.folder / "below"
    below.mkdir()
    _write(below, ferry="The ferry sank.")
    report = await library.sync(below, library.folder)
    assert (report.documents, report.other_folders) == (1, ())


async def test_progress_ends_with_all_bytes_and_all_documents(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_BATCH_DOCUMENTS", 60)
    _records(library.folder / "wire.jsonl", **{f"wire{number}": f"{number} ferries." for number in range(100)})
    seen: list[Progress] = []
    await library.sync(on_progress=seen.append)
    total = sum(path.stat().st_size for path in library.folder.iterdir())
    assert len(seen) == 2
    assert 0 < seen[0].bytes_read < total
    assert seen[-1] == Progress(total, total, 100)


async def test_an_error_while_the_next_batch_is_read_ends_the_run_and_its_readers(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_BATCH_DOCUMENTS", 1)
    texts = {f"wire{number}": f"{number} ferries." for number in range(2_000)}
    _records(library.folder / "wire.jsonl", **texts)

    def stop(_: Progress) -> None:
        raise OSError("cut off")

    with pytest.raises(OSError, match="cut off"):
        await library.sync(on_progress=stop)
    monkeypatch.undo()
    report = await library.sync()
    assert (report.documents, report.added) == (len(texts), len(texts) - 1)
    assert await sync.is_in_sync(library.database, library.index)


async def test_articles_that_readers_analyzed_are_indexed_as_the_database_would(library: Library) -> None:
    _write(library.folder, ferry="The ferries sank, and the ferries’ owner wept.", bridge="The bridge held the ferry.")
    await library.sync()
    read = _index_content(library.index)
    library.index.clear()
    await sync.catch_up(library.database, library.index)
    assert read == _index_content(library.index)


def _index_content(index: TantivyIndex) -> list[object]:
    hits = index.candidates([Term("ferry"), Term("held")], 5)
    return [*((hit.document, hit.span, hit.score) for hit in hits), *index.vocabulary().beginning(""), index.passages()]


async def test_an_index_that_missed_a_batch_catches_up(library: Library, tmp_path: Path) -> None:
    _write(library.folder, ferry="The ferry sank.", bridge="The bridge held.")
    await library.sync()
    deaf = TantivyIndex(tmp_path / "another")
    _write(library.folder, ferry="The tunnel flooded.", quay="The quay burnt.")
    (library.folder / "bridge.txt").unlink()
    await sync.sync_folders(library.database, deaf, [library.folder], max_file_mb=1)
    assert not await sync.is_in_sync(library.database, library.index)
    await sync.catch_up(library.database, library.index)
    assert await sync.is_in_sync(library.database, library.index)
    assert await library.found("ferry", "bridge") == set()
    assert await library.found("tunnel", "quay") == {"ferry", "quay"}


async def test_an_index_of_another_or_a_later_store_is_made_again(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.")
    await library.sync()
    document = next(iter((await library.documents.get(await _ids(library))).values()))
    library.index.put([], [document.id], 99)
    assert await sync.catch_up(library.database, library.index) == 1
    assert await library.found("ferry") == {"ferry"}


async def _ids(library: Library) -> list[str]:
    changed = await library.database.read(lambda connection: documents.changed_since(connection, 0))
    return [id_ for id_, _ in changed]


async def test_a_rebuild_that_is_cut_off_goes_on_where_it_stopped(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three", "four", "five"):
        _write(library.folder, **{name: f"Ferry {name}."})
        await library.sync()
    library.index.clear()
    monkeypatch.setattr(index_building, "_BATCH", 2)
    index_one, indexed = index_building.index_batch, 0

    def stop_at_the_fourth(*arguments: object) -> None:
        nonlocal indexed
        indexed += 1
        if indexed == 4:
            raise OSError("cut off")
        index_one(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(index_building, "index_batch", stop_at_the_fourth)
    with pytest.raises(OSError, match="cut off"):
        await sync.catch_up(library.database, library.index)
    assert library.index.passages() == 4
    monkeypatch.setattr(index_building, "index_batch", index_one)
    assert not await sync.is_in_sync(library.database, library.index)
    assert await sync.catch_up(library.database, library.index) == 1
    assert len(await library.found("ferry")) == 5


async def test_killed_while_indexing_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    _records(folder / "wire.jsonl", **{f"n{number}": f"Ferry number {number} sank." for number in range(300)})
    script = tmp_path / "index.py"
    script.write_text(_INDEX_AND_STOP)
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"30 documents are stored\n"
        process.send_signal(signal.SIGKILL)
    async with open_database(tmp_path / "factdesk.db") as database:
        index = TantivyIndex(tmp_path / "index")
        stored = await database.read(documents.count)
        assert stored == 30
        report = await sync.sync_folders(SqliteArchive(database), index, [folder], max_file_mb=1)
        assert (report.unchanged, report.added, report.documents) == (stored, 300 - stored, 300)
        assert index.passages() == 300
        assert index.frequency("ferry") == 300


# Small batches, so that the kill falls between two: after the third, the process stands still until it is killed.
_INDEX_AND_STOP = """
import asyncio, sys, threading
from pathlib import Path
from bot.library import ingest, sync
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database
from bot.store.passages.index import TantivyIndex

ingest._BATCH_DOCUMENTS = 10

def watch(progress):
    if progress.documents == 30:
        print("30 documents are stored", flush=True)
        threading.Event().wait()

async def main(place):
    async with open_database(place / "factdesk.db") as database:
        index = TantivyIndex(place / "index")
        await sync.sync_folders(SqliteArchive(database), index, [place / "articles"], max_file_mb=1, on_progress=watch)

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_the_real_articles_come_in_whole(library: Library, real_corpus: Path) -> None:
    texts = _texts(real_corpus)
    report = await library.sync(real_corpus)
    assert (report.added, report.skipped) == (len(texts), ())
    found = await DocumentService(library.database).get(await _ids(library))
    assert {document.name: document.text for document in found.values()} == texts


def _texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


async def test_a_file_that_gives_no_document_is_quarantined_until_it_is_read(library: Library) -> None:
    quarantine = QuarantineService(library.database)
    _write(library.folder, ferry="The ferry sank.", blank=" ")
    await library.sync()
    (item,) = await quarantine.items()
    assert (item.folder, item.path, item.record) == (str(library.folder), "blank.txt", None)
    assert item.reason.endswith("blank space.")
    await library.sync()
    assert await quarantine.items() == [item]
    _write(library.folder, blank="No longer blank.")
    await library.sync()
    assert await quarantine.items() == []


async def test_each_bad_record_of_a_file_is_quarantined(library: Library) -> None:
    (library.folder / "wire.jsonl").write_text('{"text": "A ferry."}\n{"text"\n{"id": "b", "text": ""}\n')
    assert (await library.sync()).documents == 1
    items = await QuarantineService(library.database).items()
    assert [(item.path, item.record) for item in items] == [("wire.jsonl", "2"), ("wire.jsonl", "b")]


async def test_a_file_that_the_scan_skips_is_quarantined_and_forgotten_with_the_file(library: Library) -> None:
    quarantine = QuarantineService(library.database)
    (library.folder / "large.txt").write_text("a " * 600_000)
    await library.sync()
    assert [item.path for item in await quarantine.items()] == ["large.txt"]
    (library.folder / "large.txt").unlink()
    await library.sync()
    assert await quarantine.items() == []


async def test_another_version_tries_quarantined_files_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(library.folder, ferry="The ferry sank.", blank=" ")
    await library.sync()
    read: list[str] = []
    original = ingest._file_to_read

    def note(folder: Path, file: FoundFile, stored: ingest.StoredState, max_bytes: int) -> FileToRead:
        read.append(file.path)
        return original(folder, file, stored, max_bytes)

    monkeypatch.setattr(ingest, "_file_to_read", note)
    await library.sync()
    assert read == []
    monkeypatch.setattr(sync, "_VERSION", "0.2.0")
    await library.sync()
    assert read == ["blank.txt"]
    await library.sync()
    assert read == ["blank.txt"]


async def test_released_files_are_read_again(library: Library) -> None:
    quarantine = QuarantineService(library.database)
    _write(library.folder, blank=" ")
    await library.sync()
    assert await quarantine.release() == [str(library.folder)]
    assert await library.database.read(partial(files.known, folder=str(library.folder))) == {}
    await library.sync()
    assert await quarantine.count_files() == 1


async def test_a_hostile_file_does_not_stop_the_others(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.", bridge="The bridge held.")
    (library.folder / "greedy.txt").write_text("The ferry sank at noon.\n\n" * 900_000)
    report = await sync.sync_folders(
        library.database, library.index, [library.folder], max_file_mb=50, limits=ReadLimits(memory_mb=200)
    )
    assert report.documents == 2
    assert [skipped.path for skipped in report.skipped] == ["greedy.txt"]
    assert "FACTDESK_READ_MEMORY_MB" in report.skipped[0].reason


async def test_half_a_character_in_metadata_or_names_stops_no_other_file(library: Library) -> None:
    _write(library.folder, ferry="The ferry sank.", bridge="The bridge held.")
    (library.folder / "pier.md").write_text('---\ntitle: "The \\ud800 pier"\n---\n\nThe pier sank.\n', encoding="utf-8")
    linked = json.dumps({"@type": "NewsArticle", "headline": "The wall", "author": {"name": "Ivo \udc00Brandt"}})
    page = f'<script type="application/ld+json">{linked}</script><article><p>The wall fell on Monday.</p></article>'
    (library.folder / "wall.html").write_text(page, encoding="utf-8")
    not_utf8 = os.fsdecode(b"caf\xe9.txt")
    (library.folder / not_utf8).write_text("The cafe closed.", encoding="utf-8")
    (library.folder / f"{not_utf8}.toml").write_text('title = "A cafe"\n', encoding="utf-8")
    report = await library.sync()
    assert report.documents == 4
    assert {skipped.path for skipped in report.skipped} == {"caf\\udce9.txt", "caf\\udce9.txt.toml"}
    articles = await DocumentService(library.database).page(0, 10)
    assert {(article.title, article.authors) for article in articles} == {
        (None, ()),
        ("The \N{REPLACEMENT CHARACTER} pier", ()),
        ("The wall", ("Ivo \N{REPLACEMENT CHARACTER}Brandt",)),
    }
