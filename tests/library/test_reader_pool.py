"""Reader pool: order, limits, and processes that are lost."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from bot.corpus.readers import Unreadable
from bot.library.file_reading import FileFailed, FileHash, FileMessage, FileToRead
from bot.library.reader_pool import PoolClosedError, ReaderPool
from bot.library.reader_process import ReadItem, ReadItems
from bot.library.reader_worker import ReadLimits
from bot.model.documents import Document
from tests.library.reader_programs import before_parsing, kill_once_started, request


def _items(messages: Iterator[FileMessage]) -> list[ReadItem]:
    return [item for message in messages if isinstance(message, ReadItems) for item in message.items]


def _read(limits: ReadLimits, *paths: Path) -> dict[str, list[ReadItem]]:
    with ReaderPool(limits) as pool:
        files = [FileToRead(request(path)) for path in paths]
        return {file.request.path: _items(messages) for file, messages in pool.read(files)}


def _articles(folder: Path, number: int) -> list[Path]:
    paths = [folder / f"article{position}.txt" for position in range(number)]
    for position, path in enumerate(paths):
        path.write_text(f"Ferry {position} sank.")
    return paths


def _wire(path: Path, number: int) -> Path:
    path.write_text("".join(json.dumps({"text": f"Ferry {line} sank."}) + "\n" for line in range(1, number + 1)))
    return path


def _reasons(items: list[ReadItem]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Unreadable)]


def test_files_come_in_the_order_asked_for(tmp_path: Path) -> None:
    paths = _articles(tmp_path, 30)
    results = _read(ReadLimits(processes=3), *paths)
    assert list(results) == [path.name for path in paths]
    assert all(isinstance(items[0], Document) for items in results.values())


def test_a_known_file_is_not_parsed(tmp_path: Path) -> None:
    (path,) = _articles(tmp_path, 1)
    with ReaderPool(ReadLimits()) as pool:
        ((_, messages),) = pool.read([FileToRead(request(path))])
        first = next(messages)
        assert isinstance(first, FileHash)
        list(messages)
    with ReaderPool(ReadLimits()) as pool:
        for _, again in pool.read([FileToRead(request(path), first.sha256)]):
            assert list(again) == [FileHash(first.sha256, is_known=True)]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with ReaderPool(ReadLimits()) as pool:
        for _, messages in pool.read([FileToRead(request(tmp_path / "gone.txt"))]):
            assert list(messages) == [FileFailed("No such file or directory")]


def test_a_file_over_the_memory_limit_is_left_out_and_the_next_one_is_read(tmp_path: Path) -> None:
    greedy, healthy = tmp_path / "greedy.txt", tmp_path / "healthy.txt"
    greedy.write_text("The ferry sank at noon.\n\n" * 1_000_000)
    healthy.write_text("The ferry sank.")
    results = _read(ReadLimits(memory_mb=200, processes=1), greedy, healthy)
    assert _reasons(results["greedy.txt"]) == ["needs more than the 200 MB of FACTDESK_READ_MEMORY_MB to read."]
    assert isinstance(results["healthy.txt"][0], Document)


def test_closing_the_pool_ends_what_is_being_read(tmp_path: Path) -> None:
    path = _wire(tmp_path / "wire.jsonl", 50_000)
    pool = ReaderPool(ReadLimits(processes=1))
    for _, messages in pool.read([FileToRead(request(path))]):
        assert isinstance(next(messages), FileHash)
        assert isinstance(next(messages), ReadItems)
        pool.close()
        with pytest.raises(PoolClosedError):
            list(messages)
    assert [thread for thread in threading.enumerate() if thread.name == "factdesk-read"] == []


def test_leaving_early_leaves_no_process_behind(tmp_path: Path) -> None:
    # The second file has more messages than wait at a time: its thread stands still until somebody takes one.
    wires = [_wire(tmp_path / f"wire{number}.jsonl", 3_000) for number in range(2)]
    with ReaderPool(ReadLimits(processes=2)) as pool:
        reading = pool.read([FileToRead(request(path)) for path in [*wires, *_articles(tmp_path, 20)]])
        _, messages = next(reading)
        list(messages)
        reading.close()  # type: ignore[attr-defined]
    assert [thread for thread in threading.enumerate() if thread.name == "factdesk-read"] == []
    assert all(worker.process_id is None for worker in pool._workers)


def test_the_order_is_the_one_asked_for_when_a_later_file_is_ready_first(tmp_path: Path, monkeypatch) -> None:
    paths = _articles(tmp_path, 6)
    before_parsing(
        monkeypatch,
        f"""
        done = pathlib.Path({str(tmp_path)!r}) / "second.done"
        if request.path == "article1.txt":
            done.touch()
        while request.path == "article0.txt" and not done.exists():
            time.sleep(0.01)
        """,
    )
    assert list(_read(ReadLimits(processes=2), *paths)) == [path.name for path in paths]


def test_messages_that_are_not_taken_hold_up_no_other_file(tmp_path: Path) -> None:
    wires = [_wire(tmp_path / f"wire{number}.jsonl", 3_000) for number in range(3)]
    paths = [*wires, *_articles(tmp_path, 10)]
    read = []
    with ReaderPool(ReadLimits(processes=1)) as pool:
        for file, messages in pool.read([FileToRead(request(path)) for path in paths]):
            assert isinstance(next(messages), FileHash)
            if file.request.has_records:
                messages.close()  # type: ignore[attr-defined]
            else:
                read += _items(messages)
    assert len([item for item in read if isinstance(item, Document)]) == 10


def test_a_file_that_disappears_while_it_is_read_says_so_and_the_next_one_is_read(tmp_path: Path, monkeypatch) -> None:
    paths = _articles(tmp_path, 12)
    before_parsing(monkeypatch, "if not request.path.endswith('11.txt'): os.unlink(f'{request.folder}/{request.path}')")
    with ReaderPool(ReadLimits(processes=1)) as pool:
        found = []
        for _, messages in pool.read([FileToRead(request(path)) for path in paths]):
            assert isinstance(next(messages), FileHash)
            found.append(next(messages))
    assert found[:11] == [FileFailed("No such file or directory")] * 11
    assert isinstance(found[11], ReadItems)


def test_an_exception_of_a_reader_leaves_out_its_file_alone_and_is_logged(tmp_path: Path, monkeypatch, caplog) -> None:
    broken, healthy = tmp_path / "broken.md", tmp_path / "healthy.txt"
    broken.write_text("A ferry.")
    healthy.write_text("A ferry.")
    before_parsing(monkeypatch, "readers._READERS['.md'] = lambda *_: 1 / 0")
    results = _read(ReadLimits(processes=1), broken, healthy)
    assert _reasons(results["broken.md"]) == [
        "could not be read (ZeroDivisionError); the log says more. Please report it."
    ]
    assert isinstance(results["healthy.txt"][0], Document)
    assert "division by zero" in caplog.text


def test_a_process_killed_once_costs_no_record(tmp_path: Path) -> None:
    path = _wire(tmp_path / "wire.jsonl", 2_000)
    found: list[ReadItem] = []
    with ReaderPool(ReadLimits(processes=1)) as pool:
        for _, messages in pool.read([FileToRead(request(path))]):
            next(messages)
            first = next(messages)
            (pid,) = [worker.process_id for worker in pool._workers if worker.process_id]
            os.kill(pid, signal.SIGKILL)
            found = [*_items(iter([first])), *_items(messages)]
    assert [item.name for item in found if isinstance(item, Document)] == [f"wire:{line}" for line in range(1, 2_001)]
    assert _reasons(found) == []


def test_a_file_that_kills_its_process_is_left_out_and_the_others_are_read(tmp_path: Path, monkeypatch) -> None:
    paths = _articles(tmp_path, 9)
    before_parsing(monkeypatch, "if request.path == 'article4.txt': os.kill(os.getpid(), 11)")
    results = _read(ReadLimits(processes=2), *paths)
    assert _reasons(results.pop("article4.txt"))[0].startswith("ends its reader (SIGSEGV): ")
    assert all(isinstance(items[0], Document) for items in results.values())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills a process with its parent")
def test_a_process_that_hangs_dies_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    # A hanging parser never looks at its connection again.
    program = """
    import sys
    from pathlib import Path
    import pytest
    from bot.library.reader_worker import ReaderWorker, ReadLimits
    from tests.library.reader_programs import before_parsing, request
    article, started = map(Path, sys.argv[1:])
    steps = f"pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(600)"
    before_parsing(pytest.MonkeyPatch(), steps)
    list(ReaderWorker(ReadLimits(seconds=600)).parse(request(article)))
    """
    (article,), started = _articles(tmp_path, 1), tmp_path / "started"
    command = [sys.executable, "-c", dedent(program), str(article), str(started)]
    kill_once_started(command, started)


def test_a_file_that_takes_too_long_is_left_out_and_the_others_are_read(tmp_path: Path, monkeypatch) -> None:
    paths = _articles(tmp_path, 5)
    before_parsing(monkeypatch, "if request.path == 'article2.txt': time.sleep(600)")
    results = _read(ReadLimits(seconds=5, processes=1), *paths)
    assert _reasons(results.pop("article2.txt")) == ["took longer than the 5 s of FACTDESK_READ_SECONDS to read."]
    assert all(isinstance(items[0], Document) for items in results.values())


def test_closing_ends_a_process_that_hangs_and_all_that_wait(tmp_path: Path, monkeypatch) -> None:
    paths = _articles(tmp_path, 9)
    before_parsing(monkeypatch, "time.sleep(600)")
    pool = ReaderPool(ReadLimits(seconds=600, processes=2))
    for _, messages in pool.read([FileToRead(request(path)) for path in paths]):
        assert isinstance(next(messages), FileHash)
        pool.close()
        with pytest.raises(PoolClosedError):
            next(messages)
        break
    assert [thread for thread in threading.enumerate() if thread.name == "factdesk-read"] == []
    assert all(worker.process_id is None for worker in pool._workers)
