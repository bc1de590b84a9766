"""Logging: lines for people or for a collector, always to stderr."""

from __future__ import annotations

import json
import logging
import warnings

import pytest

from bot.logs import reading_file, set_up_logging


@pytest.fixture(autouse=True)
def quiet_afterwards():
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)
    logging.captureWarnings(False)  # noqa: FBT003


def test_a_json_line_tells_when_who_what_and_the_extras(capsys) -> None:
    set_up_logging("INFO", "json")
    logging.getLogger("bot.client").info("in %s", "step", extra={"event": "ready", "documents": 5})
    shown = capsys.readouterr()
    line = json.loads(shown.err)
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "INFO", "logger": "bot.client", "message": "in step", "event": "ready", "documents": 5}
    assert '"event": "ready"' in shown.err
    assert not shown.out


def test_a_traceback_stays_in_its_line(capsys) -> None:
    set_up_logging("INFO", "json")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("x").exception("failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ValueError: two" in json.loads(line)["traceback"]


def test_what_cannot_be_written_as_json_is_written_as_text(capsys) -> None:
    set_up_logging("INFO", "json")
    logging.getLogger("x").info("seen", extra={"thing": {1, 2}})
    assert json.loads(capsys.readouterr().err)["thing"] == "{1, 2}"


def test_a_second_set_up_replaces_the_first_and_the_level_holds(capsys) -> None:
    set_up_logging("DEBUG", "json")
    set_up_logging("WARNING", "text")
    logging.getLogger("x").info("not this")
    logging.getLogger("x").warning("but this")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING x: but this")


def test_warnings_are_logged_too(capsys) -> None:
    set_up_logging("INFO", "text")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logging._showwarning
        warnings.warn("old", UserWarning, stacklevel=1)
    assert "UserWarning: old" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "shown"), [("text", "odd colour space [2024/a.pdf]\n"), ("json", '"file": "2024/a.pdf"')]
)
def test_a_line_of_a_reader_names_its_file(form, shown: str, capsys) -> None:
    set_up_logging("INFO", form)
    with reading_file("2024/a.pdf"):
        logging.getLogger("pypdf").warning("odd colour space")
    logging.getLogger("bot").warning("without a file")
    named, unnamed = capsys.readouterr().err.splitlines(keepends=True)
    assert shown in named
    assert "a.pdf" not in unnamed
