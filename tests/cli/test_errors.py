"""Errors end in one sentence and an exit code, without a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot.cli import COMMANDS, run
from bot.errors import SetupError, UserError
from tests.conftest import ROOT


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Make `factdesk fails` raise the test's error."""
    raised: list[BaseException] = []

    @click.command
    def fails() -> None:
        raise raised[0]

    monkeypatch.setattr(sys.modules[__name__], "fails", fails, raising=False)
    monkeypatch.setitem(COMMANDS, "fails", f"{__name__}:fails")
    return raised.append


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UserError("The folder is missing."), 1, "The folder is missing.\n"),
        (SetupError("No token.", exit_code=78), 78, "No token.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (OSError(errno.ENOSPC, "No space left"), 1, "The disk is full: free some space and try again.\n"),
    ],
)
def test_a_user_error_is_printed_as_its_sentence(error, code: int, message: str, failing, capsys) -> None:
    failing(error)
    assert run(["fails"]) == code
    shown = capsys.readouterr()
    assert shown.err.lstrip("\n") == message
    assert shown.out == ""


def test_an_unexpected_error_prints_a_reference_and_saves_its_traceback(failing, own_settings: Path, capsys) -> None:
    failing(ZeroDivisionError("of all things"))
    assert run(["fails"]) == 1
    message = capsys.readouterr().err
    reference = message.split("(reference ")[1][:4]
    log = (own_settings / "data/errors.log").read_text("utf-8")
    assert "Traceback" not in message
    assert f"reference {reference}\n" in log
    assert "ZeroDivisionError: of all things" in log


def test_with_debug_the_traceback_is_shown_too(failing, capsys) -> None:
    failing(ZeroDivisionError())
    assert run(["--debug", "fails"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_where_nothing_can_be_written_the_sentence_says_how_to_see_more(failing, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_DATA", "/dev/null/nowhere")
    failing(ZeroDivisionError())
    assert run(["fails"]) == 1
    assert "factdesk --debug" in capsys.readouterr().err


def test_an_invalid_setting_is_reported_by_every_command(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_MAX_FILE_MB", "many")
    assert run(["corpus", "list"]) == 78
    assert capsys.readouterr().err.startswith("FACTDESK_MAX_FILE_MB is not valid")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Ship {number} sails at noon.\n")
    command = [sys.executable, "-m", "bot", "corpus", "list", "--json", "--corpus", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=os.environ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert "Traceback" not in process.stderr.read().decode()


def test_what_is_printed_is_utf8_whatever_the_locale_and_the_arguments(tmp_path: Path) -> None:
    (tmp_path / "cafe.txt").write_text("The café “Søn” opens in May.\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "search", "opens", "--corpus", str(tmp_path), "--json"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    shown = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True)
    assert "The café “Søn” opens in May." in shown.stdout.decode()
    strange = [sys.executable, "-m", "bot", "ask", b"zebra\xff", "--corpus", str(tmp_path), "--json"]
    answered = subprocess.run(strange, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert answered.returncode == 3
    assert json.loads(answered.stdout)["question"] == "zebra\udcff"


def test_asking_imports_nothing_that_only_reading_or_discord_needs(tmp_path: Path) -> None:
    """Slow imports wait for their first use, to answer quickly."""
    slow = {"discord", "spacy", "trafilatura", "dateparser", "sqlite_utils"}
    code = f"import sys, bot.cli.ask; print({slow} & sys.modules.keys())"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout == "set()\n"
