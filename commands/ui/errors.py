"""The one error table: what a person is told when something fails, and what the log keeps of it."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.errors import DatabaseClosedError, UserError
from commands.ui.markdown import escape
from commands.ui.messages import reply

if TYPE_CHECKING:
    from bot.client import FactdeskClient

_log = logging.getLogger(__name__)

_ACKNOWLEDGED = 40060

# The first that fits counts. Whatever is not listed is a fault of ours: it gets a reference and a full log.
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (DatabaseClosedError, "The bot is just shutting down. Please try again in a minute."),
    (
        app_commands.CommandSignatureMismatch,
        "Discord knows an older form of this command. Whoever runs the bot can mend that with `factdesk sync`.",
    ),
    (
        app_commands.CommandNotFound,
        "This command no longer exists. Whoever runs the bot can take it out of Discord with `factdesk sync`.",
    ),
    (app_commands.CheckFailure, "You can't use this here."),
    (
        discord.Forbidden,
        "Discord does not let me do that here. Whoever runs this server can grant it in the channel's permissions.",
    ),
)


def sentence(error: BaseException, doing: str) -> str:
    """Return what a person is told of `error`; what nobody foresaw is logged in full under the reference it names."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, UserError):
        return escape(error.message)
    for kind, told in _SENTENCES:
        if isinstance(error, kind):
            _log.warning("%s: %s", doing, error)
            return told
    reference = secrets.token_hex(2).upper()
    _log.error("%s failed (reference %s)", doing, reference, exc_info=error)
    return (
        f"Something went wrong here (reference {reference}). It has been logged; "
        "whoever runs the bot finds it under that reference."
    )


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person behind an interaction, privately, what went wrong. Never raises."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.HTTPException) and cause.code == _ACKNOWLEDGED:
        _log.info("%s was delivered twice; its first coming is being answered", _doing(interaction))
        return
    told = sentence(error, _doing(interaction))
    try:
        if not interaction.response.is_done():
            await interaction.response.send_message(told, ephemeral=True)
            return
        if interaction.extras.get("public"):
            # What follows a public deferral would be public too: take the waiting message away first.
            with suppress(discord.NotFound):
                await interaction.delete_original_response()
        await interaction.followup.send(told, ephemeral=True)
    except discord.HTTPException as gone:
        # 10062 and 50027: the interaction or its token has run out, so that there is nobody left to tell.
        _log.warning("could not tell of a failure in %s: %s", _doing(interaction), gone)


async def report_to_channel(message: discord.Message, error: BaseException) -> None:
    """Tell the author of a message, in its channel, what went wrong. Never raises."""
    told = sentence(error, f"a mention in channel {message.channel.id}")
    try:
        await reply(message, told)
    except discord.HTTPException as refused:
        _log.warning("could not answer in channel %s: %s", message.channel.id, refused)


async def setup(client: FactdeskClient) -> None:
    """Let every failing command end here; buttons catch their own, as discord.py only logs those."""
    client.tree.error(report)


def _doing(interaction: discord.Interaction[Any]) -> str:
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    pressed = dict(interaction.data or {}).get("custom_id")
    return f"the button {pressed}" if pressed else "an interaction"
