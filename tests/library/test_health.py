"""Alarms of several processes share one file."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.library.health import HealthService
from bot.store.sqlite.database import Database
from tests.conftest import ROOT

_ADD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.library.health import HealthService
health = HealthService(None, Path(sys.argv[1]), lambda: datetime.now(UTC))
for number in range(9):
    health.add_notice(f"{sys.argv[2]} {number}")
"""


def test_no_alarm_is_lost_when_two_processes_add_at_once(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", _ADD, tmp_path, name] for name in ("index", "search")]
    processes = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [process.wait() for process in processes] == [0, 0]
    health = HealthService(Database(tmp_path / "factdesk.db"), tmp_path, lambda: datetime.now(UTC))
    texts = sorted(notice.text for notice in health.pending_notices())
    assert texts == [f"{name} {number}" for name in ("index", "search") for number in range(9)]
    for notice in health.pending_notices():
        health.mark_told(notice)
    assert health.pending_notices() == []
