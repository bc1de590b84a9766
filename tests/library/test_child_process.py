"""A child process is connected, leaves Ctrl-C to the bot, and ends before it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from bot.library.child_process import ChildProcess

ECHO = """
from bot.library.child_process import connect
connection = connect()
while True:
    connection.send(connection.recv())
"""


def test_a_child_answers_until_it_is_ended() -> None:
    child = ChildProcess[str, str](ECHO)
    child.connection.send("ferry")
    assert child.connection.recv() == "ferry"
    assert child.end() == -signal.SIGKILL


def test_ctrl_c_is_left_to_the_bot() -> None:
    child = ChildProcess[str, str](ECHO)
    child.connection.send("ferry")
    child.connection.recv()
    os.kill(child.process_id, signal.SIGINT)
    child.connection.send("tram")
    assert child.connection.recv() == "tram"
    child.end()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a score")
def test_a_lack_of_memory_ends_a_child_before_the_bot() -> None:
    child = ChildProcess[str, str](ECHO)
    child.connection.send("ferry")
    child.connection.recv()
    scores = [int(Path(f"/proc/{pid}/oom_score_adj").read_text()) for pid in (os.getpid(), child.process_id)]
    assert scores[0] < scores[1]
    child.end()
