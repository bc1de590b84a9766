"""A killed process loses nothing that was acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.desk.desk import Desk
from bot.model.claims import ClaimFilter
from bot.store.sqlite.database import open_database
from tests.conftest import ROOT

KILLS = 3


async def test_acknowledged_actions_survive_a_kill_and_the_log_verifies(tmp_path: Path) -> None:
    path, moments, acknowledged = tmp_path / "factdesk.db", random.Random(11), dict[int, str]()
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.desk.killed", str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as flagging:
            assert flagging.stdout is not None
            lines = [flagging.stdout.readline() for _ in range(moments.randint(1, 60))]
            flagging.kill()
            lines += flagging.stdout.readlines()
        for line in lines:
            number, mark, text = line.removesuffix("\n").partition("\t")
            if mark and line.endswith("\n"):
                acknowledged[int(number)] = text
    async with open_database(path) as database:
        desk = Desk(database, lambda: datetime.now(UTC))
        page = await desk.claims(5, ClaimFilter(), limit=1_000_000)
        [check] = await desk.verify_log()
        backlog = await desk.outbox.backlog(5)
    found = {claim.number: claim.text for claim in page.claims}
    assert len(acknowledged) > KILLS
    assert found.items() >= acknowledged.items()
    assert (check.bad, check.events) == (None, page.total + 1), "and one for the settings"
    assert backlog.count == page.total, "every claim waits for its card"
    assert sorted(found) == list(range(1, page.total + 1))
