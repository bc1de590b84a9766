"""`factdesk claims verify-log` and `log-head`: the audit log, and lines that witness it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TextIO

import click

from bot.cli import ANSWERED, FAILED
from bot.cli.claims.context import guild_option, open_desk_context
from bot.errors import UserError
from bot.model.claims import OWN_GUILD
from bot.model.notifications import LogCheck, WitnessCheck
from bot.model.witness import FEWEST_DIGITS, WitnessLine, file_line, read_lines

_LONGEST_WITNESS = 20_000_000  # characters


@click.command("verify-log")
@guild_option
@click.option(
    "--witness",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="Compare with the lines “log: 1,204 events, head 7f3a…” in FILE, or pasted after - (end with Ctrl+D).",
)
def verify_log(guild: int | None, witness: TextIO | None) -> int:
    """Verify the log of every desk, or that of --guild.

    The log is replayed from nothing and compared with the tables: each row that was changed, added or deleted without
    an event is found. Rows cut from the end together with what they did, a log rewritten as a whole, and an older file
    are only found with --witness.

    Exit codes: 0 the log is intact, 1 it is not; the first bad row is named.
    """
    lines = _witness_lines(witness.read(_LONGEST_WITNESS)) if witness else []
    return asyncio.run(_verify_log(guild, lines))


@click.command("log-head")
@guild_option
def log_head(guild: int | None) -> None:
    """Print length and last hash of every log, to be kept elsewhere.

    `verify-log --witness` compares such lines with the log later.
    """
    asyncio.run(_log_head(guild))


async def _verify_log(guild: int | None, lines: Sequence[WitnessLine]) -> int:
    async with open_desk_context(guild) as context:
        checks = await context.desk.verify_log(guild)
        witness_checks = await context.desk.check_witness(lines, guild) if lines else []
    for check in checks:
        click.echo(_log_sentence(check))
    for witness_check in witness_checks:
        click.echo(_witness_sentence(witness_check))
    if not checks:
        click.echo("There is no log yet: no claim was flagged.")
    is_bad = any(check.bad for check in checks) or any(check.bad for check in witness_checks)
    return FAILED if is_bad else ANSWERED


async def _log_head(guild: int | None) -> None:
    async with open_desk_context(guild) as context:
        heads = await context.desk.log_heads(guild)
    for head in heads:
        click.echo(file_line(head))
    if not heads:
        click.echo("There is no log yet: no claim was flagged.", err=True)


def _witness_lines(text: str) -> list[WitnessLine]:
    """Return the lines long enough to prove something. Raises UserError without one."""
    lines = list(dict.fromkeys(read_lines(text)))
    usable = [line for line in lines if len(line.head) >= FEWEST_DIGITS]
    if not usable:
        reason = f"has fewer than {FEWEST_DIGITS} digits of a head" if lines else "was found"
        noun = "Each line" if lines else "No line"
        raise UserError(f"{noun} like “log: 1,204 events, head 7f3a…” {reason}. Copy whole lines from the digests.")
    if len(usable) < len(lines):
        left_out = f"{len(lines) - len(usable):,} of {len(lines):,} witness lines"
        click.echo(f"{left_out} left out: fewer than {FEWEST_DIGITS} digits of a head prove nothing.", err=True)
    return usable


def _log_sentence(check: LogCheck) -> str:
    return f"{_log_name(check.guild)}, {check.events:,} rows: {check.bad or 'intact'}."


def _witness_sentence(check: WitnessCheck) -> str:
    if check.guild is None:
        return f"{check.bad}."
    noun = "witness line" if check.lines == 1 else "witness lines"
    outcome = check.bad or f"up to row {check.covered:,}, the log is as it was then"
    return f"{_log_name(check.guild)}, {check.lines:,} {noun}: {outcome}."


def _log_name(guild: int) -> str:
    return "The log of the newsroom's own desk" if guild == OWN_GUILD else f"The log of Discord server {guild}"
