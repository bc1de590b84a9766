"""The report of a run: figures beside those asked for, levels by kind of sentence, costs, misses; or all as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from bot.model.json_types import Json
from tests.bench.drafts.run import Cost
from tests.bench.drafts.scoring import UNREAD, DraftFigure, DraftScore, Judged


def text_lines(score: DraftScore, costs: Sequence[Cost]) -> Iterator[str]:
    """Yield the report as a person reads it."""
    yield f"{len(score.judged):,} sentences"
    for figure in score.figures():
        yield _figure_line(figure)
    for kind, levels in score.levels():
        counts = ", ".join(f"{level} {count}" for level, count in levels.most_common())
        yield f"  {kind}: {counts}"
    for cost in costs:
        yield (
            f"{cost.words:,} words, {'cold' if cost.is_cold else 'warm'}: first card {cost.first_s:.2f} s CPU, "
            f"whole {cost.cpu_s:.2f} s CPU, {cost.wall_s:.2f} s; "
            f"{cost.resident_mb:,.0f} MB, peak {cost.peak_mb:,.0f} MB"
        )


def _figure_line(figure: DraftFigure) -> str:
    mark = "" if not figure.asked else ("ok" if figure.holds(figure.share) else "MISSED")
    asked = f"{figure.asked:8}" if figure.asked else " " * 8
    return f"{figure.name:44} {figure.share:6.1%}  {figure.count:4} of {figure.total:4}  {asked} {mark}".rstrip()


def json_report(score: DraftScore, costs: Sequence[Cost]) -> dict[str, Json]:
    """Return the report for scripts."""
    return {
        "sentences": len(score.judged),
        "figures": [
            {
                "name": figure.name,
                "count": figure.count,
                "total": figure.total,
                "asked": figure.asked,
                "holds": figure.holds(figure.share),
            }
            for figure in score.figures()
        ],
        "levels": {kind: dict(_counts(levels)) for kind, levels in score.levels()},
        "costs": [asdict(cost) for cost in costs],
    }


def _counts(levels: Counter[str]) -> Iterator[tuple[str, Json]]:
    yield from levels.most_common()


def miss_lines(misses: Sequence[Judged]) -> Iterator[str]:
    """Yield each miss with what the check said, ordered by what was done and which level it got."""
    for judged in sorted(misses, key=lambda miss: (miss.gold.change, miss.gold.kind, miss.level)):
        gold = judged.gold
        yield f"\n[{gold.change.value}, {gold.kind.value}] {judged.draft}, from {gold.document}: {judged.level}"
        yield f"  {gold.text}"
        if gold.new_words:
            yield f"  put in: {gold.new_words}"
        for item in judged.items:
            changes = [(change["from"], change["to"]) for change in item["changes"]]
            yield f"  - {item['kind']}: {item['level']}, speaker {item['speaker']}, {changes}, {item['note'] or ''}"
            for finding in item["findings"][:1]:
                yield f"      {_finding(finding)}"
        if not judged.items:
            yield f"  - {UNREAD}"


def _finding(finding: dict[str, object]) -> str:
    return f"{finding.get('document')}: {finding.get('text') or finding.get('quote')}"
