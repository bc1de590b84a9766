"""Flagging killed at random moments: what was acknowledged is there after each restart, once, and the log verifies.

python -m tests.bench.flag_kill [--kills 20]
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor, ClaimFilter
from bot.store.sqlite.database import open_database
from tests.conftest import ROOT

GUILD = 500
_MEMBERS = 50
_AT_ONCE = 10  # flags under way at any time
_LONGEST = 0.6  # seconds that a process gets


def killed_and_whole(folder: Path, kills: int, seed: int = 5) -> list[int]:
    """Return how many claims there were after each kill. Raises AssertionError where something is amiss."""
    chance, acknowledged, kept = Random(seed), set[int](), []
    for _ in range(kills):
        # Those that were under way at the kill are sent again, as Discord would; their interactions are the same.
        first = max(acknowledged, default=-1) + 1 - _AT_ONCE
        command = [sys.executable, "-m", "tests.bench.flag_kill", "--child", str(folder), str(max(first, 0))]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "begins\n"
        time.sleep(chance.uniform(0, _LONGEST))
        process.kill()
        told, _ = process.communicate()
        # A last line that the kill cut short was not acknowledged.
        acknowledged |= {int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")}
        kept.append(asyncio.run(_whole(folder, acknowledged)))
        assert kept == sorted(kept), "claims were lost"
    return kept


async def _whole(folder: Path, acknowledged: set[int]) -> int:
    async with open_database(folder / DATABASE) as database:
        desk = Desk(database, lambda: datetime.now(UTC))
        page = await desk.claims(GUILD, ClaimFilter(), limit=1_000_000)
        there = Counter(claim.text for claim in page.claims)
        missing = [number for number in acknowledged if not there[_text(number)]]
        assert not missing, f"acknowledged and lost: {missing}"
        assert not [text for text, times in there.items() if times > 1], "kept twice"
        [check] = await desk.verify_log(GUILD) or [None]
        assert check is None or check.bad is None, check
        return page.total


async def _flag(folder: Path, first: int) -> None:
    """Flag one claim after another, some at a time, and tell of each once it is acknowledged."""
    async with open_database(folder / DATABASE) as database:
        desk = Desk(database, lambda: datetime.now(UTC))
        numbers = count(first)
        print("begins", flush=True)

        async def member() -> None:
            for number in numbers:
                who = Actor(1_000 + number % _MEMBERS, f"member {number % _MEMBERS}")
                await desk.flag(desk.request(GUILD, who, interaction=number), NewClaim(_text(number)))
                print(number, flush=True)

        await asyncio.gather(*(member() for _ in range(_AT_ONCE)))


def _text(number: int) -> str:
    return f"Claim no. {number} is true."


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.flag_kill", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        kept = killed_and_whole(Path(folder), kills)
    print(f"Killed {kills} times; claims after each: {kept}. Nothing lost, nothing twice, the log is whole.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        asyncio.run(_flag(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        main()
