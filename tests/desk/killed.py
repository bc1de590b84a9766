"""A process that flags claims without end and prints acknowledged ones.

Run by test_killed.py as `python -m tests.desk.killed DATABASE`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.desk.desk import Desk
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor, DeskSettings
from bot.store.sqlite.database import open_database


async def flag_for_ever(path: Path) -> None:
    async with open_database(path) as database:
        desk = Desk(database, lambda: datetime.now(UTC))
        await desk.set_up(desk.request(5, Actor(9, "Boss")), DeskSettings(channel=6))

        async def flag_on(worker: int) -> None:
            for position in count():
                request = desk.request(5, Actor(worker, f"Member {worker}"))
                change = await desk.flag(request, NewClaim(f"Claim {position} of {worker}.", tags=("sea",)))
                print(change.claim.number, change.claim.text, sep="\t", flush=True)

        await asyncio.gather(*map(flag_on, range(8)))


if __name__ == "__main__":
    asyncio.run(flag_for_ever(Path(sys.argv[1])))
