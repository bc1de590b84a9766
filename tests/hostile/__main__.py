"""`make fuzz`: repeated pieces through every stage, then random input for each reader."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from tests.conftest import ROOT
from tests.hostile.growth import superlinear
from tests.hostile.random_input import INPUTS, fuzz
from tests.hostile.shapes import PIECES
from tests.hostile.stages import STAGES

_SIZES = (1_000, 8_000)  # and eight times as many characters


def main() -> int:
    """Run all parts, each reader in a process of its own, which may crash; return 1 if something was found."""
    options = argparse.ArgumentParser(prog="python -m tests.hostile")
    options.add_argument("--minutes", type=float, default=10, help="for each reader, and for all stages together")
    options.add_argument("--reader", choices=list(INPUTS), help="only this one, in this process")
    given = options.parse_args()
    if given.reader:
        found: list[str] = []
        number = fuzz(given.reader, given.minutes * 60, found.append)
        print(f"{given.reader}: {number:,} inputs, {'a fault' if found else 'nothing found'}", *found, sep="\n")
        return 1 if found else 0
    faults = _scan_stages(given.minutes * 60)
    for suffix in INPUTS:
        command = [sys.executable, "-m", "tests.hostile", "--reader", suffix, "--minutes", str(given.minutes)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code < 0:
            print(f"{suffix}: the process was ended by signal {-code}")
        faults += code != 0
    return 1 if faults else 0


def _scan_stages(seconds: float) -> int:
    """Print which pieces take superlinear time in which stage; return their number."""
    began, faults, done = time.monotonic(), 0, 0
    for size in _SIZES:
        for piece in PIECES:
            for name, stage in STAGES.items():
                if time.monotonic() - began > seconds:
                    break
                done += 1
                if growth := superlinear(stage, piece, size):
                    faults += 1
                    print(f"{name} with {piece!r}: {growth}", flush=True)
    print(f"stages: {done:,} of {len(_SIZES) * len(PIECES) * len(STAGES):,} scans, {faults} superlinear", flush=True)
    return faults


if __name__ == "__main__":
    sys.exit(main())
