"""What was measured, as the tables and the picture of docs/benchmarks.md; what stands around them is kept."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.plot import svg
from tests.bench.questions import Score

_BEGIN, _END = "<!-- made by `make bench`: from here -->", "<!-- to here -->"
_PICTURE = "pictures/benchmark-cost.svg"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One peer at one size. `spent` are the CPU milliseconds of each question; memory and disk are bytes."""

    peer: str
    passages: int
    build_seconds: float
    disk: int
    memory: int
    spent: tuple[float, ...]
    score: Score

    def cost(self, share: float) -> float:
        """Return the CPU milliseconds that this share of the questions does not exceed."""
        ordered = sorted(self.spent)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Misspelt:
    """What slips in the questions cost: `kind` says how many, where."""

    kind: str
    passages: int
    whole: Score
    score: Score
    spent: float


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest that a ticking task was kept waiting while many searched at once, and with nothing to do, in ms."""

    passages: int
    longest: float
    idle: float


HEAD = (
    "| passages | | built, passages/s | disk MB | memory MB | p50 ms | p95 ms | p99 ms "
    "| Hits@1 | Hits@4 | Hits@10 | MRR@10 |\n|" + "---|" * 12
)


def line(row: ReportRow) -> str:
    """Return one row of the main table."""
    rate = f"{row.passages / row.build_seconds:,.0f}" if row.disk else "–"
    disk = f"{row.disk / 1e6:,.0f}" if row.disk else "–"
    costs = " | ".join(f"{row.cost(share):,.1f}" for share in (0.5, 0.95, 0.99))
    return (
        f"| {row.passages:,} | {row.peer} | {rate} | {disk} | {row.memory / 1e6:,.0f} | {costs} "
        f"| {row.score.hits_1:.2f} | {row.score.hits_4:.2f} | {row.score.hits_10:.2f} | {row.score.mrr:.3f} |"
    )


def write(
    page: Path, rows: Sequence[ReportRow], slips: Sequence[Misspelt], stalls: Sequence[Stall], *, source: str
) -> None:
    """Put tables and picture between the page's two marks, or at its end where it has none."""
    old = page.read_text("utf-8") if page.exists() else f"# Benchmarks\n\n{_BEGIN}\n{_END}\n"
    before, found, rest = old.partition(_BEGIN)
    after = rest.partition(_END)[2].removeprefix("\n") if found else ""
    made = "\n\n".join([_around(source), *_tables(rows, slips, stalls)])
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{before.rstrip()}\n\n{_BEGIN}\n\n{made}\n\n{_END}\n{after}", "utf-8")
    picture = page.parent / _PICTURE
    picture.parent.mkdir(exist_ok=True)
    lines = {peer: [_point(row) for row in rows if row.peer == peer] for peer in dict.fromkeys(r.peer for r in rows)}
    picture.write_text(svg(lines), "utf-8")


def _point(row: ReportRow) -> tuple[float, float, float]:
    return row.passages, row.cost(0.5), row.cost(0.95)


def _version(name: str) -> str:
    """Return what a peer's version adds to the list; nothing where it is not installed, and so was not measured."""
    try:
        return f"{name} {version(name)}, "
    except PackageNotFoundError:
        return ""


def _around(source: str) -> str:
    peers = f"SQLite {sqlite3.sqlite_version}, {_version('bm25s')}rapidfuzz {version('rapidfuzz')}"
    return (
        f"Made by `make bench` over {source}, with Python {platform.python_version()}, tantivy {version('tantivy')}, "
        f"{peers}. Time is CPU time of all threads; memory is the most that the answering process held resident, "
        "files mapped into it included."
    )


def _tables(rows: Sequence[ReportRow], slips: Sequence[Misspelt], stalls: Sequence[Stall]) -> list[str]:
    tables = ["\n".join([HEAD, *map(line, rows)]), f"![CPU milliseconds a question against passages]({_PICTURE})"]
    if slips:
        tables.append("### Misspelt questions\n\n" + "\n".join([_SLIPS, *map(_slip, slips)]))
    if stalls:
        told = "\n".join(f"| {one.passages:,} | {one.longest:.0f} | {one.idle:.0f} |" for one in stalls)
        tables.append(f"### The event loop\n\nThe longest that a ticking task was kept waiting:\n\n{_STALLS}\n{told}")
    return tables


_STALLS = "| passages | while 50 searches ran, ms | with nothing to do, ms |\n|---|---|---|"
_SLIPS = "| passages | slips | MRR@10 | falls by | Hits@10 | p95 ms |\n|---|---|---|---|---|---|"


def _slip(slip: Misspelt) -> str:
    return (
        f"| {slip.passages:,} | {slip.kind} | {slip.score.mrr:.3f} | {slip.whole.mrr - slip.score.mrr:+.3f} "
        f"| {slip.score.hits_10:.2f} | {slip.spent:,.1f} |"
    )
