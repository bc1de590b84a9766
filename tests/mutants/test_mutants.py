"""The mutation run itself: what counts as a change, and that one is noticed or survives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mutants.__main__ import ROOMS, modules, room_tests
from tests.mutants.changes import meaning, sample

MODULE = """
from functools import lru_cache

@lru_cache
def is_long(text: str | None, least: int = 3) -> bool:
    return text is not None and len(text) >= least
"""


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_modules_and_tests(room: str) -> None:
    found = list(modules([room]))
    assert found
    for path, its_room in found:
        assert its_room == room
        assert all((ROOT / test).exists() for test in room_tests(path, room))


def test_the_tests_that_mirror_a_module_come_first() -> None:
    assert room_tests(Path("bot/quotecheck/diff.py"), "bot/quotecheck") == [
        "tests/quotecheck/test_diff.py",
        "tests/quotecheck",
    ]
    assert room_tests(Path("bot/search/ranking.py"), "bot/search/ranking.py") == ["tests/search/test_ranking.py"]


def test_annotations_guards_and_caches_are_no_change() -> None:
    assert meaning(MODULE) == meaning(MODULE.replace("str | None", "str & None").replace("@lru_cache\n", ""))
    assert meaning(MODULE) == meaning(MODULE.replace("None, least", "None, *, least"))
    assert meaning(MODULE) != meaning(MODULE.replace(">=", ">"))


def test_a_sample_has_one_change_a_place_and_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed: make mutants brings it")
    path = tmp_path / "module.py"
    path.write_text(MODULE)
    everything = sample(path, most=0, seed=1)
    assert {mutant.line for mutant in everything} == {5, 6}
    assert all(meaning(mutant.source) != meaning(MODULE) for mutant in everything)
    assert sample(path, most=2, seed=1) == sample(path, most=2, seed=1)
    assert len(sample(path, most=2, seed=1)) == 2


TRIAL = """
import sys
from pathlib import Path
from tests.mutants.trial import ModuleChange, run
print(run(["test_answering.py"], Path("output"), change=ModuleChange(Path("answering.py"), sys.argv[1])).passed)
"""


@pytest.mark.parametrize(("source", "passed"), [("ANSWER = 42", "True"), ("ANSWER = 41", "False")])
def test_a_changed_module_takes_the_place_of_the_one_on_disk(tmp_path: Path, source: str, passed: str) -> None:
    (tmp_path / "answering.py").write_text("raise RuntimeError")
    (tmp_path / "test_answering.py").write_text("import answering\ndef test_it(): assert answering.ANSWER == 42\n")
    # In a process of its own: it is forked, which is not for a process with threads.
    command, env = [sys.executable, "-c", TRIAL, source], os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == passed, (tmp_path / "output").read_text()
    assert (tmp_path / "answering.py").read_text() == "raise RuntimeError"
