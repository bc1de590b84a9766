"""`factdesk index`: indexes folders of articles."""

from __future__ import annotations

import asyncio

import click

from bot.app import open_app
from bot.cli import ANSWERED, FAILED
from bot.cli.app import sync_with_progress
from bot.cli.options import folders
from bot.errors import UserError
from bot.settings import load_settings


@click.command
@click.argument("directories", metavar="[DIR]...", nargs=-1)
@click.option("--complete", is_flag=True, help="Also compute now what the bot computes in the background.")
def index(directories: tuple[str, ...], *, complete: bool) -> int:
    """Index folders of articles.

    Without DIR, the folders of FACTDESK_CORPUS are indexed. Unchanged files are not read again. The running bot
    computes attributions and sentence vectors in the background; --complete computes them now, which takes about a
    second per article.

    Exit codes: 0 indexed, 1 a folder is missing; the others were indexed.
    """
    return asyncio.run(_index(directories, complete=complete))


async def _index(directories: tuple[str, ...], *, complete: bool) -> int:
    settings = load_settings(**({"corpus": folders(directories)} if directories else {}))
    if not settings.corpus:
        raise UserError("No folder of articles is set. Name one as `factdesk index DIR`, or set FACTDESK_CORPUS.")
    async with open_app(settings) as app:
        await app.check_index()
        report = await sync_with_progress(app)
        click.echo("\n".join(report.lines()))
        if complete:
            await app.complete()
            await app.text_packing.shrink()
    return FAILED if report.unusable_folders else ANSWERED
