"""`factdesk claims`: lists, shows, imports, exports and publishes the desk's claims."""

from __future__ import annotations

import asyncio
import json
from typing import Unpack

import click

from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.claims.context import ClaimListOptions, claim_filter, filter_options, guild_option, open_desk_context
from bot.cli.claims.files import export_claims, import_claims
from bot.cli.claims.log import log_head, verify_log
from bot.cli.claims.publish import publish
from bot.cli.claims.render import claim_json, claim_line, file_json, file_lines, statistics_json
from bot.cli.claims.similar import similar
from bot.cli.render.terminal import printable
from bot.desk.statistics_text import headline, tables, verdict_time
from bot.model.claim_lists import ClaimOrder


@click.group
def claims() -> None:
    """List, compare, import, export and publish the desk's claims."""


@claims.command("list")
@filter_options
@guild_option
@click.option(
    "--order",
    type=click.Choice([order.name.lower() for order in ClaimOrder]),
    default="newest",
    show_default=True,
    help="Which claims come first.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="At most this many claims."
)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="Skip this many claims first.")
@click.option("--json", "as_json", is_flag=True, help="Print each claim as one line of JSON.")
def list_claims(
    guild: int | None, order: str, limit: int, offset: int, *, as_json: bool, **options: Unpack[ClaimListOptions]
) -> int:
    """List claims in an order, newest first by default.

    Exit codes: 0 listed, 3 no claim matches the filters.
    """
    return asyncio.run(_list(guild, ClaimOrder[order.upper()], (offset, limit), options, as_json=as_json))


@claims.command
@click.argument("number", type=click.IntRange(1))
@guild_option
@click.option("--json", "as_json", is_flag=True, help="Print the claim as one line of JSON.")
def show(number: int, guild: int | None, *, as_json: bool) -> None:
    """Show claim NUMBER with its flags, evidence and verdicts."""
    asyncio.run(_show(number, guild, as_json=as_json))


@claims.command
@guild_option
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as one line of JSON.")
def stats(guild: int | None, *, as_json: bool) -> None:
    """Show how long verdicts take, and which claims are in work."""
    asyncio.run(_stats(guild, as_json=as_json))


claims.add_command(verify_log)
claims.add_command(log_head)
claims.add_command(similar)
claims.add_command(import_claims)
claims.add_command(export_claims)
claims.add_command(publish)


async def _list(
    guild: int | None, order: ClaimOrder, part: tuple[int, int], options: ClaimListOptions, *, as_json: bool
) -> int:
    offset, limit = part
    async with open_desk_context(guild) as context:
        chosen = await claim_filter(context, options)
        page = await context.desk.claims(context.guild, chosen, order=order, offset=offset, limit=limit)
    for claim in page.claims:
        click.echo(json.dumps(claim_json(claim), ensure_ascii=False) if as_json else claim_line(claim))
    if not page.claims:
        click.echo(
            "No claim matches the filters."
            if page.total == 0
            else f"Only {page.total:,} claims match: use a smaller --offset.",
            err=True,
        )
        return NOTHING_FOUND
    if page.total > len(page.claims):
        click.echo(
            f"{len(page.claims):,} of {page.total:,} claims shown; use --limit and --offset for the others.", err=True
        )
    return ANSWERED


async def _show(number: int, guild: int | None, *, as_json: bool) -> None:
    async with open_desk_context(guild) as context:
        file = await context.desk.file(context.guild, number)
    click.echo(json.dumps(file_json(file), ensure_ascii=False) if as_json else "\n".join(file_lines(file)))


async def _stats(guild: int | None, *, as_json: bool) -> None:
    async with open_desk_context(guild) as context:
        found = await context.desk.statistics(context.guild)
    if as_json:
        click.echo(json.dumps(statistics_json(found), ensure_ascii=False))
        return
    click.echo(headline(found))
    click.echo(verdict_time(found))
    for title, counts in tables(found):
        click.echo(f"\n{title}")
        for name, count in counts:
            click.echo(f"{count:>8,}  {printable(name)}")
