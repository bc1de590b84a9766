"""One reader process: its limits, its crashes, and the next process."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import child_process, reader_worker
from bot.library.reader_process import ReadItems, ReadMessage
from bot.library.reader_worker import ReaderLostError, ReaderStoppedError, ReaderWorker, ReadLimits
from bot.model.documents import Document
from tests.library.reader_programs import MAIN, replace_main, request

SHORT = ReadLimits(seconds=0.3)
SLEEP = "\npool.recv(); pool.close(); time.sleep(600)"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry sank.")
    return path


def parsed(worker: ReaderWorker, path: Path) -> list[ReadMessage]:
    return list(worker.parse(request(path)))


def is_read(worker: ReaderWorker, path: Path) -> bool:
    (message,) = parsed(worker, path)
    return isinstance(message, ReadItems) and isinstance(message.items[0], Document)


def started(worker: ReaderWorker) -> int:
    worker._started()
    assert worker.process_id
    return worker.process_id


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_does_not_answer_is_ended_and_replaced(article: Path) -> None:
    worker = ReaderWorker(SHORT)
    stuck = started(worker)
    os.kill(stuck, signal.SIGSTOP)
    with pytest.raises(ReaderLostError, match=r"^took longer than the 0.3 s of FACTDESK_READ_SECONDS to read.$"):
        parsed(worker, article)
    assert not is_running(stuck)
    worker._limits = ReadLimits()
    assert is_read(worker, article)
    assert worker.process_id != stuck
    worker.end()


def test_a_process_that_takes_no_request_is_ended(article: Path) -> None:
    worker = ReaderWorker(SHORT)
    os.kill(started(worker), signal.SIGSTOP)
    large = replace(request(article), known={str(number): "0" * 64 for number in range(50_000)})
    with pytest.raises(ReaderLostError, match=r"^took longer than the 0.3 s"):
        list(worker.parse(large))


def test_a_process_that_stops_in_the_middle_of_a_message_is_ended(article: Path, monkeypatch) -> None:
    replace_main(monkeypatch, "pool.recv(); os.write(pool.fileno(), bytes([0, 0, 1, 0, 7])); time.sleep(600)")
    worker = ReaderWorker(ReadLimits(seconds=1))
    with pytest.raises(ReaderLostError, match=r"^took longer than the 1 s"):
        parsed(worker, article)


@pytest.mark.parametrize("code", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_process_that_crashes_is_named_with_its_signal_and_replaced(article: Path, code: signal.Signals) -> None:
    worker = ReaderWorker(ReadLimits())
    os.kill(started(worker), code)
    with pytest.raises(ReaderLostError, match=rf"^ends its reader \({code.name}\): it is broken, or "):
        parsed(worker, article)
    assert is_read(worker, article)
    worker.end()


@pytest.mark.parametrize(("code", "reason"), [(3, "^needs more than the 512 MB of FACTDESK"), (4, r"exit code 4")])
def test_the_exit_code_for_lack_of_memory_is_told_apart(article: Path, monkeypatch, code: int, reason: str) -> None:
    replace_main(monkeypatch, f"pool.recv(); sys.exit({code})")
    with pytest.raises(ReaderLostError, match=reason):
        parsed(ReaderWorker(ReadLimits()), article)


@pytest.mark.parametrize(
    "garbage", ["pool.send_bytes(b'\\x80garbage')", "pool.send_bytes(b'cno_module\\nNoClass\\n.')", "pool.send(None)"]
)
def test_garbage_from_a_process_ends_it_and_leaves_the_file_out(article: Path, monkeypatch, garbage: str) -> None:
    replace_main(monkeypatch, f"pool.recv(); {garbage}; time.sleep(600)")
    worker = ReaderWorker(ReadLimits())
    with pytest.raises(ReaderLostError, match=r"^makes its reader send garbage \(\w+\): it is broken"):
        parsed(worker, article)
    assert worker.process_id is None
    monkeypatch.setattr(reader_worker, "_MAIN", MAIN)
    assert is_read(worker, article)
    worker.end()


def test_what_a_process_prints_disturbs_nothing(article: Path, monkeypatch) -> None:
    replace_main(monkeypatch, "print('x' * 10**6); print('y' * 10**6, file=sys.stderr)\n" + MAIN)
    worker = ReaderWorker(ReadLimits())
    assert is_read(worker, article)
    worker.end()


def test_a_process_that_hangs_on_its_exit_is_killed(article: Path, monkeypatch) -> None:
    monkeypatch.setattr(child_process, "_EXIT_S", 0.1)
    replace_main(monkeypatch, SLEEP)
    worker = ReaderWorker(ReadLimits())
    hanging = started(worker)
    with pytest.raises(ReaderLostError, match="SIGKILL"):
        parsed(worker, article)
    assert not is_running(hanging)


def test_ending_waits_for_no_process_that_ignores_signals(monkeypatch) -> None:
    replace_main(monkeypatch, "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)")
    worker = ReaderWorker(ReadLimits())
    pid = started(worker)
    worker.end()
    assert not is_running(pid)


def test_a_stopped_worker_starts_no_process_again(article: Path) -> None:
    worker = ReaderWorker(ReadLimits())
    worker.stop()
    with pytest.raises(ReaderStoppedError):
        parsed(worker, article)


def test_a_reset_ends_a_process_only_while_it_reads(article: Path) -> None:
    worker = ReaderWorker(ReadLimits())
    assert is_read(worker, article)
    first = worker.process_id
    worker.reset()
    assert worker.process_id == first
    next(worker.parse(request(article)))
    worker.reset()
    assert worker.process_id is None
    assert is_read(worker, article)
    worker.end()


@pytest.mark.parametrize(("asked", "expected"), [(3, 3), (1, 1), (0, min(os.cpu_count() or 1, 4))])
def test_the_number_of_processes_follows_the_setting_or_the_cores(asked: int, expected: int) -> None:
    assert ReadLimits(processes=asked).process_count() == expected
