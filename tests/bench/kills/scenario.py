"""Parts that all kinds of killed work share: the protocol, acknowledgements, checks of a database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bot.desk.desk import Desk
from bot.model.claims import Claim, ClaimFilter
from bot.settings import Settings
from bot.store.schema.desk import DESK_TABLES
from bot.store.sqlite.database import Database, damage

GUILD = 500
_ACKNOWLEDGED = "acknowledged.txt"
_EVERY_CLAIM = 1_000_000


class KillScenario(Protocol):
    """One kind of work that is killed.

    All methods take the same folder. If `continues`, the next run goes on where the killed one stopped; otherwise it
    starts from the first state again.
    """

    name: str
    continues: bool

    def prepare(self, folder: Path) -> None:
        """Make the first state in an empty folder."""

    def work(self, folder: Path) -> None:
        """Do the work, and acknowledge what is done. Runs in a process of its own."""

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Raise AssertionError if something acknowledged is lost, doubled or damaged."""


def acknowledge(folder: Path, *lines: object) -> None:
    """Append lines after the call that did the work returned; a SIGKILL can't take them back."""
    with (folder / _ACKNOWLEDGED).open("a") as file:
        file.write("".join(f"{line}\n" for line in lines))


def acknowledged(folder: Path) -> list[str]:
    """Return all acknowledged lines, without a last one that is not complete."""
    path = folder / _ACKNOWLEDGED
    return path.read_text().split("\n")[:-1] if path.exists() else []


def utc_now() -> datetime:
    return datetime.now(UTC)


def bench_settings(data: Path, articles: Path) -> Settings:
    """Return settings with one reader process and without models."""
    return Settings(corpus=(articles,), data=data, sentence_model="off", read_processes=1)


async def check_database(database: Database) -> None:
    """Check the pages, the desk's indexes, and the hash chain of every log."""
    assert (found := await database.read(damage)) is None, found
    assert (found := await database.read(lambda connection: damage(connection, DESK_TABLES))) is None, found
    for log in await Desk(database, utc_now).verify_log():
        assert log.bad is None, log


async def all_claims(database: Database) -> tuple[Claim, ...]:
    page = await Desk(database, utc_now).claims(GUILD, ClaimFilter(), limit=_EVERY_CLAIM)
    return page.claims
