"""Backups of a desk in use, by hand and on a schedule, killed at random moments."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

from bot.desk.desk import Desk
from bot.errors import UserError
from bot.library.data_folder import BACKUPS, DATABASE, back_up, verify_backup
from bot.library.scheduled_backups import PREFIX, ScheduledBackups
from bot.model.claim_input import ImportedClaim, NewClaim
from bot.model.claims import Actor
from bot.store.sqlite import known_backups
from bot.store.sqlite.database import open_database
from tests.bench.kills.scenario import GUILD, acknowledge, acknowledged, all_claims, check_database, utc_now

_EDITOR = Actor(900, "Editor", is_editor=True)
_CLAIMS = 300
_ROUNDS = 3  # of a flag and a backup by hand
_KEPT = 2  # scheduled backups
_SURELY_NOTED = 20  # backups by hand; 50 are noted, some of them not acknowledged
_DATA, _ELSEWHERE = "data", "elsewhere"


class BackupKills:
    """Each round flags a claim and backs it up; a scheduled backup follows, and old ones are deleted."""

    name = "backup"
    continues = True

    def prepare(self, folder: Path) -> None:
        """Make a database of some claims."""
        (folder / _ELSEWHERE).mkdir()
        asyncio.run(_create(folder))

    def work(self, folder: Path) -> None:
        """Flag and back up."""
        asyncio.run(_back_up(folder))

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check that listed backups are whole, and acknowledged ones hold what was acknowledged before."""
        asyncio.run(_check(folder))


async def _create(folder: Path) -> None:
    async with open_database(folder / _DATA / DATABASE) as database:
        desk = Desk(database, utc_now)
        claims = [ImportedClaim(f"Earlier claim no. {number} is true.") for number in range(_CLAIMS)]
        await desk.import_many(desk.request(GUILD, _EDITOR), claims)


async def _back_up(folder: Path) -> None:
    data = folder / _DATA
    async with open_database(data / DATABASE) as database:
        desk = Desk(database, utc_now)
        for _ in range(_ROUNDS):
            total = (await desk.claims(GUILD, limit=1)).total
            await desk.flag(desk.request(GUILD, _EDITOR), NewClaim(f"New claim no. {total} is true."))
            acknowledge(folder, f"claims {total + 1}")
            target = folder / _ELSEWHERE / f"by-hand-{total}.db"
            target.unlink(missing_ok=True)
            await asyncio.to_thread(back_up, data, target)
            acknowledge(folder, f"by-hand {target} {total + 1}")
        with suppress(UserError):  # one of the same second exists
            written = await ScheduledBackups(data / DATABASE, data / BACKUPS, hours=0, keep=_KEPT).run()
            acknowledge(folder, f"scheduled {written} {total + 1}")


async def _check(folder: Path) -> None:
    data = folder / _DATA
    lines = [line.split() for line in acknowledged(folder)]
    flagged = max((int(line[1]) for line in lines if line[0] == "claims"), default=_CLAIMS)
    async with open_database(data / DATABASE) as database:
        await check_database(database)
        assert len(await all_claims(database)) in {flagged, flagged + 1}, "an acknowledged claim is lost"
    by_hand = {Path(line[1]): int(line[2]) for line in lines if line[0] == "by-hand"}
    scheduled = {Path(line[1]): int(line[2]) for line in lines if line[0] == "scheduled"}
    _check_backups(data, by_hand, scheduled)
    if (newest := known_backups.newest(data)) is not None:
        await _check_content(newest)


def _check_backups(data: Path, by_hand: dict[Path, int], scheduled: dict[Path, int]) -> None:
    listed = [*(data / BACKUPS).glob("*.db"), *data.parent.joinpath(_ELSEWHERE).glob("*.db")]
    content = {path: verify_backup(path).claims for path in listed}
    for path, claims in by_hand.items():
        assert content.get(path, 0) >= claims, f"the acknowledged backup {path.name} is lost or incomplete"
    if scheduled:
        newest = max(scheduled)
        assert content.get(newest, 0) >= scheduled[newest], f"the acknowledged backup {newest.name} is lost"
        kept = [path for path in listed if path.name.startswith(PREFIX)]
        assert len(kept) >= min(_KEPT, len(scheduled)), "too many backups were deleted"
    newest_by_hand = {str(path) for path in list(by_hand)[-_SURELY_NOTED:]}
    assert not newest_by_hand - set(known_backups._noted(data)), "acknowledged backups are unknown"


async def _check_content(backup: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copyfile(backup, Path(folder) / DATABASE)
        async with open_database(Path(folder) / DATABASE) as database:
            await check_database(database)
            assert len(await all_claims(database)) >= _CLAIMS
