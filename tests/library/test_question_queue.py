"""The queue of questions: two at a time, in order, with reports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.library.question_queue import QuestionQueue


class QueueClock:
    """Replaces the two seconds: they pass at a test's command."""

    def __init__(self) -> None:
        self._pauses: list[asyncio.Future[None]] = []

    async def pause(self) -> None:
        pause = asyncio.get_running_loop().create_future()
        self._pauses.append(pause)
        await pause

    async def pass_once(self) -> None:
        passing, self._pauses = self._pauses, []
        for pause in passing:
            if not pause.done():
                pause.set_result(None)
        await settle()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class QueueDesk:
    """Asks questions with answers at the test's command, and logs the order."""

    def __init__(self) -> None:
        self.clock = QueueClock()
        self.queue = QuestionQueue(2, self.clock.pause)
        self.begun: list[int] = []
        self.reports: dict[int, list[int]] = {}
        self._answers: dict[int, asyncio.Event] = {}
        self.tasks: dict[int, asyncio.Task[None]] = {}

    async def ask(self, number: int, on_wait: Callable[[int], object] | None = None) -> None:
        self._answers[number] = asyncio.Event()
        self.tasks[number] = asyncio.create_task(self._ask(number, on_wait or self._note(number)))
        await settle()

    async def answer(self, number: int) -> None:
        self._answers[number].set()
        await settle()

    def _note(self, number: int) -> Callable[[int], object]:
        return self.reports.setdefault(number, []).append

    async def _ask(self, number: int, on_wait) -> None:
        async with self.queue.turn(on_wait):
            self.begun.append(number)
            await self._answers[number].wait()


@pytest.fixture
async def desk() -> QueueDesk:
    desk = QueueDesk()
    for number in range(5):
        await desk.ask(number)
    return desk


async def test_two_are_answered_at_a_time_in_the_order_in_which_they_came(desk: QueueDesk) -> None:
    assert desk.begun == [0, 1]
    await desk.answer(1)
    assert desk.begun == [0, 1, 2]
    await desk.answer(0)
    await desk.answer(2)
    assert desk.begun == [0, 1, 2, 3, 4]


async def test_one_who_comes_when_a_place_is_free_does_not_overtake(desk: QueueDesk) -> None:
    desk._answers[0].set()
    late = asyncio.create_task(desk.ask(5))
    await late
    for number in range(1, 5):
        await desk.answer(number)
    assert desk.begun == [0, 1, 2, 3, 4, 5]


async def test_a_waiting_question_gets_the_number_ahead_and_every_change_of_it(desk: QueueDesk) -> None:
    assert desk.reports[4] == []
    await desk.clock.pass_once()
    assert (desk.reports[2], desk.reports[3], desk.reports[4]) == ([2], [3], [4])
    await desk.clock.pass_once()
    assert desk.reports[4] == [4]
    await desk.answer(0)
    await desk.clock.pass_once()
    assert (desk.reports[2], desk.reports[3], desk.reports[4]) == ([2], [3, 2], [4, 3])


async def test_a_question_answered_in_time_gets_no_report(desk: QueueDesk) -> None:
    await desk.answer(0)
    await desk.clock.pass_once()
    assert (desk.reports[0], desk.reports[1], desk.reports[2]) == ([], [], [])


async def test_one_who_gives_up_makes_room_for_those_behind(desk: QueueDesk) -> None:
    desk.tasks[2].cancel()
    await settle()
    await desk.clock.pass_once()
    assert desk.reports[3] == [2]
    await desk.answer(0)
    assert desk.begun == [0, 1, 3]


async def test_one_who_gives_up_at_the_moment_of_the_turn_passes_it_on() -> None:
    queue = QuestionQueue(1)
    begun: list[str] = []

    async def ask(name: str) -> None:
        async with queue.turn():
            begun.append(name)

    async with queue.turn():
        first, second = (asyncio.create_task(ask(name)) for name in ("first", "second"))
        await settle()
    first.cancel()  # the turn is given, and not yet taken
    await second
    await ask("third")
    assert (first.cancelled(), begun) == (True, ["second", "third"])


async def test_one_whose_question_fails_leaves_its_place(desk: QueueDesk) -> None:
    desk.tasks[0].cancel()
    await settle()
    assert desk.begun == [0, 1, 2]


async def test_all_places_are_free_again_when_all_is_answered(desk: QueueDesk) -> None:
    for number in range(5):
        await desk.answer(number)
    await desk.ask(5)
    await desk.ask(6)
    await desk.ask(7)
    assert desk.begun[-2:] == [5, 6]


async def test_a_message_that_cannot_be_sent_costs_no_answer(desk: QueueDesk, caplog) -> None:
    async def fails(_: int) -> None:
        raise OSError("Discord is away")

    await desk.ask(5, fails)
    await desk.clock.pass_once()
    assert "could not be reported" in caplog.text
    for number in range(5):
        await desk.answer(number)
    assert desk.begun[-1] == 5


async def test_a_message_still_being_sent_is_given_up_when_the_turn_comes(desk: QueueDesk) -> None:
    sent = []

    async def sends(ahead: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            sent.append(ahead)

    await desk.ask(5, sends)
    await desk.clock.pass_once()
    for number in range(5):
        await desk.answer(number)
    assert (desk.begun[-1], sent) == (5, [5])
