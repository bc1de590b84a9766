"""Attachments of flagged messages: which have to be fetched, which are kept, and where they were flagged before."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.desk.actions import keeping
from bot.desk.pictures.media_types import may_be_kept
from bot.model.attachments import EarlierFile, FetchedFile, FileState, KeptFile
from bot.store.desk import desks, kept_files
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

if TYPE_CHECKING:
    from bot.desk.pictures.file_content import FileContent


class AttachmentService:
    """Keeps attachments in the database; `most_bytes` of one, and none at all if that is 0."""

    def __init__(self, database: Database, clock: Callable[[], datetime], most_bytes: int) -> None:
        self._database = database
        self._clock = clock
        self.most_bytes = most_bytes

    @property
    def is_on(self) -> bool:
        """Whether attachments are kept."""
        return self.most_bytes > 0

    def refusal(self, media_type: str, size: int) -> FileState | None:
        """Return why an attachment is not even fetched, or None."""
        if not may_be_kept(media_type):
            return FileState.OTHER_TYPE
        return FileState.TOO_LARGE if size > self.most_bytes else None

    async def keep(self, guild: int, claim: int, file: KeptFile, content: bytes) -> None:
        """Keep a fetched content, unless it is too large or of another type than it says."""
        examined = None
        if len(content) > self.most_bytes:
            state = FileState.TOO_LARGE
        else:
            examined = await asyncio.to_thread(_examine, content)
            state = FileState.KEPT if examined else FileState.OTHER_TYPE
        fetched = FetchedFile(
            file.flag,
            file.position,
            state,
            examined.media_type if examined else file.media_type,
            len(content),
            content if examined else None,
            examined.sha256 if examined else None,
            examined.picture_hash if examined else None,
        )
        await self._save(guild, claim, fetched)

    async def leave_out(self, guild: int, claim: int, file: KeptFile, why: FileState) -> None:
        """Save why an attachment was not kept."""
        await self._save(guild, claim, FetchedFile(file.flag, file.position, why, file.media_type, file.size))

    async def content(self, guild: int, sha256: str) -> bytes | None:
        """Return a kept content by its hash, or None after its erasure."""

        def read(connection: sqlite3.Connection) -> bytes | None:
            desk = desks.find(connection, guild)
            return None if desk is None else kept_files.content(connection, desk, sha256)

        return await self._database.read(read)

    async def find_earlier(self, guild: int, content: bytes) -> EarlierFile | None:
        """Return the claim where a file, or a picture that looks like it, was flagged before."""
        examined = await asyncio.to_thread(_examine, content)
        if examined is None:
            return None

        def read(connection: sqlite3.Connection) -> EarlierFile | None:
            desk = desks.find(connection, guild)
            if desk is None:
                return None
            return keeping.find_earlier(connection, desk, examined.sha256, examined.picture_hash)

        return await self._database.read(read)

    async def _save(self, guild: int, claim: int, fetched: FetchedFile) -> None:
        at = stamp(self._clock())
        save = partial(keeping.keep, guild=guild, number=claim, at=at, fetched=fetched)
        await self._database.write(lambda db: save(db.conn))


def _examine(content: bytes) -> FileContent | None:
    from bot.desk.pictures import file_content  # noqa: PLC0415 - Pillow is not needed to start

    return file_content.examine(content)
