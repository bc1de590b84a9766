"""Reads a draft from an upload, a file or typed text."""

from __future__ import annotations

import asyncio

from bot.corpus import readers
from bot.corpus.readers import Unreadable
from bot.draftcheck.model import Draft
from bot.errors import UserError

_TYPED = ".txt"


class DraftReader:
    """Reads drafts; nothing of them is stored."""

    async def read(self, data: bytes, name: str) -> Draft:
        """Return the draft of a file. Raises UserError with the reason if it can't be read."""
        (result,) = (await asyncio.to_thread(readers.read, data, folder="", path=name))[:1]
        if isinstance(result, Unreadable):
            raise UserError(f"{name} {result.reason}")
        return Draft(name, result)

    async def read_text(self, text: str, name: str) -> Draft:
        """Return the draft of a pasted text. Raises UserError for a text without words."""
        draft = await self.read(text.encode("utf-8", "replace"), f"draft{_TYPED}")
        return Draft(name, draft.document)
