"""A server that is away: one caller tries now and then, all others are told at once."""

from __future__ import annotations

import pytest

from bot.errors import ArchiveUnreachableError
from bot.store.postgresql.outage import ServerOutage


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outage(clock: Clock) -> ServerOutage:
    return ServerOutage("ada@db/news", 5, clock)


def test_nobody_tries_while_the_server_answers(outage: ServerOutage) -> None:
    assert not outage.is_try_due()
    assert outage.reason is None


def test_one_caller_tries_every_five_seconds(outage: ServerOutage, clock: Clock) -> None:
    outage.begin(ArchiveUnreachableError(), "refused")
    for _ in range(2):
        with pytest.raises(ArchiveUnreachableError):
            outage.is_try_due()
        clock.now += 5
        assert outage.is_try_due()
        with pytest.raises(ArchiveUnreachableError):
            outage.is_try_due()
    outage.end()
    assert not outage.is_try_due()


def test_the_log_says_once_that_it_is_away_and_once_that_it_is_back(
    outage: ServerOutage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    outage.end()
    assert caplog.text == ""
    for _ in range(3):
        outage.begin(ArchiveUnreachableError(), "refused")
    outage.end()
    outage.end()
    assert [record.message for record in caplog.records] == [
        "the archive ada@db/news can't be used: refused; trying again every 5 s",
        "the archive ada@db/news can be used again",
    ]
