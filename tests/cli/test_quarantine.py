"""`factdesk corpus quarantine`: what could not be read, and another try."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import run


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ferry.txt").write_text("The ferry line will close in May.\n")
    (tmp_path / "blank.txt").write_text(" ")
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path))
    run(["index"])
    return tmp_path


def test_each_file_is_listed_with_its_reason_and_date(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["corpus", "quarantine"]) == 3
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{articles}/blank.txt ")
    assert "blank space" in line


def test_as_json_each_file_is_a_line(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run(["corpus", "quarantine", "--json"])
    item = json.loads(capsys.readouterr().out)
    assert list(item) == ["folder", "path", "record", "reason", "since", "version"]
    assert (item["path"], item["record"]) == ("blank.txt", None)


def test_a_file_is_tried_again_when_it_changes(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "blank.txt").write_text("It is blank no more.")
    run(["index"])
    capsys.readouterr()
    assert run(["corpus", "quarantine"]) == 0
    assert capsys.readouterr() == ("", "Every file was read.\n")


def test_a_retry_reads_the_files_again_that_have_not_changed(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "bridge.txt").write_text("The bridge held.")
    monkeypatch.setenv("FACTDESK_READ_SECONDS", "0.001")
    run(["index"])
    monkeypatch.delenv("FACTDESK_READ_SECONDS")
    run(["index"])
    capsys.readouterr()
    assert run(["corpus", "quarantine"]) == 3
    assert "bridge.txt took longer than the 0.001 s" in capsys.readouterr().out
    assert run(["corpus", "quarantine", "--retry"]) == 3
    (line,) = capsys.readouterr().out.splitlines()
    assert "/blank.txt " in line
    assert run(["search", "bridge"]) == 0


def test_a_retry_after_a_mend_ends_with_0(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "blank.txt").write_text("It is blank no more.")
    assert run(["corpus", "quarantine", "--retry"]) == 0
    capsys.readouterr()
    assert run(["corpus", "quarantine"]) == 0
    assert capsys.readouterr() == ("", "Every file was read.\n")


def test_a_control_character_of_a_name_does_not_reach_the_terminal(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "\x1b[31mred.txt").write_text("Red.")
    run(["index"])
    capsys.readouterr()
    run(["corpus", "quarantine"])
    assert "\x1b" not in capsys.readouterr().out


def test_the_doctor_names_the_number_of_files(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run(["doctor", "--json"])
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert checks["quarantine"]["told"] == "1 file could not be read, or only in part"
