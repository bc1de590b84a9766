"""Kill indexing, flagging, importing, backups, restores and migrations at random moments, and look for losses.

python -m tests.bench.kill [--kinds all|indexing,flagging,...] [--kills 1000] [--seed 1]

After each SIGKILL the data is opened as a start opens it. Everything acknowledged must be there, once; the database and
its logs verify, and the index agrees with the store. Exits with 1 after a fault, and keeps its folder.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.kills.kinds import KINDS
from tests.bench.kills.runner import KillCount, run_kills

_ALL = "all"
_REPORTED_EVERY = 20  # kills


def main(arguments: Sequence[str]) -> int:
    """Run the kills and print the counts of each kind; return the exit code."""
    options = _options(arguments)
    folder = Path(tempfile.mkdtemp(prefix="factdesk-kill-"))
    began = time.monotonic()
    counts = [
        run_kills(KINDS[name], folder / name, kills, options.seed, _report)
        for name, kills in shares(options.kinds, options.kills).items()
    ]
    for count in counts:
        print(_line(count))
    faults = [fault for count in counts for fault in count.faults]
    print("\n".join(faults))
    killed = sum(count.killed for count in counts)
    print(f"{killed:,} kills in {time.monotonic() - began:,.0f} s (seed {options.seed}): {len(faults)} faults.")
    if not faults:
        shutil.rmtree(folder)
    return 1 if faults else 0


def shares(kinds: Sequence[str], kills: int) -> dict[str, int]:
    """Return the kills of each kind; the first kinds get the rest of the division."""
    return {name: kills // len(kinds) + (place < kills % len(kinds)) for place, name in enumerate(kinds)}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kill", description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", type=_kinds, default=_ALL, help=f"all, or some of {','.join(KINDS)}")
    parser.add_argument("--kills", type=int, default=1_000, help="shared among the kinds")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _kinds(text: str) -> list[str]:
    names = list(KINDS) if text == _ALL else text.split(",")
    if unknown := ", ".join(name for name in names if name not in KINDS):
        raise argparse.ArgumentTypeError(f"{unknown}: choose from {', '.join(KINDS)}")
    return names


def _report(count: KillCount) -> None:
    if count.killed % _REPORTED_EVERY == 0:
        print(_line(count), flush=True)


def _line(count: KillCount) -> str:
    return (
        f"{count.name:10} {count.killed:5} killed {count.finished:5} finished first "
        f"{len(count.faults):3} faults {count.seconds:6.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
