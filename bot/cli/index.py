"""`factdesk index`: folders brought into the index, and what came of it."""

from __future__ import annotations

import asyncio

import click

from bot.app import open_app
from bot.cli.folders import folders
from bot.cli.opening import brought_in_step
from bot.errors import UserError
from bot.settings import load_settings


@click.command
@click.argument("directories", metavar="[DIR]...", nargs=-1)
def index(directories: tuple[str, ...]) -> None:
    """Bring folders of articles into the index.

    Without DIR those of FACTDESK_CORPUS. What has not changed since is not read again.
    """
    asyncio.run(_index(directories))


async def _index(directories: tuple[str, ...]) -> None:
    settings = load_settings(**({"corpus": folders(directories)} if directories else {}))
    if not settings.corpus:
        raise UserError("No folder is named: give one, `factdesk index DIR`, or set FACTDESK_CORPUS.")
    async with open_app(settings) as app:
        report = await brought_in_step(app)
    click.echo("\n".join(report.lines()))
