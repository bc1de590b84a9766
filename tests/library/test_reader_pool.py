"""Reader pool: order, limits, and processes that are lost."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.corpus.readers import Unreadable
from bot.library import reader_pool
from bot.library.reader_pool import (
    FileFailed,
    FileHash,
    FileMessage,
    FileToRead,
    PoolClosedError,
    ReaderPool,
    ReadLimits,
)
from bot.library.reader_process import ReadItem, ReadItems, ReadRequest
from bot.model.documents import Document

_LINE_BYTES = 1_000_000


def _request(path: Path) -> ReadRequest:
    return ReadRequest(str(path.parent), path.name, _LINE_BYTES)


def _items(messages: Iterator[FileMessage]) -> list[ReadItem]:
    return [item for message in messages if isinstance(message, ReadItems) for item in message.items]


def _read(limits: ReadLimits, *paths: Path) -> dict[str, list[ReadItem]]:
    with ReaderPool(limits) as pool:
        files = [FileToRead(_request(path)) for path in paths]
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
        ((_, messages),) = pool.read([FileToRead(_request(path))])
        first = next(messages)
        assert isinstance(first, FileHash)
        list(messages)
    with ReaderPool(ReadLimits()) as pool:
        for _, again in pool.read([FileToRead(_request(path), first.sha256)]):
            assert list(again) == [FileHash(first.sha256, is_known=True)]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with ReaderPool(ReadLimits()) as pool:
        for _, messages in pool.read([FileToRead(_request(tmp_path / "gone.txt"))]):
            assert list(messages) == [FileFailed("No such file or directory")]


def test_a_file_over_the_memory_limit_is_left_out_and_the_next_one_is_read(tmp_path: Path) -> None:
    greedy, healthy = tmp_path / "greedy.txt", tmp_path / "healthy.txt"
    greedy.write_text("The ferry sank at noon.\n\n" * 1_000_000)
    healthy.write_text("The ferry sank.")
    results = _read(ReadLimits(memory_mb=200, processes=1), greedy, healthy)
    assert _reasons(results["greedy.txt"]) == ["needs more than the 200 MB of FACTDESK_READ_MEMORY_MB to read."]
    assert isinstance(results["healthy.txt"][0], Document)


def test_a_process_that_does_not_answer_is_ended_and_replaced(tmp_path: Path) -> None:
    (path,) = _articles(tmp_path, 1)
    reader = reader_pool._Reader(ReadLimits(seconds=0.2))
    reader._started()
    assert reader._process is not None
    os.kill(reader._process.pid, signal.SIGSTOP)
    with pytest.raises(reader_pool._ReaderLostError, match=r"^took longer than the 0.2 s of FACTDESK_READ_SECONDS"):
        list(reader.parse(_request(path)))
    patient = reader_pool._Reader(ReadLimits())
    assert len(list(patient.parse(_request(path)))) == 1
    patient.close()
    reader.close()


def test_a_process_that_crashes_is_named_with_its_signal_and_replaced(tmp_path: Path) -> None:
    (path,) = _articles(tmp_path, 1)
    reader = reader_pool._Reader(ReadLimits())
    reader._started()
    assert reader._process is not None
    reader._process.send_signal(signal.SIGSEGV)
    with pytest.raises(reader_pool._ReaderLostError, match="SIGSEGV"):
        list(reader.parse(_request(path)))
    assert len(list(reader.parse(_request(path)))) == 1
    reader.close()


class _CrashesAt:
    """A reader whose process crashes whenever it comes to one line."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._reader = reader_pool._Reader(ReadLimits())
        self.requests: list[tuple[int, bool]] = []

    def parse(self, request: ReadRequest) -> Iterator[object]:
        self.requests.append((request.first_line, request.stepwise))
        for message in self._reader.parse(request):
            if request.first_line <= self._line < getattr(message, "next_line", 0):
                self._reader.close()
                raise reader_pool._ReaderLostError("crashed.")
            yield message

    def close(self) -> None:
        self._reader.close()


@pytest.mark.parametrize("culprit", [1, 70, 150])
def test_one_record_that_ends_the_process_is_left_out_alone(tmp_path: Path, culprit: int) -> None:
    path = _wire(tmp_path / "wire.jsonl", 150)
    crashing: list[_CrashesAt] = []

    def parse(request: ReadRequest) -> Iterator[object]:
        crashing.append(_CrashesAt(culprit))
        return crashing[-1].parse(request)

    items = _items(reader_pool._parse_records(_request(path), parse))
    for reader in crashing:
        reader.close()
    assert sorted(item.name for item in items if isinstance(item, Document)) == sorted(
        f"wire:{line}" for line in range(1, 151) if line != culprit
    )
    assert _reasons(items) == [f"crashed (line {culprit})."]


def test_a_reader_that_never_starts_ends_the_file_and_not_the_run(tmp_path: Path) -> None:
    def parse(_: ReadRequest) -> Iterator[object]:
        raise reader_pool._ReaderLostError("crashed.")
        yield

    reasons = _reasons(_items(reader_pool._parse_records(_request(tmp_path / "wire.jsonl"), parse)))
    assert reasons[-1].startswith("is not read from line")


def test_closing_the_pool_ends_what_is_being_read(tmp_path: Path) -> None:
    path = _wire(tmp_path / "wire.jsonl", 50_000)
    pool = ReaderPool(ReadLimits(processes=1))
    for _, messages in pool.read([FileToRead(_request(path))]):
        assert isinstance(next(messages), FileHash)
        assert isinstance(next(messages), ReadItems)
        pool.close()
        with pytest.raises(PoolClosedError):
            list(messages)
    assert [thread for thread in threading.enumerate() if thread.name == "factdesk-read"] == []


def test_leaving_early_leaves_no_process_behind(tmp_path: Path) -> None:
    paths = _articles(tmp_path, 20)
    with ReaderPool(ReadLimits(processes=2)) as pool:
        reading = pool.read([FileToRead(_request(path)) for path in paths])
        next(reading)
        reading.close()
    assert [thread for thread in threading.enumerate() if thread.name == "factdesk-read"] == []
    assert all(reader._process is None for reader in pool._readers)


@pytest.mark.parametrize(("asked", "expected"), [(3, 3), (1, 1), (0, min(os.cpu_count() or 1, 4))])
def test_the_number_of_processes_follows_the_setting_or_the_cores(asked: int, expected: int) -> None:
    assert ReadLimits(processes=asked).process_count() == expected
