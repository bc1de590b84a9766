"""Change the code in one place after another, and list the changes that no test of the room notices.

python -m tests.mutants                                     a sample of every module of the rooms below
python -m tests.mutants bot/search/ranking.py --sample 0    all places of one module
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.mutants import trial
from tests.mutants.changes import Mutant, sample

# What is changed -> the tests that should notice.
ROOMS = {
    "bot/answer": ("tests/answer/test_gold_answers.py", "tests/answer"),
    "bot/quotecheck": ("tests/quotecheck",),
    "bot/desk/similarity": ("tests/desk/similarity",),
    "bot/search/ranking.py": ("tests/search/test_ranking.py",),
    "bot/attribution/resolution": ("tests/attribution",),
}
_SLOWEST = 5  # times what the tests take over the code as it is: then a change is taken to loop for ever
_GRACE_S = 20


@dataclass(frozen=True, slots=True)
class ModuleTally:
    path: Path
    tried: int
    survivors: tuple[Mutant, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    os.chdir(ROOT)
    chosen = list(modules(options.only or ROOMS))
    if not chosen:
        sys.exit(f"No module of {', '.join(ROOMS)} is at {' '.join(options.only)}.")
    trial.prepare()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = scratch
        output = Path(scratch) / "output"
        limits = {room: _SLOWEST * _seconds(room, output) + _GRACE_S for room in {room for _, room in chosen}}
        tallies = [
            _tried(path, room, sample(path, options.sample, options.seed), limits[room], output)
            for path, room in chosen
        ]
    _report(tallies, options)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("only", nargs="*", help="modules or folders (default: all rooms)")
    parser.add_argument("--sample", type=int, default=20, help="places of each module, drawn at random; 0 takes all")
    parser.add_argument("--seed", type=int, default=1, help="of the drawing")
    return parser.parse_args(arguments)


def modules(wanted: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield the modules below any of the wanted paths, each with its room."""
    for room in ROOMS:
        root = Path(room)
        for path in [root] if root.suffix else sorted(root.rglob("*.py")):
            if path.name != "__init__.py" and any(path.is_relative_to(place) for place in wanted):
                yield path, room


def room_tests(path: Path, room: str) -> list[str]:
    """Return the tests of a room, those that mirror the module first: most changes end there."""
    mirror = Path("tests", *path.parts[1:-1], f"test_{path.name}")
    own = [str(mirror)] if mirror.exists() and str(mirror) not in ROOMS[room] else []
    return [*own, *ROOMS[room]]


def _seconds(room: str, output: Path) -> float:
    """Return how long the tests of a room take over the code as it is."""
    unchanged = trial.run(ROOMS[room], output)
    if not unchanged.passed:
        sys.exit(f"The tests of {room} fail over the code as it is:\n{output.read_text('utf-8')}")
    return unchanged.seconds


def _tried(path: Path, room: str, mutants: Sequence[Mutant], limit_s: float, output: Path) -> ModuleTally:
    began = time.monotonic()
    tests = room_tests(path, room)
    survivors = tuple(
        mutant
        for mutant in mutants
        if trial.run(tests, output, limit_s, trial.ModuleChange(path, mutant.source)).passed
    )
    seconds = time.monotonic() - began
    print(f"{path}: {len(mutants) - len(survivors)} of {len(mutants)} noticed ({seconds:.0f} s)", flush=True)
    for mutant in survivors:
        print(f"    {mutant}", flush=True)
    return ModuleTally(path, len(mutants), survivors)


def _report(tallies: Sequence[ModuleTally], options: argparse.Namespace) -> None:
    tried = sum(tally.tried for tally in tallies)
    survived = sum(len(tally.survivors) for tally in tallies)
    drawn = f"{options.sample} places a module, seed {options.seed}" if options.sample else "all places"
    print(f"\n{len(tallies)} modules, {drawn}: {tried} changes")
    print(f"{tried - survived} noticed, {survived} survived ({survived / max(tried, 1):.1%})")
    for tally in tallies:
        for mutant in tally.survivors:
            print(f"  {tally.path}:{mutant}")


if __name__ == "__main__":
    sys.exit(main())
