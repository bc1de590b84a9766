"""The Makefile: questions arrive as typed, and missing tools are named."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

TYPED = """who said "cost $5", $(b, ${c}, `id`, $$, 'x', # and \\ \u201cs\u00e9t\u201d; -h?"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A prepared folder with a space in its name; its program prints its arguments."""
    folder = tmp_path / "a checkout"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "uv.lock", ".venv/bin/uv", ".venv/.runtime", ".venv/.dev"):
        (folder / name).touch()
    program = folder / ".venv/bin/python"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nexit "${CODE:-0}"\n')
    program.chmod(0o755)
    return folder


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, env=clean | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_question_is_passed_on_as_it_was_typed(way: str, checkout: Path) -> None:
    done = make(checkout, "ask", f"Q={TYPED}") if way == "argument" else make(checkout, "ask", Q=TYPED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["-m", "bot", "ask", "--corpus", "seeds", "--", TYPED]


def test_without_a_question_the_missions_own_is_asked(checkout: Path) -> None:
    assert make(checkout, "ask").stdout.splitlines()[-1] == "who reported the Ryazan training?"


@pytest.mark.parametrize(("code", "ends"), [("0", 0), ("3", 0), ("1", 2)])
def test_nothing_found_is_no_failure_of_make(code: str, ends: int, checkout: Path) -> None:
    assert make(checkout, "ask", CODE=code).returncode == ends


def test_an_old_or_missing_python_is_reported_in_a_sentence(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    done = make(checkout, "ask", "PYTHON=no-such-python")
    assert done.returncode == 2
    assert "factdesk needs Python 3.11" in done.stderr


def test_all_tests_are_run_with_a_word_on_how_to_run_one_room(checkout: Path) -> None:
    everything, room = make(checkout, "test").stdout, make(checkout, "test", "ROOM=search").stdout
    assert "make test ROOM=search" in everything
    assert everything.splitlines()[1:5] == ["-m", "pytest", "-n", "logical"]
    assert room.splitlines() == ["-m", "pytest", "tests/search"]


def test_the_number_of_processes_can_be_chosen_and_none_is_one_pytest(checkout: Path) -> None:
    assert make(checkout, "test", "ROOM=search", "WORKERS=3").stdout.splitlines()[:4] == ["-m", "pytest", "-n", "3"]
    assert make(checkout, "test", "WORKERS=0").stdout.splitlines()[1:] == ["-m", "pytest"]


def test_tests_keep_their_bytecode_whatever_the_surroundings_say(checkout: Path) -> None:
    (checkout / ".venv/bin/python").write_text(
        '#!/bin/sh\nprintf "%s\\n" "$PYTHONPYCACHEPREFIX" "<$PYTHONDONTWRITEBYTECODE>"\n'
    )
    done = make(checkout, "test", "ROOM=search", PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX="/elsewhere")
    assert done.stdout.splitlines() == [str(checkout / ".cache/bytecode"), "<>"]


def test_help_names_every_target(checkout: Path) -> None:
    shown = make(checkout).stdout
    phony = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    for target in phony.split()[1:]:
        assert target == "help" or f"make {target} " in shown
