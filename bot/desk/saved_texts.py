"""Service for saved filters of lists and templates of verdicts."""

from __future__ import annotations

import sqlite3
from functools import partial

from bot.desk.actions import saved_texts
from bot.desk.actions.transaction import Request
from bot.model.saved_texts import NewFilter, NewTemplate, SavedFilter, VerdictTemplate
from bot.store.desk import desks
from bot.store.sqlite.database import Database


class SavedTexts:
    """What people save under a name at a guild's desk.

    Everybody has filters of their own, which nobody else sees. Filters of the whole desk and templates are saved by
    editors. All changes raise UserError if the actor may not do them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def filters(self, request: Request) -> list[SavedFilter]:
        """Return the filters that the actor may open: their own, then the desk's."""
        return await self._database.read(partial(saved_texts.filters_of, request=request))

    async def save_filter(self, request: Request, new: NewFilter) -> SavedFilter:
        """Save a list's filters for the actor or, by an editor, for the whole desk."""
        return await self._database.write(lambda db: saved_texts.save_filter(db.conn, request, new))

    async def delete_filter(self, request: Request, number: int) -> SavedFilter:
        """Delete a filter, and return it."""
        return await self._database.write(lambda db: saved_texts.delete_filter(db.conn, request, number))

    async def templates(self, guild: int) -> list[VerdictTemplate]:
        """Return the verdict templates of a guild's desk, by name."""

        def read(connection: sqlite3.Connection) -> list[VerdictTemplate]:
            desk = desks.find(connection, guild)
            return [] if desk is None else saved_texts.templates(connection, desk)

        return await self._database.read(read)

    async def template(self, guild: int, number: int) -> VerdictTemplate:
        """Return one verdict template. Raises UserError after its deletion."""
        return await self._database.read(partial(saved_texts.find_template, guild=guild, number=number))

    async def save_template(
        self, request: Request, new: NewTemplate, *, number: int = 0, seen: int = 0
    ) -> VerdictTemplate:
        """Add a verdict template, or change the one with a number whose version `seen` the actor saw."""
        return await self._database.write(
            lambda db: saved_texts.save_template(db.conn, request, new, number=number, seen=seen)
        )

    async def delete_template(self, request: Request, number: int) -> VerdictTemplate:
        """Delete a verdict template, and return it."""
        return await self._database.write(lambda db: saved_texts.delete_template(db.conn, request, number))
