"""`factdesk backup` and `factdesk restore`: the database to a file, and back."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path

import click

from bot.cli.service import heartbeat
from bot.errors import UserError
from bot.library import data_folder
from bot.settings import load_settings


@click.command
@click.argument("file", required=False)
def backup(file: str | None) -> None:
    """Write all that is kept (articles, claims, their log) to FILE; the bot may go on meanwhile.

    Without FILE, one named after the moment is made in the folder you are in.
    """
    target = Path(file or f"factdesk-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db")
    size = data_folder.back_up(load_settings().data, target)
    click.echo(f"Written to {target} ({size / 1e6:,.1f} MB).")


@click.command
@click.argument("file")
def restore(file: str) -> None:
    """Put the backup FILE in the place of what is kept now, which is set aside in the data folder.

    Stop the bot first. The index is made anew when it is next needed.
    """
    asyncio.run(_restore(Path(file)))


async def _restore(source: Path) -> None:
    data = load_settings().data
    age = heartbeat.age(data, time.time())
    if age is not None and age < heartbeat.STALE_SECONDS:
        raise UserError("The bot is running on this data: stop it first, then restore.")
    kept = data / f"replaced-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    replaced = await data_folder.restore(data, source, kept)
    click.echo(f"Restored from {source}; the index is made anew when it is next needed.")
    if replaced:
        click.echo(f"What was there before is kept in {kept}.", err=True)
