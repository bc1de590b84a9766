"""The doctor: its checks, its findings, and its advice."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.service.checks import is_token_shaped
from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE
from bot.model.claims import Actor, DeskSettings
from bot.settings import Settings, load_settings
from bot.store.sqlite.database import open_database
from tests.library.scans import install

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe." + "x" * 38  # the shape alone: 18 digits, stamp, signature


def examined(capsys) -> tuple[int, dict[str, dict[str, str | None]]]:
    code = run(["doctor", "--json"])
    return code, {check["name"]: check for check in json.loads(capsys.readouterr().out)}


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ferry.txt").write_text("The ferry line will close in May.\n")
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path))
    return tmp_path


def test_a_working_installation_passes_every_check(articles: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_TOKEN", TOKEN)
    run(["index"])
    capsys.readouterr()
    code, checks = examined(capsys)
    assert code == 0
    assert {check["state"] for check in checks.values()} == {"ok"}
    assert list(checks) == [
        *("settings", "corpus", "data", "database", "index", "quarantine", "outbox"),
        *("model", "sentences", "ocr", "token"),
    ]
    assert checks["database"]["told"] == "1 document"
    assert TOKEN not in json.dumps(checks)


def test_a_new_installation_gets_advice_for_the_next_step(capsys) -> None:
    code, checks = examined(capsys)
    assert code == 0
    assert [name for name, check in checks.items() if check["state"] == "warn"] == ["corpus", "database", "token"]
    assert "factdesk index" in str(checks["database"]["mend"])


async def _announce(settings: Settings, at: datetime) -> None:
    async with open_database(settings.data / DATABASE) as database:
        desk = Desk(database, lambda: at)
        await desk.set_up(desk.request(5, Actor(1, "Maria")), DeskSettings(channel=6))
        await desk.outbox.announce(f"The database was checked at {at}.", at)


def test_messages_that_wait_long_for_discord_are_worth_a_warning(articles: Path, capsys) -> None:
    run(["index"])
    capsys.readouterr()
    assert examined(capsys)[1]["outbox"]["told"] == "no message waits for Discord"
    now = datetime.now(UTC)
    asyncio.run(_announce(load_settings(), now))
    assert examined(capsys)[1]["outbox"]["state"] == "ok", "the bot may just be sending it"
    hours_ago = now - timedelta(hours=2)
    asyncio.run(_announce(load_settings(), hours_ago))
    found = examined(capsys)[1]["outbox"]
    assert (found["state"], found["told"]) == (
        "warn",
        f"2 messages wait for Discord, the oldest since {hours_ago:%Y-%m-%d %H:%M} UTC",
    )
    assert "Start the bot." in str(found["mend"])


def test_for_people_each_check_is_a_line_with_its_advice_below(capsys) -> None:
    assert run(["doctor"]) == 0
    assert "\x1b" not in (shown := capsys.readouterr().out)
    assert "warn  corpus    no folder of articles is set\n                Name one in FACTDESK_CORPUS." in shown


def test_a_missing_folder_fails(articles: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_CORPUS", str(articles / "none"))
    code, checks = examined(capsys)
    assert code == 1
    assert checks["corpus"]["state"] == "fail"


def test_a_folder_without_articles_is_worth_a_warning(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "picture.png").write_bytes(b"x")
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path))
    assert "Put .txt" in str(examined(capsys)[1]["corpus"]["mend"])


def test_ocr_is_off_unless_it_is_turned_on_and_a_program_installed(tmp_path: Path, monkeypatch, capsys) -> None:
    def ocr() -> tuple[str | None, str | None]:
        check = examined(capsys)[1]["ocr"]
        return check["state"], check["told"]

    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr() == ("ok", "turned off, scans are left out")
    monkeypatch.setenv("FACTDESK_OCR", "on")
    assert ocr() == ("warn", "FACTDESK_OCR is on, but neither ocrmypdf nor tesseract is installed")
    install(tmp_path, monkeypatch, "tesseract")
    assert ocr() == ("ok", "scans are read by tesseract")
    install(tmp_path, monkeypatch, "ocrmypdf")
    assert ocr() == ("ok", "scans are read by ocrmypdf"), "the better one goes first"
    monkeypatch.setenv("FACTDESK_OCR", "off")
    assert "ocrmypdf is installed, so FACTDESK_OCR=on would read them" in str(ocr()[1])


def test_a_data_folder_that_cannot_be_written_fails_with_its_setting(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_DATA", "/dev/null/data")
    code, checks = examined(capsys)
    assert code == 1
    assert "/dev/null/data can't be created" in str(checks["data"])
    assert "FACTDESK_DATA" in str(checks["data"])


def test_a_file_that_is_no_database_fails(own_settings: Path, capsys) -> None:
    (own_settings / "data").mkdir()
    (own_settings / "data/factdesk.db").write_text("not a database, but long enough to be read as a header " * 20)
    code, checks = examined(capsys)
    assert code == 1
    assert checks["data"]["state"] == "fail"
    assert checks["model"]["state"] == "ok", "what does not depend on it is looked at all the same"


def test_an_index_that_is_not_in_step_is_noticed(articles: Path, own_settings: Path, capsys) -> None:
    run(["index"])
    capsys.readouterr()
    for file in (own_settings / "data/index").iterdir():
        file.unlink()
    assert examined(capsys)[1]["index"]["state"] == "warn"


def test_a_model_that_is_not_there_fails(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_SPACY_MODEL", "xx_nowhere")
    code, checks = examined(capsys)
    assert code == 1
    assert "xx_nowhere" in str(checks["model"]["told"])


@pytest.mark.parametrize("token", ["hello", "a.b.c", TOKEN[1:], TOKEN.replace("MTIz", "YWJj"), TOKEN + " x"])
def test_a_token_is_recognised_by_its_shape(token: str) -> None:
    assert is_token_shaped(TOKEN)
    assert not is_token_shaped(token)


def test_a_token_of_another_shape_fails(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_TOKEN", "hello")
    code, checks = examined(capsys)
    assert code == 1
    assert "developer portal" in str(checks["token"]["mend"])


def test_wrong_settings_are_all_there_is_to_say(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_WATCH_SECONDS", "x")
    code, checks = examined(capsys)
    assert code == 1
    assert list(checks) == ["settings"]


def test_a_sentence_model_that_cannot_be_used_is_worth_a_warning(articles: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_SENTENCE_MODEL", str(articles / "none"))
    code, checks = examined(capsys)
    assert (code, checks["sentences"]["state"]) == (0, "warn")
    assert "FACTDESK_SENTENCE_MODEL" in str(checks["sentences"]["mend"])
    monkeypatch.setenv("FACTDESK_SENTENCE_MODEL", "off")
    assert examined(capsys)[1]["sentences"]["state"] == "ok"
