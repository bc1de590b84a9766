"""`factdesk index`: folders brought into the index, and what came of it."""

from __future__ import annotations

import asyncio

import click

from bot.app import open_app
from bot.cli.app import brought_in_step
from bot.cli.options import folders
from bot.errors import UserError
from bot.settings import load_settings


@click.command
@click.argument("directories", metavar="[DIR]...", nargs=-1)
@click.option("--complete", is_flag=True, help="Also work out now what the bot works out in the background.")
def index(directories: tuple[str, ...], *, complete: bool) -> None:
    """Bring folders of articles into the index.

    Without DIR those of FACTDESK_CORPUS. What has not changed since is not read again. Who says what, and the sentence
    vectors, are worked out by the running bot, or here with --complete, which takes a second an article.
    """
    asyncio.run(_index(directories, complete=complete))


async def _index(directories: tuple[str, ...], *, complete: bool) -> None:
    settings = load_settings(**({"corpus": folders(directories)} if directories else {}))
    if not settings.corpus:
        raise UserError("No folder is named: give one, `factdesk index DIR`, or set FACTDESK_CORPUS.")
    async with open_app(settings) as app:
        report = await brought_in_step(app)
        click.echo("\n".join(report.lines()))
        if complete:
            await app.complete()
