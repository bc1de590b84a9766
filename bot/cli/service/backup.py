"""`factdesk backup`, `factdesk restore` and `factdesk reading-copy`."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path

import click

from bot.cli.counts import counted
from bot.cli.service import heartbeat
from bot.errors import UserError
from bot.library import data_folder
from bot.settings import load_settings

_ON_SERVER = (
    "The articles are not in it: FACTDESK_DATABASE holds them. Back them up with "
    "`pg_dump --schema=factdesk --format=custom --file=FILE URL`."
)


@click.command
@click.argument("file", required=False)
@click.option("--verify", is_flag=True, help="Write nothing; check that the backup FILE can be restored.")
def backup(file: str | None, *, verify: bool) -> None:
    """Back up all data to FILE; the bot may keep running.

    A backup contains the articles, the claims and their log.

    Without FILE, the backup is written to the current folder and named after the date and time.
    """
    if verify:
        if file is None:
            raise click.UsageError("Name the FILE to verify.")
        content = data_folder.verify_backup(Path(file))
        click.echo(
            f"{file} can be restored: {counted(content.documents, 'document')}, {counted(content.claims, 'claim')} "
            f"({content.size / 1e6:,.1f} MB, tables at version {content.version})."
        )
        return
    target = Path(file or f"factdesk-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db")
    settings = load_settings()
    size = data_folder.back_up(settings.data, target)
    click.echo(f"Backup written to {target} ({size / 1e6:,.1f} MB).")
    if settings.database_url is not None:
        click.echo(_ON_SERVER, err=True)


@click.command
@click.argument("file")
def restore(file: str) -> None:
    """Replace all data by the backup FILE.

    Stop the bot first. The present data is moved aside in the data folder. The index is rebuilt when it is next needed.
    """
    asyncio.run(_restore(Path(file)))


@click.command("reading-copy")
@click.argument("file", type=click.Path(path_type=Path))
def reading_copy(file: Path) -> None:
    """Write claims with a verdict, evidence and quotes to FILE, an SQLite file to query.

    It holds the public views and nothing else; the bot may keep running. An earlier copy is brought up to date.
    """
    rows = asyncio.run(data_folder.write_reading_copy_of(load_settings(), file))
    counts = ", ".join(f"{count:,} {name.removeprefix('public_')}" for name, count in rows.items())
    click.echo(f"Copy written to {file}: {counts}.")


async def _restore(source: Path) -> None:
    data = load_settings().data
    age = heartbeat.heartbeat_age(data, time.time())
    if age is not None and age < heartbeat.STALE_SECONDS:
        raise UserError("The bot is running on this data. Stop it first, then restore.")
    replaced_folder = data / f"replaced-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    replaced = await data_folder.restore(data, source, replaced_folder)
    click.echo(f"Restored from {source}; the index will be rebuilt when it is next needed.")
    if replaced:
        click.echo(f"The previous data was moved to {replaced_folder}.", err=True)
