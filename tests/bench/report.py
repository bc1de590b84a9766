"""What was measured, as the tables and the picture of docs/benchmarks.md; what stands around them is kept."""

from __future__ import annotations

import math
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.plot import svg
from tests.bench.questions import Score

_BEGIN, _END = "<!-- made by `make bench`: from here -->", "<!-- to here -->"
_PICTURE = "pictures/benchmark-cost.svg"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One peer at one size.

    `spent` are the CPU milliseconds of each question, `first` those of the first pass; memory and disk are bytes.
    """

    peer: str
    passages: int
    build_seconds: float
    disk: int
    memory: int
    first: tuple[float, ...]
    spent: tuple[float, ...]
    score: Score

    def cost(self, share: float) -> float:
        """Return the CPU milliseconds that this share of the questions does not exceed."""
        return quantile(self.spent, share)


@dataclass(frozen=True, slots=True)
class PairedCosts:
    """CPU milliseconds of factdesk and of tantivy alone, each question asked of one after the other."""

    passages: int
    first: tuple[float, ...]
    spent: tuple[float, ...]
    bare_first: tuple[float, ...]
    bare: tuple[float, ...]

    def ratios(self) -> dict[str, float]:
        """Return how many times the peer's cost factdesk's is, by what is compared."""
        return {
            "search p50": quantile(self.spent, 0.5) / quantile(self.bare, 0.5),
            "search p95": quantile(self.spent, 0.95) / quantile(self.bare, 0.95),
        }


@dataclass(frozen=True, slots=True)
class OtherPaths:
    """CPU milliseconds by path, the megabytes that 1,500 answers add, and the bytes on the disk by part."""

    passages: int
    spent: Mapping[str, Sequence[float]]
    grown: float
    disk: Mapping[str, int]


@dataclass(slots=True)
class BenchReport:
    """All that one run measured."""

    source: str
    rows: list[ReportRow] = field(default_factory=list)
    pairs: list[PairedCosts] = field(default_factory=list)
    slips: list[Misspelt] = field(default_factory=list)
    stalls: list[Stall] = field(default_factory=list)
    paths: list[OtherPaths] = field(default_factory=list)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def exponent(costs: Mapping[int, float]) -> float | None:
    """Return the power of the size that the cost grows with, from the smallest size to the largest.

    >>> exponent({10_000: 2.0, 1_000_000: 20.0})
    0.5
    """
    low, high = min(costs), max(costs)
    if low == high or not costs[low] > 0 or not costs[high] > 0:
        return None
    return math.log(costs[high] / costs[low]) / math.log(high / low)


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
    "| passages | | built, passages/s | disk MB | memory MB | first p50 ms | first p95 ms | p50 ms | p95 ms | p99 ms "
    "| Hits@1 | Hits@4 | Hits@10 | MRR@10 |\n|" + "---|" * 14
)


def line(row: ReportRow) -> str:
    """Return one row of the main table."""
    rate = f"{row.passages / row.build_seconds:,.0f}" if row.disk else "–"
    disk = f"{row.disk / 1e6:,.0f}" if row.disk else "–"
    spent = [quantile(row.first, share) for share in (0.5, 0.95)] + [row.cost(share) for share in (0.5, 0.95, 0.99)]
    costs = " | ".join(f"{cost:,.2f}" for cost in spent)
    return (
        f"| {row.passages:,} | {row.peer} | {rate} | {disk} | {row.memory / 1e6:,.0f} | {costs} "
        f"| {row.score.hits_1:.2f} | {row.score.hits_4:.2f} | {row.score.hits_10:.2f} | {row.score.mrr:.3f} |"
    )


def write(page: Path, report: BenchReport) -> None:
    """Put tables and picture between the page's two marks, or at its end where it has none."""
    old = page.read_text("utf-8") if page.exists() else f"# Benchmarks\n\n{_BEGIN}\n{_END}\n"
    before, found, rest = old.partition(_BEGIN)
    after = rest.partition(_END)[2].removeprefix("\n") if found else ""
    made = "\n\n".join([_around(report.source), *_tables(report)])
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{before.rstrip()}\n\n{_BEGIN}\n\n{made}\n\n{_END}\n{after}", "utf-8")
    picture = page.parent / _PICTURE
    picture.parent.mkdir(exist_ok=True)
    peers = dict.fromkeys(row.peer for row in report.rows)
    picture.write_text(svg({peer: [_point(row) for row in report.rows if row.peer == peer] for peer in peers}), "utf-8")


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


def _tables(report: BenchReport) -> list[str]:
    tables = [
        "\n".join([HEAD, *map(line, report.rows)]),
        f"![CPU milliseconds a question against passages]({_PICTURE})",
    ]
    tables += [_growth_table(report.rows)]
    if report.pairs:
        tables.append(f"### Beside tantivy alone\n\n{_PAIRED}\n\n" + "\n".join([_PAIRS, *map(_pair, report.pairs)]))
    if report.paths:
        tables.append("### The other paths\n\n" + "\n".join(_paths_table(report.paths)))
        tables.append("### On the disk\n\n" + "\n".join(_disk_table(report.paths)))
    if report.slips:
        tables.append("### Misspelt questions\n\n" + "\n".join([_SLIPS, *map(_slip, report.slips)]))
    if report.stalls:
        told = "\n".join(f"| {one.passages:,} | {one.longest:.0f} | {one.idle:.0f} |" for one in report.stalls)
        tables.append(f"### The event loop\n\nThe longest that a ticking task was kept waiting:\n\n{_STALLS}\n{told}")
    return tables


def _growth_table(rows: Sequence[ReportRow]) -> str:
    """Return the power of the number of passages that each peer's cost grows with."""
    told = ["| | sizes | exponent of the first pass's p95 | of p50 | of p95 |", "|---|---|---|---|---|"]
    for peer in dict.fromkeys(row.peer for row in rows):
        own = [row for row in rows if row.peer == peer]
        if len(own) < 2:  # nothing has grown
            continue
        shown = [
            _power({row.passages: cost(row) for row in own})
            for cost in (lambda row: quantile(row.first, 0.95), lambda row: row.cost(0.5), lambda row: row.cost(0.95))
        ]
        sizes = f"{own[0].passages:,} to {own[-1].passages:,}"
        told.append(f"| {peer} | {sizes} | {' | '.join(shown)} |")
    return "\n".join(told)


def _power(costs: Mapping[int, float]) -> str:
    power = exponent(costs)
    return "–" if power is None else f"{power:.2f}"


_PAIRED = (
    "Each question is asked of both, one after the other in one process, so that the machine's other work slows both:"
)
_PAIRS = "| passages | first p95 ms | tantivy | p50 ms | tantivy | times | p95 ms | tantivy | times |\n|" + "---|" * 9


def _pair(pair: PairedCosts) -> str:
    ratios = pair.ratios()
    cells = [
        f"{pair.passages:,}",
        *(f"{quantile(spent, 0.95):.2f}" for spent in (pair.first, pair.bare_first)),
        *(f"{quantile(spent, 0.5):.2f}" for spent in (pair.spent, pair.bare)),
        f"{ratios['search p50']:.1f}",
        *(f"{quantile(spent, 0.95):.2f}" for spent in (pair.spent, pair.bare)),
        f"{ratios['search p95']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _paths_table(measured: Sequence[OtherPaths]) -> list[str]:
    """Return CPU milliseconds (p50 / p95) of each path by size, and the exponent of the median."""
    sizes = " | ".join(f"{one.passages:,}" for one in measured)
    told = [f"| CPU ms, p50 / p95 | {sizes} | exponent |", "|---|" + "---|" * (len(measured) + 1)]
    for path in measured[0].spent:
        cells = [f"{quantile(one.spent[path], 0.5):,.1f} / {quantile(one.spent[path], 0.95):,.1f}" for one in measured]
        power = _power({one.passages: quantile(one.spent[path], 0.5) for one in measured})
        told.append(f"| {path} | {' | '.join(cells)} | {power} |")
    grown = " | ".join(f"{one.grown:+.0f}" for one in measured)
    return [*told, f"| MB resident that 1,500 answers add to 100 | {grown} | |"]


def _disk_table(measured: Sequence[OtherPaths]) -> list[str]:
    sizes = " | ".join(f"{one.passages:,}" for one in measured)
    told = [f"| MB | {sizes} | exponent |", "|---|" + "---|" * (len(measured) + 1)]
    for part in dict.fromkeys(part for one in measured for part in one.disk):
        cells = " | ".join(f"{one.disk.get(part, 0) / 1e6:,.1f}" for one in measured)
        told.append(f"| {part} | {cells} | {_power({one.passages: one.disk.get(part, 0) for one in measured})} |")
    return told


_STALLS = "| passages | while 50 searches ran, ms | with nothing to do, ms |\n|---|---|---|"
_SLIPS = "| passages | slips | MRR@10 | falls by | Hits@10 | p95 ms |\n|---|---|---|---|---|---|"


def _slip(slip: Misspelt) -> str:
    return (
        f"| {slip.passages:,} | {slip.kind} | {slip.score.mrr:.3f} | {slip.whole.mrr - slip.score.mrr:+.3f} "
        f"| {slip.score.hits_10:.2f} | {slip.spent:,.1f} |"
    )
