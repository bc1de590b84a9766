"""The heartbeat: fresh is healthy, everything else is not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.service.heartbeat import STALE_SECONDS, heartbeat_file, remove_heartbeat, write_heartbeat


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path))
    return tmp_path


def test_a_fresh_heartbeat_is_healthy(data: Path) -> None:
    write_heartbeat(data)
    assert run(["healthcheck"]) == 0


@pytest.mark.parametrize("seconds", [STALE_SECONDS + 5, -STALE_SECONDS - 5])
def test_an_old_heartbeat_and_one_from_the_future_are_not(data: Path, seconds: float, capsys) -> None:
    write_heartbeat(data)
    when = time.time() - seconds
    os.utime(heartbeat_file(data), (when, when))
    assert run(["healthcheck"]) == 1
    assert "seconds old" in capsys.readouterr().err


def test_a_bot_that_never_ran_or_was_stopped_is_not(data: Path, capsys) -> None:
    assert run(["healthcheck"]) == 1
    write_heartbeat(data)
    remove_heartbeat(data)
    remove_heartbeat(data)
    assert run(["healthcheck"]) == 1
    assert "not running" in capsys.readouterr().err
