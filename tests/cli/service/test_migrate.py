"""`factdesk migrate`, and what the other commands say of an archive on a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import run as main
from bot.cli.service import migrate
from bot.cli.service.heartbeat import write_heartbeat
from bot.library.archive_copy import CopyProgress
from tests.postgresql_server import Server


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text("The ferry sank at noon, Ada Marsh said.")
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path / "articles"))
    return tmp_path / "data"


def test_an_archive_moves_to_a_server(
    data: Path, archive_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["index"]) == 0
    assert main(["migrate"]) == 1
    assert "FACTDESK_DATABASE is not set" in capsys.readouterr().err
    monkeypatch.setenv("FACTDESK_DATABASE", archive_url)
    write_heartbeat(data)
    assert main(["migrate"]) == 1
    assert "Stop it first, then copy" in capsys.readouterr().err
    (data / "heartbeat").unlink()
    assert main(["migrate"]) == 0
    assert "1 document copied" in capsys.readouterr().out
    assert main(["migrate"]) == 1
    assert "holds articles already; nothing was copied" in capsys.readouterr().err
    with monkeypatch.context() as other:
        other.setenv("FACTDESK_DATA", str(data.with_name("other")))
        assert main(["index"]) == 1
        assert "Another bot reads a folder" in capsys.readouterr().err
    assert main(["index"]) == 0
    assert "1 unchanged" in capsys.readouterr().out
    assert main(["quote", "The ferry sank at noon"]) == 0
    assert main(["doctor"]) in {0, 1}
    assert "1 document" in capsys.readouterr().out
    assert main(["backup"]) == 0
    assert "pg_dump --schema=factdesk" in capsys.readouterr().err
    assert main(["reading-copy", "copy.db"]) == 0
    assert "Copy written to copy.db" in capsys.readouterr().out


def test_a_copy_whose_server_went_away_goes_on_once_it_is_back(
    data: Path, own_server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(9):
        (data.with_name("articles") / f"{number}.txt").write_text(f"Tram {number} stopped, Ben Dunn said.")
    assert main(["index"]) == 0
    capsys.readouterr()
    copied = []

    def stop_after_two(_shown: object, progress: CopyProgress) -> None:
        copied.append(progress.rows)
        if len(copied) == 2:
            own_server.stop()

    monkeypatch.setattr("bot.library.archive_copy._BY_PAGE", {"documents": 2})
    monkeypatch.setenv("FACTDESK_DATABASE", own_server.url())
    with monkeypatch.context() as watched:
        watched.setattr(migrate._Shown, "show", stop_after_two)
        assert main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("The server in FACTDESK_DATABASE went away. What was copied stays there")
    assert told.count("\n") == 1
    assert main(["migrate"]) == 1
    assert "can't be opened" in capsys.readouterr().err
    own_server.start()
    assert main(["ask", "who stopped?"]) == 1
    assert "copied only in part" in capsys.readouterr().err
    begun = []
    with monkeypatch.context() as watched:
        watched.setattr(migrate._Shown, "show", lambda _, progress: begun.append(progress.rows))
        assert main(["migrate"]) == 0
    assert begun[0] > copied[1]
    assert "10 documents copied" in capsys.readouterr().out
    assert main(["index"]) == 0
    assert "10 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("postgresql://ada:secret@127.0.0.1:1/news", "The archive ada@127.0.0.1:1/news can't be opened"),
        ("mysql://ada:secret@host/news", "FACTDESK_DATABASE is not the address of a PostgreSQL database"),
    ],
)
def test_an_archive_that_can_not_be_opened_is_named_without_its_password(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, message: str
) -> None:
    monkeypatch.setenv("FACTDESK_DATABASE", setting)
    for command in (["index"], ["ask", "who sank?"], ["doctor"]):
        assert main(command) == 1
        told = "".join(capsys.readouterr())
        assert message in told
        assert "secret" not in told


def test_a_password_file_that_is_missing_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACTDESK_DATABASE", "postgresql://ada@127.0.0.1:1/news")
    monkeypatch.setenv("FACTDESK_DATABASE_PASSWORD_FILE", "nowhere")
    assert main(["index"]) == 78
    assert "FACTDESK_DATABASE_PASSWORD_FILE names nowhere, which can't be read" in capsys.readouterr().err
