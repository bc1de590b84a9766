"""Flag drafts: the flag form's fields, saved until the claim exists."""

from __future__ import annotations

from functools import partial

from bot.model.claim_input import FlagDraft
from bot.store.desk import flag_drafts
from bot.store.sqlite.database import Database


class FlagDraftService:
    """Saves flag drafts and finds them again by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, draft: FlagDraft) -> None:
        """Add or replace a draft, and delete those untouched for a week."""
        await self._database.write(lambda db: flag_drafts.put(db.conn, draft))

    async def get(self, id_: str) -> FlagDraft | None:
        """Return a saved draft, or None after its deletion."""
        return await self._database.read(partial(flag_drafts.get, id_=id_))
