"""The error table: a sentence for the person, details for the log."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.errors import DatabaseClosedError, UserError
from commands.ui.discord_faults import (
    expected_fault,
    is_duplicate,
    is_expired,
    log_expected_faults_as_info,
    unwrap,
)
from commands.ui.markdown import escape
from commands.ui.messages import reply

if TYPE_CHECKING:
    from bot.client import FactdeskClient

_log = logging.getLogger(__name__)

_MAX_MESSAGE = 900  # characters of an error; escaping at most doubles them, and Discord takes 2,000

# The first matching class counts. An error without a row here or in discord_faults is a bug: it gets a reference and a
# full log entry.
_MESSAGES: tuple[tuple[type[Exception], str], ...] = (
    (DatabaseClosedError, "The bot is shutting down. Try again in a minute."),
    (
        app_commands.CommandSignatureMismatch,
        "Discord has an older version of this command. Ask the bot's operator to run `factdesk sync`.",
    ),
    (
        app_commands.CommandNotFound,
        "This command no longer exists. Ask the bot's operator to run `factdesk sync`, which removes it.",
    ),
    (app_commands.CheckFailure, "You can't use this here."),
)


def error_message(error: BaseException, activity: str) -> str:
    """Return the sentence to show for an error.

    An unexpected error is logged in full under the reference in the sentence.
    """
    error = unwrap(error)
    if isinstance(error, UserError):
        return escape(error.message[:_MAX_MESSAGE])
    if expected := expected_fault(error):
        _log.info("%s: %s", activity, error)
        return expected
    for kind, message in _MESSAGES:
        if isinstance(error, kind):
            _log.warning("%s: %s", activity, error)
            return message
    reference = secrets.token_hex(2).upper()
    _log.error("%s failed (reference %s)", activity, reference, exc_info=error)
    return (
        f"Something went wrong (reference {reference}). It has been logged. "
        "Ask the bot's operator to look for this reference in the log."
    )


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person behind an interaction privately about an error.

    Never raises.
    """
    cause = unwrap(error)
    if is_duplicate(cause):
        _log.info("duplicate interaction %s ignored", _activity(interaction))
        return
    if is_expired(cause):
        _log.info("%s can't be answered any more: %s", _activity(interaction), cause)
        return
    message = error_message(error, _activity(interaction))
    try:
        if not interaction.response.is_done():
            await interaction.response.send_message(message, ephemeral=True)
            return
        if interaction.extras.get("public"):
            # The follow-up of a public deferral would be public too: delete the waiting message first.
            with suppress(discord.NotFound):
                await interaction.delete_original_response()
        await interaction.followup.send(message, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, RuntimeError) as gone:  # RuntimeError: the client is closed
        level = logging.INFO if is_expired(gone) or expected_fault(gone) else logging.WARNING
        _log.log(level, "could not report a failure in %s: %s", _activity(interaction), gone)


async def report_to_channel(message: discord.Message, error: BaseException) -> None:
    """Reply to a message with the sentence for an error.

    Never raises.
    """
    text = error_message(error, f"a mention in channel {message.channel.id}")
    try:
        await reply(message, text)
    except (discord.HTTPException, aiohttp.ClientError) as refused:
        level = logging.INFO if expected_fault(refused) else logging.WARNING
        _log.log(level, "could not answer in channel %s: %s", message.channel.id, refused)


async def setup(client: FactdeskClient) -> None:
    """Report errors of all commands here; buttons report their own."""
    client.tree.error(report)
    log_expected_faults_as_info()


def _activity(interaction: discord.Interaction[Any]) -> str:
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    pressed = dict(interaction.data or {}).get("custom_id")
    return f"the button {pressed}" if pressed else "an interaction"
