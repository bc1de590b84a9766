"""`make bench-check`: search held against the last release, by its ratio to tantivy alone in the same run."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.journal import BenchJournal
from tests.bench.peers import BARE
from tests.bench.questions import Question
from tests.bench.report import PairedCosts

RELEASED = Path(__file__).parent / "released.json"
ALLOWED = 1.25
Ratios = dict[str, dict[str, float]]  # by number of passages, by what is compared


def paired(passages: int, told: Mapping[str, Sequence[Sequence[float]]]) -> PairedCosts:
    """Return the pair of a worker's passes: the first apart, of the later ones each question's quickest.

    What disturbs one pass would else be taken for a regression.
    """
    factdesk, bare = told["factdesk"], told[BARE]
    return PairedCosts(passages, tuple(factdesk[0]), _quickest(factdesk[1:]), tuple(bare[0]), _quickest(bare[1:]))


def _quickest(passes: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(map(min, zip(*passes, strict=True)))


def regressions(released: Ratios, now: Ratios) -> list[str]:
    """Return one sentence about each ratio that has grown by more than a quarter.

    >>> regressions({"10000": {"search p50": 2.0}}, {"10000": {"search p50": 2.6}})
    ['10,000 passages, search p50: 2.60 times tantivy alone, 2.00 when released.']
    """
    return [
        f"{int(size):,} passages, {what}: {ratio:.2f} times tantivy alone, {released[size][what]:.2f} when released."
        for size, ratios in now.items()
        for what, ratio in ratios.items()
        if ratio > ALLOWED * released.get(size, {}).get(what, ratio)
    ]


def run(
    archives: Sequence[Path], asked: Sequence[Question], released: Path, journal: BenchJournal, *, write: bool
) -> None:
    """Measure the ratios, and write them or exit with the regressions among them."""
    now: Ratios = {}
    for articles in archives:
        for name in ("factdesk", BARE):
            journal.run("build", name, articles, ())
        size = articles.parents[1].name
        now[size] = paired(int(size), journal.run("pair", "factdesk", articles, asked)).ratios()
        told = ", ".join(f"{what} {ratio:.2f}" for what, ratio in now[size].items())
        print(f"{int(size):,} passages, times tantivy alone: {told}", flush=True)
    known: Ratios = json.loads(released.read_text()) if released.exists() else {}
    journal.finish()
    if write:
        released.write_text(json.dumps(known | now, indent=2) + "\n")
    elif found := regressions(known, now):
        sys.exit("\n".join(found))
