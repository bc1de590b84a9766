"""Backups made and put back, and people forgotten, from the terminal."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_app
from bot.cli import run
from bot.cli.service import upkeep
from bot.cli.service.heartbeat import heartbeat_file, write_heartbeat
from bot.cli.service.signals import run_in_background
from bot.desk.attachments import AttachmentService
from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE
from bot.library.scheduled_backups import ScheduledBackups
from bot.model.attachments import Attachment
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor, Author, FlagSource
from bot.settings import load_settings
from bot.store.passages.opening import INDEX
from bot.store.sqlite.database import SCHEMA_VERSION, open_database
from tests.pictures import photo, png

READER = Actor(14, "Zoë")


@pytest.fixture
def data(own_settings: Path) -> Path:
    return own_settings / "data"


def flag(data: Path, text: str) -> None:
    async def flag_once() -> None:
        async with open_database(data / DATABASE) as database:
            desk = Desk(database, lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))
            origin = FlagSource("https://discord.com/channels/1/2/3", Author(14, "Zoë"), None, text)
            await desk.flag(desk.request(5, READER), NewClaim(text, origin=origin))

    asyncio.run(flag_once())


def claims(data: Path) -> list[str]:
    async def read() -> list[str]:
        async with open_database(data / DATABASE) as database:
            desk = Desk(database, lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))
            assert [check.bad for check in await desk.verify_log()] == [None]
            return [claim.text for claim in (await desk.claims(5)).claims]

    return asyncio.run(read())


def test_a_restore_brings_all_back_and_moves_the_previous_data_aside(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    saved = tmp_path / "saved.db"
    assert run(["backup", str(saved)]) == 0
    flag(data, "Two.")
    (data / INDEX).mkdir()
    (data / INDEX / "stale").touch()
    assert run(["restore", str(saved)]) == 0
    assert "will be rebuilt when it is next needed" in capsys.readouterr().out
    assert claims(data) == ["One."]
    assert not (data / INDEX).exists()
    [replaced_folder] = data.glob("replaced-*")
    assert claims(replaced_folder) == ["Two.", "One."]
    assert not list(data.glob("*.partial"))


def test_a_backup_holds_the_contents_of_attachments(data: Path, tmp_path: Path) -> None:
    content = png(photo(1))

    def nine() -> datetime:
        return datetime(2026, 11, 2, 9, tzinfo=UTC)

    async def flag_with_picture() -> None:
        async with open_database(data / DATABASE) as database:
            desk, service = Desk(database, nine), AttachmentService(database, nine, 1 << 20)
            attached = Attachment("ferry.png", "image/png", len(content), "https://cdn.example/ferry.png")
            origin = FlagSource("https://discord.com/channels/1/2/3", attachments=(attached,))
            await desk.flag(desk.request(5, READER), NewClaim("One.", origin=origin))
            await service.keep(5, 1, (await desk.file(5, 1)).files[0], content)

    asyncio.run(flag_with_picture())
    saved = tmp_path / "saved.db"
    assert run(["backup", str(saved)]) == 0
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        connection.execute("UPDATE file_contents SET content = x'00'")
    assert run(["restore", str(saved)]) == 0
    assert claims(data) == ["One."], "with a log that verifies"
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        assert connection.execute("SELECT content FROM file_contents").fetchall() == [(content,)]


def test_a_backup_is_one_whole_file_while_the_database_is_in_use(data: Path, tmp_path: Path) -> None:
    flag(data, "One.")
    writer = sqlite3.connect(data / DATABASE)
    with closing(writer):
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE desks SET time_zone = 'Europe/Paris'")
        assert run(["backup", str(tmp_path / "saved.db")]) == 0
        writer.commit()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved.db", "saved.db.witness.txt"]
    with closing(sqlite3.connect(tmp_path / "saved.db")) as saved:
        assert saved.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert saved.execute("SELECT time_zone FROM desks").fetchone() == ("UTC",)


def test_a_backup_without_a_name_is_named_after_the_date_and_time(data: Path, capsys) -> None:
    flag(data, "One.")
    assert run(["backup"]) == 0
    message = re.search(r"Backup written to (factdesk-[\d-]+\.db) \([\d.]+ MB\)", capsys.readouterr().out)
    assert message
    assert Path(message[1]).is_file()


def test_a_backup_puts_itself_in_the_place_of_nothing(data: Path, tmp_path: Path, capsys) -> None:
    assert run(["backup", str(tmp_path / "new.db")]) == 1
    assert "There is nothing to back up yet" in capsys.readouterr().err
    flag(data, "One.")
    (tmp_path / "there.db").write_text("mine")
    assert run(["backup", str(tmp_path / "there.db")]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "there.db").read_text() == "mine"
    assert run(["backup", str(tmp_path / "no" / "folder.db")]) == 1
    assert "can't be" in capsys.readouterr().err


def test_a_backup_into_an_empty_installation(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    run(["backup", str(tmp_path / "saved.db")])
    for path in data.iterdir():
        path.unlink()
    data.rmdir()
    assert run(["restore", str(tmp_path / "saved.db")]) == 0
    assert "kept" not in capsys.readouterr().err
    assert claims(data) == ["One."]


def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    (tmp_path / "text.db").write_text("no database at all")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE things (x)")
    run(["backup", str(tmp_path / "newer.db")])
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    run(["backup", str(tmp_path / "broken.db")])
    broken = bytearray((tmp_path / "broken.db").read_bytes())
    broken[8192:40960] = b"\xff" * (40960 - 8192)
    (tmp_path / "broken.db").write_bytes(broken)
    capsys.readouterr()
    for name, message in (
        ("none.db", "doesn't exist or is not a file"),
        ("text.db", "can't be read as a backup"),
        ("other.db", "is not a factdesk backup"),
        ("newer.db", "made by a newer factdesk"),
        ("broken.db", ""),
    ):
        assert run(["restore", str(tmp_path / name)]) == 1, name
        err = capsys.readouterr().err
        assert message in err
        assert len(err.splitlines()) == 1
    assert claims(data) == ["One."]
    assert not list(data.glob("replaced-*"))


def test_nothing_is_restored_under_a_running_bot(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    run(["backup", str(tmp_path / "saved.db")])
    write_heartbeat(data)
    assert run(["restore", str(tmp_path / "saved.db")]) == 1
    assert "Stop it first" in capsys.readouterr().err
    os.utime(heartbeat_file(data), (0, 0))
    assert run(["restore", str(tmp_path / "saved.db")]) == 0


def test_somebody_is_forgotten_by_id_or_mention(data: Path, capsys) -> None:
    flag(data, "My words.")
    assert run(["forget", "<@14>", "--yes", "--keep-texts"]) == 0
    out = capsys.readouterr().out
    assert "Forgotten on 1 desk. 0 texts erased, 2 kept." in out
    assert "No backup that factdesk knows of names them; copies made by other programs may." in out
    assert "Zoë".encode() not in (data / DATABASE).read_bytes()
    assert claims(data) == ["My words."]
    assert run(["forget", "14", "--yes"]) == 3
    assert run(["forget", "8" * 19, "--yes"]) == 3
    assert run(["forget", "9" * 20, "--yes"]) == 2
    assert run(["forget", "Zoë", "--yes"]) == 2


def test_the_texts_of_somebody_are_listed_erased_and_backups_that_still_name_them_told(
    data: Path, tmp_path: Path, capsys
) -> None:
    flag(data, "My words.")
    run(["backup", str(tmp_path / "with.db")])
    capsys.readouterr()
    assert run(["forget", "14", "--list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "5/1/claim-1  the words of #1: “My words.”",
        "5/1/link-1  the link to their message in #1: “https://discord.com/channels/1/2/3”",
    ]
    assert run(["forget", "14", "--list", "--json"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {"id": "5/1/claim-1", "guild": 5, "claim": 1, "kind": "claim", "text": "My words."}
    assert run(["forget", "14", "--yes", "--only", "5/1/claim-9"]) == 1
    assert "This user has no text 5/1/claim-9." in capsys.readouterr().err
    assert run(["forget", "14", "--yes", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["desks"], report["erased"], report["kept"]) == (1, ["5/1/claim-1", "5/1/link-1"], [])
    assert (report["overwritten"], report["backups"]) == (True, [str(tmp_path / "with.db")])
    assert claims(data) == ["[erased]"]
    run(["backup", str(tmp_path / "without.db")])
    written = b"".join(path.read_bytes() for path in (data / DATABASE, tmp_path / "without.db"))
    assert "Zoë".encode() not in written
    assert b"My words." not in written
    assert run(["forget", "14", "--list"]) == 3


def test_each_text_is_asked_about_one_by_one(data: Path, monkeypatch, capsys) -> None:
    flag(data, "My words.")
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\ny\n"))
    assert run(["forget", "14"]) == 0
    captured = capsys.readouterr()
    assert "Erase the words of #1: “My words.”?" in captured.err
    assert "Erase the link to their message in #1: “https://discord.com/channels/1/2/3”?" in captured.err
    assert "1 text erased, 1 kept." in captured.out
    assert claims(data) == ["My words."]


def test_a_backup_has_the_heads_of_its_logs_in_a_text_file_beside_it(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    run(["backup", str(tmp_path / "one.db")])
    witness = tmp_path / "one.db.witness.txt"
    assert re.fullmatch(r"log of server 5: 1 event, head [0-9a-f]{64}\n", witness.read_text("utf-8"))
    flag(data, "Two.")
    capsys.readouterr()
    assert run(["claims", "verify-log", "--witness", str(witness)]) == 0
    assert "server 5, 1 witness line: up to row 1, the log is as it was then." in capsys.readouterr().out
    run(["backup", str(tmp_path / "two.db")])
    run(["restore", str(tmp_path / "one.db")])
    assert run(["claims", "verify-log", "--witness", str(tmp_path / "two.db.witness.txt")]) == 1
    assert "but the log ends at row 1: its end was cut off, or an older file was put back" in capsys.readouterr().out


def test_nobody_is_forgotten_without_being_sure(data: Path, monkeypatch, capsys) -> None:
    flag(data, "My words.")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["forget", "14"]) == 130
    assert "Zoë".encode() in (data / DATABASE).read_bytes()


def test_a_backup_is_verified_without_being_restored(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    saved = tmp_path / "saved.db"
    run(["backup", str(saved)])
    capsys.readouterr()
    assert run(["backup", "--verify", str(saved)]) == 0
    assert f"{saved} can be restored: 0 documents, 1 claim " in capsys.readouterr().out
    content = bytearray(saved.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    saved.write_bytes(content)
    assert run(["backup", "--verify", str(saved)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(["backup", "--verify"]) == 2


def test_a_backup_with_a_foreign_trigger_is_refused(data: Path, tmp_path: Path, capsys) -> None:
    flag(data, "One.")
    saved = tmp_path / "saved.db"
    run(["backup", str(saved)])
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("CREATE TRIGGER sweep AFTER INSERT ON files BEGIN DELETE FROM documents; END")
    capsys.readouterr()
    for command in (["restore", str(saved)], ["backup", "--verify", str(saved)]):
        assert run(command) == 1
        assert "trigger sweep is unknown" in capsys.readouterr().err
    assert claims(data) == ["One."]
    assert not list(data.glob("replaced-*"))


def test_a_backup_can_be_read_by_its_owner_alone(data: Path, tmp_path: Path) -> None:
    flag(data, "One.")
    run(["backup", str(tmp_path / "saved.db")])
    assert (tmp_path / "saved.db").stat().st_mode & 0o777 == 0o600


async def test_scheduled_backups_come_due_and_the_newest_stay(tmp_path: Path) -> None:
    async with open_database(tmp_path / DATABASE):
        pass
    folder = tmp_path / "copies"
    backups = ScheduledBackups(tmp_path / DATABASE, folder, hours=24, keep=2)
    assert backups.seconds_until_due() == 0
    folder.mkdir()
    (folder / "mine.db").write_text("not one of them")
    written = []
    for age in (5, 4, 3):
        path = await backups.run()
        kept = path.with_name(f"{path.stem}-{age}.db")
        path.rename(kept)
        os.utime(kept, (time.time() - age * 3600,) * 2)
        written.append(kept)
    assert await backups.run()
    assert {path.name for path in folder.iterdir()} >= {"mine.db", written[-1].name}
    assert not written[0].exists()
    assert not written[1].exists()
    assert 23.9 * 3600 < backups.seconds_until_due() <= 24 * 3600


async def test_the_bot_backs_up_on_its_schedule_and_tells_of_a_failure(tmp_path: Path) -> None:
    settings = load_settings(backup_hours=1, backup_folder=tmp_path / "copies", sentence_model="off")
    async with open_app(settings) as app, run_in_background(upkeep.back_up(app)):
        async with asyncio.timeout(10):
            while not list((tmp_path / "copies").glob("factdesk-auto-*.db")):
                await asyncio.sleep(0.02)
    (tmp_path / "file").write_text("in the way")
    settings = load_settings(backup_hours=1, backup_folder=tmp_path / "file", sentence_model="off")
    async with open_app(settings) as app, run_in_background(upkeep.back_up(app)):
        async with asyncio.timeout(10):
            while not app.health.pending_notices():
                await asyncio.sleep(0.02)
        [notice] = app.health.pending_notices()
        assert "FACTDESK_BACKUP_FOLDER" in notice.text
        assert notice.text.endswith("(File exists). It is tried again every 15 minutes.")


async def test_without_the_setting_nothing_is_backed_up() -> None:
    async with open_app(load_settings(sentence_model="off")) as app:
        await upkeep.back_up(app)
        assert not (app.data / "backups").exists()


@pytest.mark.parametrize(
    ("now", "night"), [("2026-03-01T02:59:59", "2026-03-01T03:00"), ("2026-12-31T03:00", "2027-01-01T03:00")]
)
def test_the_nightly_checks_begin_at_three(now: str, night: str) -> None:
    assert upkeep.next_night(datetime.fromisoformat(now)) == datetime.fromisoformat(night)


def test_the_reading_copy_says_how_many_rows_it_has(own_settings: Path, capsys) -> None:
    target = own_settings / "copy.db"
    assert run(["reading-copy", str(target)]) == 1
    assert "There is nothing to copy yet" in capsys.readouterr().err
    checks = own_settings / "checks.csv"
    checks.write_text("claim,rating\nIt sank.,False\n", encoding="utf-8")
    assert run(["claims", "import", str(checks)]) == 0
    capsys.readouterr()
    assert run(["reading-copy", str(target)]) == 0
    assert capsys.readouterr().out == f"Copy written to {target}: 1 claims, 1 verdicts, 0 evidence, 0 quotes.\n"
