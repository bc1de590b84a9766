"""Stand-ins for the reader process: real programs that run before or instead of its `main`."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest

from bot.library import reader_worker
from bot.library.reader_process import ReadRequest
from tests.conftest import ROOT

LINE_BYTES = 1_000_000
MAIN = "from bot.library.reader_process import main; main()"


def request(path: Path) -> ReadRequest:
    """Return the request for one file."""
    return ReadRequest(str(path.parent), path.name, LINE_BYTES)


def replace_main(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let new processes run `program`, which has the connection to the pool as `pool`."""
    start = "import os, sys, time\nfrom multiprocessing.connection import Connection\n"
    start += "pool = Connection(int(sys.argv[1]))\n"
    monkeypatch.setattr(reader_worker, "_MAIN", start + dedent(program))


def before_parsing(monkeypatch: pytest.MonkeyPatch, steps: str) -> None:
    """Let new processes run `steps` before they parse the file of a `request`."""
    program = "import os, time, pathlib\nfrom bot.corpus import readers\nfrom bot.library import reader_process\n"
    program += "original = reader_process.parse\ndef parse(request):\n"
    program += "".join(f"    {line}\n" for line in dedent(steps).strip().splitlines())
    program += "    return original(request)\nreader_process.parse = parse\nreader_process.main()\n"
    monkeypatch.setattr(reader_worker, "_MAIN", program)


def is_gone(pid: int) -> bool:
    """Return whether a process has ended, or is a zombie that nobody has waited for."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


def kill_once_started(command: Sequence[str], started: Path) -> None:
    """Kill a bot's process when its child has written its id to a file, and wait until that child is gone."""
    with subprocess.Popen(command, cwd=ROOT) as process:
        while not (started.exists() and started.read_text()):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    while not is_gone(int(started.read_text())):
        time.sleep(0.01)
