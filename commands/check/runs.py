"""Runs of draft checks: one at a time for each person, with a card that counts up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

import aiohttp
import discord
from discord.ui import LayoutView

from bot.client import FactdeskInteraction
from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.desk.draft_checks.service import DraftProgress
from bot.draftcheck.model import DraftCheck
from bot.draftcheck.revision import revise
from bot.errors import UserError
from commands.check.buttons import worklist_view
from commands.check.cards import WorkList, progress_text, unsaved_cards, work_list
from commands.check.handed_in import HandedIn, content_of
from commands.ui.views import view_of

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_EDITS = 2.0
BUSY = "Your earlier draft is still being checked. Wait for its result, then check this one."


class ProgressCard:
    """The response to an interaction, which counts up while a check runs."""

    def __init__(
        self, interaction: FactdeskInteraction, name: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._interaction = interaction
        self._name = name
        self._sleep = sleep
        self._latest = DraftProgress(0, 0)
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_shown = False

    def report(self, progress: DraftProgress) -> None:
        """Take the latest progress; it is shown at the next edit."""
        self._latest = progress

    async def __aenter__(self) -> ProgressCard:
        self._task = asyncio.create_task(self._show())
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """End the counting, and delete the card if the check failed, so that the error stands alone."""
        self._over.set()
        if self._task is not None:
            await asyncio.wait([self._task])
        if isinstance(error, Exception) and self._is_shown:
            with suppress(discord.HTTPException):
                await self._interaction.delete_original_response()

    async def _show(self) -> None:
        shown: DraftProgress | None = None
        while not self._over.is_set():
            if self._latest != shown:
                shown = self._latest
                self._is_shown = True
                text = progress_text(self._name, shown.done, shown.total, shown.checked)
                try:
                    await self._interaction.edit_original_response(view=view_of(text))
                except (discord.HTTPException, aiohttp.ClientError) as refused:
                    _log.info("the progress of a draft check was not shown: %s", refused)
            await self._pause()

    async def _pause(self) -> None:
        """Wait until the next edit is due, or the check is over."""
        waits = [asyncio.ensure_future(self._sleep(SECONDS_BETWEEN_EDITS)), asyncio.ensure_future(self._over.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


class DraftCheckRuns:
    """Checks drafts, one at a time for each person."""

    def __init__(self) -> None:
        self._busy: set[int] = set()

    async def run(self, interaction: FactdeskInteraction, handed_in: HandedIn) -> None:
        """Check a draft and show the result as the response, which has been deferred.

        Raises UserError if the draft can't be read, or if an earlier one of the person is not done.
        """
        person = interaction.user.id
        if person in self._busy:
            raise UserError(BUSY)
        self._busy.add(person)
        try:
            async with ProgressCard(interaction, handed_in.name) as progress:
                check = await _check(interaction, handed_in, progress)
            await interaction.edit_original_response(view=await _result(interaction, check))
        finally:
            self._busy.discard(person)


async def listed(interaction: FactdeskInteraction, saved: SavedDraftCheck) -> WorkList:
    """Return the list of a saved check, with what changed since the version before."""
    earlier = await interaction.client.app.saved_draft_checks.get(saved.earlier) if saved.earlier else None
    revised = await asyncio.to_thread(revise, earlier.check, saved.check) if earlier else None
    return await asyncio.to_thread(work_list, saved, revised)


async def _check(interaction: FactdeskInteraction, handed_in: HandedIn, progress: ProgressCard) -> DraftCheck:
    app = interaction.client.app
    if handed_in.file is None:
        draft = await app.draft_reader.read_text(handed_in.text, handed_in.name)
    else:
        content = await content_of(interaction, handed_in.file)
        draft = await app.draft_reader.read(content, handed_in.name)
    draft = replace(draft, left_out=(*draft.left_out, *handed_in.left_out))
    return await app.draft_checks.check(guild_with_desk(interaction), draft, progress.report)


async def _result(interaction: FactdeskInteraction, check: DraftCheck) -> LayoutView:
    """Return the card of a check, saved for its buttons. One that can't be saved has none."""
    checks = interaction.client.app.saved_draft_checks
    try:
        saved = await checks.save(str(interaction.id), interaction.guild_id, interaction.user.id, check)
    except UserError as fault:
        # A full disk costs the buttons, not the result.
        _log.error("a draft check is sent without buttons: %s", fault)
        return view_of(*unsaved_cards(check))
    return await asyncio.to_thread(worklist_view, await listed(interaction, saved), checks.hours)


def guild_with_desk(interaction: FactdeskInteraction) -> int | None:
    """Return the server whose verdicts count, or None outside of one that the bot is a member of."""
    guild = interaction.guild_id
    return guild if guild is not None and interaction.client.get_guild(guild) is not None else None
