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
from bot.cli.claims.render import claim_json, claim_line, file_json, file_lines
from bot.cli.claims.similar import similar


@click.group
def claims() -> None:
    """List, compare, import, export and publish the desk's claims."""


@claims.command("list")
@filter_options
@guild_option
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="At most this many claims."
)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="Skip this many claims first.")
@click.option("--json", "as_json", is_flag=True, help="Print each claim as one line of JSON.")
def list_claims(
    guild: int | None, limit: int, offset: int, *, as_json: bool, **options: Unpack[ClaimListOptions]
) -> int:
    """List claims, newest first.

    Exit codes: 0 listed, 3 no claim matches the filters.
    """
    return asyncio.run(_list(guild, limit, offset, options, as_json=as_json))


@claims.command
@click.argument("number", type=click.IntRange(1))
@guild_option
@click.option("--json", "as_json", is_flag=True, help="Print the claim as one line of JSON.")
def show(number: int, guild: int | None, *, as_json: bool) -> None:
    """Show claim NUMBER with its flags, evidence and verdicts."""
    asyncio.run(_show(number, guild, as_json=as_json))


claims.add_command(verify_log)
claims.add_command(log_head)
claims.add_command(similar)
claims.add_command(import_claims)
claims.add_command(export_claims)
claims.add_command(publish)


async def _list(guild: int | None, limit: int, offset: int, options: ClaimListOptions, *, as_json: bool) -> int:
    async with open_desk_context(guild) as context:
        page = await context.desk.claims(
            context.guild, await claim_filter(context, options), offset=offset, limit=limit
        )
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
