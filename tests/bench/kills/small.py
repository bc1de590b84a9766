"""Two small kinds of work for tests: one that loses what it acknowledges, and a restore without articles."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.sqlite import backup
from tests.bench.kills.scenario import acknowledge, acknowledged

DATABASE = "factdesk.db"


class ForgetfulKills:
    """Work that acknowledges three lines before it writes them."""

    name = "forgetful"
    continues = True

    def prepare(self, folder: Path) -> None:
        """Begin with nothing written."""
        (folder / "written.txt").touch()

    def work(self, folder: Path) -> None:
        """Acknowledge, then write."""
        for number in range(3):
            acknowledge(folder, number)
            with (folder / "written.txt").open("a") as file:
                file.write(f"{number}\n")

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Compare both."""
        written = (folder / "written.txt").read_text().splitlines()
        assert not set(acknowledged(folder)) - set(written)
        assert not is_finished or len(set(written)) == 3


def generation(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def restore(data: Path, name: str = "replaced-1") -> bool:
    return backup.restore(data.parent / "saved.db", data / DATABASE, data / name, [data / "index"])


class PlainRestore:
    """One restore over a database with an open log."""

    name = "plain restore"
    continues = False

    def __init__(self, prepared: Path) -> None:
        self._prepared = prepared

    def prepare(self, folder: Path) -> None:
        """Copy the prepared folder and its backup."""
        shutil.copytree(self._prepared, folder / "data")
        shutil.copy(self._prepared.parent / "saved.db", folder / "saved.db")

    def work(self, folder: Path) -> None:
        """Restore."""
        restore(folder / "data")
        acknowledge(folder, "restored")

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check for the old data, or for the restored data without an index."""
        data = folder / "data"
        found = generation(data / DATABASE)
        assert found == 4 if is_finished or acknowledged(folder) else found in {4, 9}
        assert found == 9 or not (data / "index").exists()
        assert found == 9 or any(generation(path / DATABASE) == 9 for path in data.glob("replaced-*"))
