"""Work of every kind killed a few times, and the runner's own sight of losses."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from tests.bench import kill
from tests.bench.kills.kinds import KINDS
from tests.bench.kills.runner import run_kills
from tests.bench.kills.small import ForgetfulKills

SEED = 7


@pytest.mark.parametrize("name", KINDS)
def test_killed_at_random_moments_it_loses_nothing_acknowledged(name: str, tmp_path: Path) -> None:
    counts = run_kills(KINDS[name], tmp_path / name, kills=2, seed=SEED)
    assert not counts.faults
    assert counts.killed == 2


def test_a_loss_is_found_and_its_folder_kept(tmp_path: Path) -> None:
    counts = run_kills(ForgetfulKills(), tmp_path / "forgetful", kills=12, seed=SEED)
    assert counts.killed == 12
    assert counts.faults
    assert (tmp_path / "forgetful" / "fault-1" / "written.txt").exists()


def test_the_kills_are_shared_among_the_kinds() -> None:
    assert kill.shares(["a", "b", "c"], 8) == {"a": 3, "b": 3, "c": 2}
    assert sum(kill.shares(list(KINDS), 1_000).values()) == 1_000


def test_kinds_are_chosen_by_name() -> None:
    assert kill._kinds("all") == ["indexing", "flagging", "importing", "backup", "restore", "migration"]
    assert kill._kinds("backup,flagging") == ["backup", "flagging"]
    with pytest.raises(argparse.ArgumentTypeError, match="choose from indexing"):
        kill._kinds("backup,cooking")
