"""A damaged database is named with the backup to restore, and never listed by half."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import run
from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE
from bot.library.health import HealthService, read_health
from bot.model.claim_input import ImportedClaim, NewClaim
from bot.model.claims import Actor
from bot.store.sqlite.database import open_database

CLAIMS = 1500


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with many claims."""
    path = tmp_path_factory.mktemp("sound") / DATABASE

    async def flag() -> None:
        async with open_database(path) as database:
            desk = Desk(database, lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))
            request = desk.request(0, Actor(1, "Zoë", is_editor=True))
            claims = [
                ImportedClaim(text=f"Claim {number} about harbour {number % 17}, said at length.")
                for number in range(CLAIMS)
            ]
            await desk.import_many(request, claims)
            await desk.flag(desk.request(0, Actor(1, "Zoë")), NewClaim("One more."))

    asyncio.run(flag())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
    return path


@pytest.fixture
def database(own_settings: Path, sound: Path) -> Path:
    (own_settings / "data").mkdir()
    return Path(shutil.copy(sound, own_settings / "data" / DATABASE))


def flip(path: Path, seed: int, count: int = 300, start: float = 0.0) -> None:
    """Overwrite random bytes behind the header, in the part of the file that begins at the share `start`."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(count):
        content[chance.randrange(max(100, int(start * len(content))), len(content))] = chance.randrange(256)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(10))
def test_claims_are_listed_completely_or_not_at_all(database: Path, seed: int, capsys) -> None:
    flip(database, seed)
    code = run(["claims", "list", "--limit", "100000", "--json"])
    shown = capsys.readouterr()
    if code == 0:
        assert len(shown.out.splitlines()) == CLAIMS + 1
    else:
        assert shown.out == ""
        assert len(shown.err.splitlines()) == 1
        assert "database" in shown.err
        assert "unexpected error" not in shown.err


def test_the_message_names_the_newest_backup_that_is_there(database: Path, tmp_path: Path, capsys) -> None:
    assert run(["backup", str(tmp_path / "first.db")]) == 0
    assert run(["backup", str(tmp_path / "second.db")]) == 0
    flip(database, 0, 5_000, 0.5)
    capsys.readouterr()
    assert run(["claims", "list"]) == 1
    message = capsys.readouterr().err
    assert message.startswith("The database is damaged: restore the backup of 20")
    assert f"with `factdesk restore {tmp_path / 'second.db'}`." in message
    (tmp_path / "second.db").unlink()
    run(["claims", "list"])
    assert "first.db" in capsys.readouterr().err
    assert run(["restore", str(tmp_path / "first.db")]) == 0
    assert run(["claims", "list"]) == 0


def test_without_a_backup_the_message_says_so(database: Path, capsys) -> None:
    flip(database, 0, 5_000, 0.5)
    assert run(["claims", "list"]) == 1
    assert "no backup of it is known" in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(5))
def test_the_doctor_finds_damage(database: Path, seed: int, capsys) -> None:
    flip(database, seed)
    assert run(["doctor", "--json"]) == 1
    checks = json.loads(capsys.readouterr().out)
    assert any(check["state"] == "fail" and "restore" in f"{check['told']}{check['mend']}" for check in checks)


def clock() -> datetime:
    return datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("check", [HealthService.quick_check, HealthService.full_check])
async def test_the_running_bot_keeps_damage_for_the_healthcheck_and_the_channel(
    database: Path, sound: Path, check, capsys
) -> None:
    async with open_database(database) as opened:
        health = HealthService(opened, database.parent, clock)
        assert await check(health) is None
        assert (read_health(database.parent).damage, health.pending_notices()) == (None, [])
        flip(database, 3, 3_000, 0.5)
    async with open_database(database) as opened:
        health = HealthService(opened, database.parent, clock)
        sentence = await check(health)
        assert sentence
        assert await check(health) == sentence
        (notice,) = health.pending_notices()
        assert notice.text == sentence
        health.mark_told(notice)
        assert health.pending_notices() == []
    assert await asyncio.to_thread(run, ["healthcheck"]) == 1
    assert "is damaged" in capsys.readouterr().err
    await asyncio.to_thread(run, ["restore", str(sound)])
    assert read_health(database.parent).damage is None


def test_a_value_that_cannot_be_read_back_from_a_damaged_file_is_damage(database: Path, capsys) -> None:
    content = database.read_bytes()
    assert content.count(b"2026-11-02") > 1000
    database.write_bytes(content.replace(b"2026-11-02", b"\xff\xff\xff\xff-11-02"))
    assert run(["claims", "list"]) == 1
    assert "The database" in capsys.readouterr().err
