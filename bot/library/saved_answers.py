"""Saved answers: for the buttons of a card and for follow-up questions."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.model.saved_answers import SavedAnswer
from bot.store.archive import Archive
from bot.store.library import answers, personal_rows
from bot.store.sqlite.timestamps import stamp


class SavedAnswerService:
    """Saves answers, finds them again by id, and deletes old ones."""

    def __init__(self, database: Archive) -> None:
        self._database = database

    async def save(self, answer: SavedAnswer) -> None:
        """Add or replace an answer. Raises UserError if the disk is full."""
        await self._database.write(partial(answers.put, saved=answer))

    async def note_message(self, id_: str, message: int) -> None:
        """Save which message shows an answer."""
        await self._database.write(partial(answers.shown_by, id_=id_, message=message))

    async def get(self, id_: str) -> SavedAnswer | None:
        """Return a saved answer, or None after its deletion."""
        return await self._database.read(partial(answers.get, id_=id_))

    async def forget(self, user: int) -> None:
        """Delete a user's answers, and the feedback by them and on their questions."""
        await self._database.write(partial(personal_rows.forget, user=user))

    async def purge(self, before: datetime) -> int:
        """Delete the answers given before a moment, and return their number."""
        return await self._database.write(partial(answers.purge, before=stamp(before)))
