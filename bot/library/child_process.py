"""Child processes of our own, each with a connection: ended at once, and gone with the bot."""

from __future__ import annotations

import ctypes
import math
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

import bot

SentT = TypeVar("SentT")
ReceivedT = TypeVar("ReceivedT")

_ROOT = Path(bot.__file__).parents[1]
_EXIT_S = 5.0  # freeing memory takes its time on a busy machine
_PR_SET_PDEATHSIG = 1  # of linux/prctl.h
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_FIRST_TO_END = "500"  # of -1000 to 1000


class ChildProcess(Generic[SentT, ReceivedT]):
    """A child process from the bot's side. One thread uses it; any thread may kill it.

    Linux ends it with the thread that has started it.
    """

    def __init__(self, program: str, *arguments: str, timeout_s: float | None = None) -> None:
        """Start `program`, Python code that calls `connect`.

        With `timeout_s` each send and receive raises BlockingIOError after so many seconds.
        """
        ours, theirs = Pipe()
        if timeout_s is not None:
            _limit_waiting(ours, timeout_s)
        self.connection: Connection[SentT, ReceivedT] = ours
        self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
            [
                sys.executable,
                *(["-X", "utf8"] if sys.flags.utf8_mode else []),
                "-c",
                program,
                str(theirs.fileno()),
                *arguments,
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
        )
        theirs.close()

    @property
    def process_id(self) -> int:
        """Id of the process."""
        return self._process.pid

    def kill(self) -> None:
        """Kill the process; `end` cleans up."""
        self._process.kill()

    def end(self) -> int:
        """End the process and return its exit code."""
        try:
            # It may have closed its end a moment before it is gone: its own exit code says more than ours.
            is_ending = self.connection.closed or _is_at_its_end(self.connection)
            code = self._process.wait(_EXIT_S) if is_ending else None
        except subprocess.TimeoutExpired:
            code = None
        self._process.kill()
        self.connection.close()
        return self._process.wait() if code is None else code


def exit_name(code: int) -> str:
    """Return the name of an exit code or signal.

    >>> exit_name(-9), exit_name(1)
    ('SIGKILL', 'exit code 1')
    """
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def connect() -> Connection[Any, Any]:
    """Return the connection to the bot, in the child process.

    Linux kills the process with the bot, as one that hangs would not notice that the bot is gone, and before the bot if
    memory runs out. The bot alone heeds Ctrl-C.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with suppress(OSError):
            _OOM_SCORE.write_text(_FIRST_TO_END, encoding="ascii")
    return Connection(int(sys.argv[1]))


def _limit_waiting(connection: Connection[Any, Any], seconds: float) -> None:
    """Let each send and receive raise BlockingIOError after so many seconds, also in the middle of a message."""
    fraction, whole = math.modf(seconds)
    timeval = struct.pack("ll", int(whole), max(int(fraction * 1e6), 0 if whole else 1))  # all zero would be no limit
    with socket.socket(fileno=os.dup(connection.fileno())) as our_end:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            our_end.setsockopt(socket.SOL_SOCKET, option, timeval)


def _is_at_its_end(connection: Connection[Any, Any]) -> bool:
    """Return whether the other end of the connection is closed."""
    # Connection.poll asks the clock even if it is not to wait, and never returns while that stands still.
    readable = select.poll()
    try:
        readable.register(connection.fileno(), select.POLLIN)
        while readable.poll(0):
            connection.recv_bytes()
    except (EOFError, OSError):
        return True
    return False
