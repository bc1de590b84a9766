"""Discord's expected refusals: a sentence for each, and no stack trace in the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType

import aiohttp
import discord
from discord import AppCommandOptionType
from discord.app_commands import CommandInvokeError, TransformerError

_log = logging.getLogger(__name__)

# Nobody can be answered any more: the interaction or its token has expired, or was answered by another process.
_EXPIRED = frozenset({10015, 10062, 50027})
_ALREADY_ACKNOWLEDGED = 40060

_MISSING_PERMISSION = (
    "Discord does not let me do that here. Ask a server admin to check my permissions in this channel."
)
_MEMBER_LEFT = "This person is not on this server any more. Choose somebody else."
_MESSAGE_DELETED = "The message was deleted meanwhile. Use the command again."
_CHANNEL_GONE = "The channel was deleted, or I can't see it. Ask a server admin to check it."

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        10003: _CHANNEL_GONE,
        10004: "I am not a member of this server any more. Ask a server admin to invite me.",
        10007: _MEMBER_LEFT,
        10008: _MESSAGE_DELETED,
        10011: "This role was deleted. Choose another.",
        10013: "Discord does not know this person. Choose somebody else.",
        30033: "This thread is full. Ask a server admin to remove somebody from it.",
        40005: "The file is too large for Discord. Choose fewer claims.",
        50001: _MISSING_PERMISSION,
        50007: "This person does not accept direct messages from me.",
        50013: _MISSING_PERMISSION,
        50035: "Discord refused this as too long or malformed. Try again with a shorter or simpler text.",
        50083: "This thread is archived. Reopen it, then try again.",
        160005: "This thread is locked. Ask a server admin to unlock it.",
        160006: "This server has as many threads as Discord allows. Close some, then try again.",
    }
)
_DISCORD_FAILS = "Discord has a fault at the moment. Try again in a minute."
_TOO_FAST = "Discord asks me to slow down. Try again in a minute."
_TOO_MANY_REQUESTS = 429

_NOT_RESOLVED: Mapping[AppCommandOptionType, str] = MappingProxyType(
    {
        AppCommandOptionType.user: _MEMBER_LEFT,
        AppCommandOptionType.mentionable: _MEMBER_LEFT,
        AppCommandOptionType.role: "This role was deleted. Choose another.",
        AppCommandOptionType.channel: "This channel was deleted, or I can't see it. Choose another.",
        AppCommandOptionType.attachment: "The file did not arrive. Attach it again.",
    }
)
_BAD_OPTION = "One of the options can't be read. Choose it from the list, or type it anew."

# discord.py logs the failures of autocompletion, events and its own views there.
_LOGGERS = ("discord.app_commands.tree", "discord.client", "discord.ui.view", "discord.ui.modal", "discord.ext.tasks")


def expected_fault(error: BaseException) -> str | None:
    """Return the sentence for an expected fault, or None for others."""
    if isinstance(error, TransformerError):
        return _NOT_RESOLVED.get(error.type, _BAD_OPTION)
    if isinstance(error, discord.DiscordServerError | aiohttp.ClientError):
        return _DISCORD_FAILS
    if isinstance(error, discord.RateLimited):
        return _TOO_FAST
    if not isinstance(error, discord.HTTPException):
        return None
    if error.status == _TOO_MANY_REQUESTS:
        return _TOO_FAST
    return _SENTENCES.get(error.code) or (_MISSING_PERMISSION if isinstance(error, discord.Forbidden) else None)


def is_expired(error: BaseException) -> bool:
    """Recognise an interaction to which no answer is possible."""
    return isinstance(error, discord.HTTPException) and error.code in _EXPIRED


def is_duplicate(error: BaseException) -> bool:
    """Recognise an interaction that has been answered already."""
    return isinstance(error, discord.HTTPException) and error.code == _ALREADY_ACKNOWLEDGED


def unwrap(error: BaseException) -> BaseException:
    """Return the error raised inside a command."""
    return error.original if isinstance(error, CommandInvokeError) else error


class ExpectedFaultFilter(logging.Filter):
    """Turns discord.py's stack traces of expected faults into info lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, an expected fault without its traceback."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and _is_expected(unwrap(error)):
            record.msg, record.args = "%s: %s", (record.getMessage(), unwrap(error))
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        return True


_FILTER = ExpectedFaultFilter()


def log_expected_faults_as_info() -> None:
    """Install the filter on discord.py's loggers; a second call changes nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)


def _is_expected(error: BaseException) -> bool:
    return is_expired(error) or is_duplicate(error) or expected_fault(error) is not None
