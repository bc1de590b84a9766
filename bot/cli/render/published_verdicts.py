"""Formats the published verdicts above an answer or a quote check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cli.render.terminal import Style, StyledText, flow
from bot.desk.verdict_words import checked_line, duplicate_line
from bot.model.json_types import Json
from bot.model.published_verdicts import PublishedVerdict

_INDENT = "    "


def verdict_blocks(verdicts: Sequence[PublishedVerdict], width: int) -> Iterator[str]:
    """Yield each verdict: "Checked 1 January 2024 by AFP: False", claim, why and link."""
    for verdict in verdicts:
        link = f"{verdict.url} · " if verdict.url else ""
        lines = [
            StyledText(f"Claim: {verdict.text}"),
            StyledText(verdict.why),
            StyledText(duplicate_line(verdict), Style.DIM),
            StyledText(f"{link}claim #{verdict.claim}", Style.DIM),
        ]
        yield "\n".join(
            [
                flow([StyledText(checked_line(verdict), Style.BOLD)], width, colour=True),
                *(flow([line], width, first=_INDENT, rest=_INDENT, colour=True) for line in lines if line.text),
            ]
        )


def verdicts_json(verdicts: Sequence[PublishedVerdict]) -> dict[str, Json]:
    """Return the key `published_verdicts` of `ask --json` and `quote --json`."""
    return {"published_verdicts": [_verdict_json(verdict) for verdict in verdicts]}


def _verdict_json(verdict: PublishedVerdict) -> dict[str, Json]:
    return {
        "claim": verdict.claim,
        "text": verdict.text,
        "rating": verdict.rating,
        "why": verdict.why,
        "author": verdict.author,
        "date": verdict.date,
        "url": verdict.url,
        "imported": verdict.imported,
        "duplicate": verdict.duplicate,
    }
