"""Queue position of a waiting question, replaced by its answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.errors import UserError
from bot.library.question_queue import QuestionQueue
from commands.ask.pending_reply import queue_text
from tests.commands.ask.test_cog import Failing
from tests.commands.conftest import SimulatedDesk, buttons, open_desk, texts
from tests.commands.planned import COURSE
from tests.commands.wire import EPHEMERAL


@dataclass
class WaitingClock:
    """Clock for the two seconds between updates; the test lets them pass."""

    _begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    _passed: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def pause(self) -> None:
        self._begun.release()
        await self._passed.acquire()

    async def begun(self) -> None:
        """Wait until a question is waiting for the clock."""
        await self._begun.acquire()

    async def passes(self) -> None:
        """Let the two seconds pass and wait for the update."""
        self._passed.release()
        await self.begun()


@dataclass
class BusyDesk:
    """Desk with `ahead` questions in its queue, ended one by one."""

    desk: SimulatedDesk
    clock: WaitingClock
    ahead: AsyncExitStack

    def sent(self) -> list[dict[str, Any]]:
        """Return the bodies sent and edited since the last call."""
        requests = [request for request in self.desk.env.http_requests if "components" in (request.json or {})]
        new, self._seen = requests[self._seen :], len(requests)
        return [request.json for request in new]

    _seen: int = 0


@asynccontextmanager
async def busy(settings, ahead: int = 3, wrap=lambda app: app) -> AsyncIterator[BusyDesk]:
    clock = WaitingClock()
    queue = QuestionQueue(ahead, clock.pause)
    opened = open_desk(settings, lambda app: replace(wrap(app), question_queue=queue))
    async with opened as desk, AsyncExitStack() as turns:
        for _ in range(ahead):
            await turns.enter_async_context(queue.turn())
        yield BusyDesk(desk, clock, turns)


def text_of(body: dict[str, Any]) -> str:
    return str(body["components"])


@pytest.mark.parametrize(
    ("ahead", "text"), [(1, "1 question ahead of yours"), (2, "2 questions ahead of yours"), (1200, "1,200 questions")]
)
def test_one_question_is_told_as_one(ahead: int, text: str) -> None:
    assert queue_text(ahead).startswith(text)


async def test_the_deferred_reply_tells_how_many_are_ahead_and_becomes_the_answer(settings):
    async with busy(settings) as waiting:
        asking = asyncio.create_task(waiting.desk.ask(COURSE))
        await waiting.clock.begun()
        assert waiting.sent() == []
        await waiting.clock.passes()
        (position,) = waiting.sent()
        assert "'3 questions ahead of yours'" in text_of(position)
        assert position["flags"] & EPHEMERAL
        assert position["allowed_mentions"] == {"parse": []}
        await waiting.ahead.aclose()
        result = await asking
    assert result.response.ephemeral
    assert not result.followups
    assert "Forty divers" in texts(result.response)
    assert "ahead of yours" not in texts(result.response)
    assert "Post to channel" in buttons(result.response)


async def test_a_single_question_ahead_is_told_as_one_and_a_public_reply_stays_public(settings):
    async with busy(settings, ahead=1) as waiting:
        asking = asyncio.create_task(waiting.desk.ask(COURSE, visibility="public"))
        await waiting.clock.begun()
        await waiting.clock.passes()
        (position,) = waiting.sent()
        assert "'1 question ahead of yours'" in text_of(position)
        assert not position["flags"] & EPHEMERAL
        await waiting.ahead.aclose()
        result = await asking
    assert not result.response.ephemeral
    assert "Forty divers" in texts(result.response)


async def test_who_is_answered_within_two_seconds_is_told_nothing_of_others(settings):
    async with busy(settings) as waiting:
        asking = asyncio.create_task(waiting.desk.ask(COURSE))
        await waiting.clock.begun()
        await waiting.ahead.aclose()
        await asking
        (answer,) = waiting.sent()
    assert "Forty divers" in text_of(answer)


async def test_the_number_is_told_again_in_the_same_message_when_it_has_changed(settings):
    async with busy(settings) as waiting:
        queue = waiting.desk.app.question_queue
        before = asyncio.create_task(queue._enter(None))
        await asyncio.sleep(0)
        asking = asyncio.create_task(waiting.desk.ask(COURSE))
        await waiting.clock.begun()
        await waiting.clock.passes()
        queue._leave()  # the one before has its turn
        await before
        await waiting.clock.passes()
        first, second = waiting.sent()
        assert ("'4 questions" in text_of(first), "'3 questions" in text_of(second)) == (True, True)
        await waiting.ahead.aclose()
        queue._leave()
        result = await asking
    assert not result.followups
    assert "Forty divers" in texts(result.response)


async def test_a_mention_is_replied_to_once_and_the_reply_becomes_the_answer(settings):
    async with busy(settings) as waiting:
        desk = waiting.desk
        mention = f"<@{desk.client.user.id}> {COURSE}"
        asking = asyncio.create_task(desk.asker.send(desk.channel, mention))
        await waiting.clock.begun()
        await waiting.clock.passes()
        (position,) = waiting.sent()
        assert "'3 questions ahead of yours'" in text_of(position)
        assert position["allowed_mentions"]["parse"] == []
        placeholder = desk.channel.last_message
        await waiting.ahead.aclose()
        await asking
        assert desk.channel.last_message.id == placeholder.id
        assert "Forty divers" in texts(desk.channel.last_message)
        assert "ahead of yours" not in texts(desk.channel.last_message)
        (edit,) = waiting.sent()
        assert edit["allowed_mentions"]["parse"] == []


async def test_the_answer_comes_anew_where_the_reply_was_deleted_meanwhile(settings):
    async with busy(settings) as waiting:
        desk = waiting.desk
        asking = asyncio.create_task(desk.asker.send(desk.channel, f"<@{desk.client.user.id}> {COURSE}"))
        await waiting.clock.begun()
        await waiting.clock.passes()
        placeholder = desk.client.get_channel(desk.channel.id).get_partial_message(desk.channel.last_message.id)
        await placeholder.delete()
        await waiting.ahead.aclose()
        await asking
        assert "Forty divers" in texts(desk.channel.last_message)


async def test_the_answer_to_a_mention_that_waited_can_be_followed_up(settings):
    async with busy(settings) as waiting:
        desk = waiting.desk
        asking = asyncio.create_task(desk.asker.send(desk.channel, f"<@{desk.client.user.id}> {COURSE}"))
        await waiting.clock.begun()
        await waiting.clock.passes()
        await waiting.ahead.aclose()
        await asking
        again = f"<@{desk.client.user.id}> and when?"
        await desk.reader.send(desk.channel, again, reply_to=desk.channel.last_message)
        assert f"“{COURSE}”" in texts(desk.channel.last_message)


async def test_asking_again_with_the_exact_words_waits_its_turn_in_private(settings):
    async with busy(settings) as waiting:
        desk = waiting.desk
        await waiting.ahead.aclose()
        answer = await desk.ask("who reported the Orlts course?", visibility="public")
        queue = desk.app.question_queue
        async with queue.turn(), queue.turn(), queue.turn():
            waiting.sent()
            pressing = asyncio.create_task(desk.reader.click(answer.response, label="Use the exact words"))
            await waiting.clock.begun()
            await waiting.clock.passes()
            (position,) = waiting.sent()
            assert "'3 questions ahead of yours'" in text_of(position)
            assert position["flags"] & EPHEMERAL
        result = await pressing
    assert result.response.ephemeral
    assert "ahead of yours" not in texts(result.response)


@pytest.mark.parametrize("visibility", ["private", "public"])
async def test_an_error_takes_the_place_of_what_was_told(settings, visibility):
    full = Failing(UserError("The disk is full."))
    async with busy(settings, wrap=lambda app: replace(app, questions=full)) as waiting:
        desk = waiting.desk
        asking = asyncio.create_task(desk.ask(COURSE, visibility=visibility))
        await waiting.clock.begun()
        await waiting.clock.passes()
        await waiting.ahead.aclose()
        await asking
        assert any(request.method == "DELETE" for request in desk.env.http_requests)
        refusal = desk.env.http_requests[-1]
        assert (refusal.json["content"], refusal.json["flags"]) == ("The disk is full.", EPHEMERAL)
        assert desk.channel.last_message is None


async def test_an_error_in_a_mention_takes_the_place_of_what_was_told(settings):
    async with busy(
        settings, wrap=lambda app: replace(app, questions=Failing(UserError("The disk is full.")))
    ) as waiting:
        desk = waiting.desk
        asking = asyncio.create_task(desk.asker.send(desk.channel, f"<@{desk.client.user.id}> {COURSE}"))
        await waiting.clock.begun()
        await waiting.clock.passes()
        placeholder = desk.channel.last_message.id
        await waiting.ahead.aclose()
        await asking
        assert "The disk is full." in texts(desk.channel.last_message)
        taken_away = [request.path for request in desk.env.http_requests if request.method == "DELETE"]
        assert taken_away == [f"/channels/{desk.channel.id}/messages/{placeholder}"]


async def test_a_message_that_can_not_be_sent_costs_no_answer(settings, caplog):
    async with busy(settings) as waiting:
        desk = waiting.desk
        desk.env.inject_error("POST", "/webhooks/*", status=400, code=50035)
        asking = asyncio.create_task(desk.ask(COURSE))
        await waiting.clock.begun()
        await waiting.clock.passes()
        assert "could not be reported" in caplog.text
        await waiting.ahead.aclose()
        assert "Forty divers" in texts((await asking).response)
