"""Queue position of a waiting question, replaced by its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import TypeAlias

import discord
from discord.ui import LayoutView

from bot.client import FactdeskInteraction
from commands.ui.bylines import plural
from commands.ui.messages import reply
from commands.ui.views import view_of

SendView: TypeAlias = Callable[[LayoutView], Awaitable[discord.Message]]


def queue_text(ahead: int) -> str:
    """Return "1 question ahead of yours" or "3 questions ahead of yours"."""
    return f"{plural(ahead, 'question')} ahead of yours"


class PendingReply:
    """Single message for a question: its queue position, then its answer.

    As a context manager it deletes the message if the question fails, so that the error stands alone.
    """

    def __init__(self, send: SendView) -> None:
        self._send = send
        self._message: discord.Message | None = None
        self._sending: asyncio.Task[discord.Message] | None = None

    async def __aenter__(self) -> PendingReply:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            await self._wait_for_position()
            if self._message is not None:
                with suppress(discord.HTTPException):
                    await self._message.delete()

    async def show_position(self, ahead: int) -> None:
        """Show the number of questions ahead."""
        view: LayoutView = view_of(queue_text(ahead))
        self._sending = asyncio.create_task(self._show(view))
        # The queue cancels this when the question's turn comes. A half-sent message must neither remain next to the
        # answer nor overwrite it, so the answer waits for it.
        await asyncio.shield(self._sending)

    async def answer(self, view: LayoutView) -> discord.Message:
        """Show the answer and return its message."""
        await self._wait_for_position()
        try:
            return await self._show(view)
        except discord.NotFound:
            if self._message is None:
                raise
            self._message = None  # deleted by somebody
            return await self._show(view)

    async def _wait_for_position(self) -> None:
        """Wait for the end of sending the position."""
        if self._sending:
            await asyncio.wait([self._sending])
            self._sending.exception()  # the queue has logged it

    async def _show(self, view: LayoutView) -> discord.Message:
        if self._message is None:
            self._message = await self._send(view)
        else:
            # discord.py applies the client's allowed_mentions to new messages only.
            self._message = await self._message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
        return self._message


def reply_to_command(interaction: FactdeskInteraction, *, public: bool) -> PendingReply:
    """Return the reply to a deferred command or button."""

    async def send(view: LayoutView) -> discord.Message:
        return await interaction.followup.send(view=view, ephemeral=not public, wait=True)

    return PendingReply(send)


def reply_to_message(message: discord.Message) -> PendingReply:
    """Return the reply to a message with a mention."""
    return PendingReply(lambda view: reply(message, view))
