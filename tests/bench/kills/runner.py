"""Runs one kind of work again and again, and ends each run by SIGKILL at a random moment.

Half of the moments are drawn from the duration of a whole run. The others are drawn from its file operations, since
two renames that follow each other would hardly ever be hit by time.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.bench.kills.scenario import KillScenario

_FILE_OPERATIONS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree", "sqlite3.connect"}
)
_LONGEST_RUN_S = 120.0
_SLACK = 1.05  # a run may be slower than the measured one

# A process is forked from a server that has imported everything and has no threads.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.bench.kills.preload"])


@dataclass(slots=True)
class KillCount:
    """Runs of one kind: how many were killed, how many finished first, and the faults found."""

    name: str
    killed: int = 0
    finished: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def run_kills(
    scenario: KillScenario,
    folder: Path,
    kills: int,
    seed: int,
    on_kill: Callable[[KillCount], None] = lambda _: None,
) -> KillCount:
    """Kill a kind of work `kills` times, and return the counts.

    After a fault the folder is kept as `fault-N`, and the work starts again from its first state.
    """
    started, random = time.monotonic(), Random(f"{seed} {scenario.name}")
    counts = KillCount(scenario.name)
    runs = ScenarioRuns(scenario, folder)
    runs.start_again()
    duration, operations = runs.measure()
    _check(scenario, runs, counts, is_finished=True)
    runs.start_again()
    while counts.killed < kills:
        by_time = random.random() < 0.5
        was_killed = runs.run(
            seconds=random.uniform(0, duration * _SLACK) if by_time else _LONGEST_RUN_S,
            kill_before=None if by_time else random.randint(1, operations),
        )
        counts.killed += was_killed
        counts.finished += not was_killed
        is_sound = _check(scenario, runs, counts, is_finished=not was_killed)
        if not (was_killed and scenario.continues and is_sound):
            runs.start_again()
        counts.seconds = time.monotonic() - started
        if was_killed:
            on_kill(counts)
    return counts


def _check(scenario: KillScenario, runs: ScenarioRuns, counts: KillCount, *, is_finished: bool) -> bool:
    """Check the folder, and record a fault."""
    try:
        scenario.check(runs.folder, is_finished=is_finished)
    except Exception as error:  # noqa: BLE001 - an error of the product after a kill is a fault as well
        kept = runs.keep(len(counts.faults) + 1)
        counts.faults.append(f"{scenario.name}, run {counts.killed + counts.finished}: {error!r} ({kept})")
        return False
    return True


class ScenarioRuns:
    """Runs of one kind in one folder, whose first state is copied."""

    def __init__(self, scenario: KillScenario, folder: Path) -> None:
        self._scenario = scenario
        self._first_state = folder / "first"
        self.folder = folder / "run"  # always the same path, since the database knows the articles by theirs
        self.folder.mkdir(parents=True)
        scenario.prepare(self.folder)
        shutil.copytree(self.folder, self._first_state)

    def start_again(self) -> None:
        """Return the folder to its first state."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._first_state, self.folder)

    def keep(self, number: int) -> Path:
        """Move the folder aside after a fault."""
        kept = self.folder.with_name(f"fault-{number}")
        self.folder.rename(kept)
        return kept

    def measure(self) -> tuple[float, int]:
        """Return seconds and file operations of a run that nobody stops."""
        result = self.folder.with_name("measured.txt")
        process = _processes.Process(target=_measure, args=(self._scenario, self.folder, result))
        process.start()
        process.join(_LONGEST_RUN_S)
        assert process.exitcode == 0, f"{self._scenario.name} failed (exit code {process.exitcode})"
        seconds, operations = result.read_text().split()
        return float(seconds), int(operations)

    def run(self, *, seconds: float, kill_before: int | None) -> bool:
        """Return whether a run was killed: after `seconds`, or by itself before a file operation."""
        ours, theirs = _processes.Pipe(duplex=False)
        process = _processes.Process(target=_work, args=(self._scenario, self.folder, kill_before, theirs))
        process.start()
        theirs.close()
        ours.recv()  # the start of the process is not part of the work
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
        assert process.exitcode in {0, -signal.SIGKILL}, f"{self._scenario.name} failed ({process.exitcode})"
        return process.exitcode != 0


def _work(scenario: KillScenario, folder: Path, kill_before: int | None, begun: Connection[None, None]) -> None:
    if kill_before is not None:
        numbers = count(1)

        def kill_at_number() -> None:
            if next(numbers) == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)

        _on_file_operation(folder, kill_at_number)
    begun.send(None)
    scenario.work(folder)


def _measure(scenario: KillScenario, folder: Path, result: Path) -> None:
    numbers, began = count(), time.monotonic()
    _on_file_operation(folder, lambda: next(numbers))
    scenario.work(folder)
    seconds = time.monotonic() - began  # without the start of the server
    result.write_text(f"{seconds} {next(numbers)}")


def _on_file_operation(folder: Path, act: Callable[[], object]) -> None:
    """Call `act` before each file operation below the folder."""
    inside = str(folder)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _FILE_OPERATIONS and any(inside in str(argument) for argument in arguments[:2]):
            act()

    sys.addaudithook(hook)
