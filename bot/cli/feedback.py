"""`factdesk feedback`: counts and exports the feedback on answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import click

from bot.app import open_app
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.output_file import open_output
from bot.library.answer_feedback import FeedbackCounts, FeedbackSummary
from bot.model.json_types import Json
from bot.settings import load_settings

_NO_FEEDBACK = "No feedback has been given yet."

guild_option = click.option("--guild", type=int, metavar="ID", help="Only feedback from this Discord server.")


@click.group
def feedback() -> None:
    """Count or export the feedback on answers in Discord."""


@feedback.command
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE instead of stdout.")
@guild_option
def export(out: Path | None, guild: int | None) -> int:
    """Write the feedback as questions, one JSON object per line.

    Each quote is compared with the present text of its article. A quote that is no longer there is skipped, and stderr
    says why.

    Exit codes: 0 written, 3 nothing to write.
    """
    return asyncio.run(_export(out, guild))


@feedback.command
@guild_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def summary(guild: int | None, *, as_json: bool) -> int:
    """Count "Answers it" and "Doesn't" by state and kind of question.

    Exit codes: 0 shown, 3 no feedback.
    """
    return asyncio.run(_summary(guild, as_json=as_json))


async def _export(out: Path | None, guild: int | None) -> int:
    async with open_app(load_settings()) as app:
        exported = await app.feedback.export(guild)
    with open_output(out) as write:
        for line in exported.lines:
            write(json.dumps(line, ensure_ascii=False) + "\n")
    for reason in exported.skipped:
        click.echo(reason, err=True)
    if not exported.lines:
        click.echo("Nothing was exported: every question was skipped." if exported.skipped else _NO_FEEDBACK, err=True)
    return ANSWERED if exported.lines else NOTHING_FOUND


async def _summary(guild: int | None, *, as_json: bool) -> int:
    async with open_app(load_settings()) as app:
        totals = await app.feedback.summary(guild)
    if as_json:
        click.echo(json.dumps(summary_json(totals), ensure_ascii=False))
    elif totals.total.presses:
        click.echo("\n".join(summary_lines(totals)))
    else:
        click.echo(_NO_FEEDBACK, err=True)
    return ANSWERED if totals.total.presses else NOTHING_FOUND


def summary_json(summary: FeedbackSummary) -> dict[str, Json]:
    """Return a summary as the terminal's JSON."""
    return {
        **_counts_json(summary.total),
        "states": {state.value: _counts_json(counts) for state, counts in summary.states.items()},
        "intents": {name: _counts_json(counts) for name, counts in summary.intents.items()},
    }


def summary_lines(summary: FeedbackSummary) -> Iterator[str]:
    """Yield a summary as a table."""
    yield f"{'':16}{'presses':>8}  {'answers it':>10}  {'doesn’t':>8}  {'share':>6}"
    for state, counts in summary.states.items():
        yield _row(state.value, counts)
    yield _row("all", summary.total)
    yield ""
    for name, counts in summary.intents.items():
        yield _row(name, counts)


def _row(name: str, counts: FeedbackCounts) -> str:
    share = "–" if counts.share is None else f"{counts.share:.0%}"
    return f"{name:16}{counts.presses:>8,}  {counts.answers:>10,}  {counts.does_not:>8,}  {share:>6}"


def _counts_json(counts: FeedbackCounts) -> dict[str, Json]:
    return {
        "presses": counts.presses,
        "answers": counts.answers,
        "does_not": counts.does_not,
        "share": None if counts.share is None else round(counts.share, 3),
    }
