"""The commands with a connection to Discord: `factdesk bot`, `factdesk sync`."""

from __future__ import annotations

import asyncio
from functools import partial

import click

from bot.cli.service.garbage import postpone_collections
from bot.cli.service.signals import run_until_stopped
from bot.errors import SetupError
from bot.library.process_memory import limit_allocator
from bot.logs import set_up_logging
from bot.settings import EX_CONFIG, Settings, load_settings


@click.command
@click.option(
    "--rehearse", is_flag=True, help="Do everything except connect to Discord; needs no token and no network."
)
def bot(*, rehearse: bool) -> None:
    """Run the Discord bot until SIGTERM or SIGINT.

    Exit codes: 0 stopped, 78 the token is missing or wrong, 1 failure.
    """
    settings = load_settings()
    token = "" if rehearse else _token(settings)
    debug = click.get_current_context().find_root().params["debug"]
    set_up_logging("DEBUG" if debug else settings.log_level, settings.log_format)
    limit_allocator()
    postpone_collections()
    # The import of discord.py takes a second: report a missing token first.
    from bot.cli.service import run  # noqa: PLC0415

    run_until_stopped(partial(run.rehearse, settings) if rehearse else partial(run.serve, settings, token))


@click.command
@click.option(
    "--guild", type=click.IntRange(min=1), metavar="ID", help="Only for this server, where commands appear at once."
)
def sync(guild: int | None) -> None:
    """Send the list of commands to Discord.

    Run it once, and again after an update; the bot never does it. Nothing is sent if Discord's list is up to date.
    """
    settings = load_settings()
    token = _token(settings)
    from bot.cli.service.run import upload_commands  # noqa: PLC0415 - see above

    differed = asyncio.run(upload_commands(settings, token, guild))
    click.echo("Discord's commands were updated." if differed else "Discord's commands are up to date.")


def _token(settings: Settings) -> str:
    token = settings.secret_token
    if token is None:
        raise SetupError(
            "No token is set. Put the bot's token into FACTDESK_TOKEN, or name a file with the token in "
            "FACTDESK_TOKEN_FILE (docs/configuration.md).",
            exit_code=EX_CONFIG,
        )
    return token
