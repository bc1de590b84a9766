"""`factdesk migrate`: the archive of the data folder moves to a server."""

from __future__ import annotations

import asyncio
import time

import click

from bot.cli.counts import counted
from bot.cli.service import heartbeat
from bot.errors import ArchiveUnreachableError, UserError
from bot.library.archive_copy import CopyProgress
from bot.library.data_folder import copy_to_server
from bot.settings import load_settings

_SHOWN_EVERY_SECONDS = 5.0


@click.command
def migrate() -> None:
    """Copy the articles from the data folder to FACTDESK_DATABASE.

    Stop the bot first. The claims stay in the data folder, and so does the old archive. A copy that was stopped goes on
    where it was.
    """
    settings = load_settings()
    if settings.database_url is None:
        raise UserError("FACTDESK_DATABASE is not set. Name in it the database to copy to.")
    age = heartbeat.heartbeat_age(settings.data, time.time())
    if age is not None and age < heartbeat.STALE_SECONDS:
        raise UserError("The bot is running on this data. Stop it first, then copy.")
    try:
        count = asyncio.run(copy_to_server(settings, _Shown().show))
    except ArchiveUnreachableError as error:
        raise UserError(
            "The server in FACTDESK_DATABASE went away. What was copied stays there: once it is back, run "
            "`factdesk migrate` again, and it goes on where it was."
        ) from error
    click.echo(f"{counted(count, 'document')} copied, with all that belongs to them. The index will be rebuilt.")


class _Shown:
    """The progress on standard error, every few seconds."""

    def __init__(self) -> None:
        self._shown_at = time.monotonic()

    def show(self, progress: CopyProgress) -> None:
        if time.monotonic() - self._shown_at >= _SHOWN_EVERY_SECONDS:
            self._shown_at = time.monotonic()
            click.echo(f"{progress.rows:,} of {progress.total:,} rows copied.", err=True)
