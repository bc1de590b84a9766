"""Articles handed in from Discord: their files, who handed them in, and their removal.

The files are in one folder of the data folder, which is synchronised like the newsroom's own folders.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.corpus.metadata_files import NO_FILE_METADATA, SIDECAR, MetadataFileError, with_sidecar
from bot.corpus.readers import RECORDS, SUFFIXES
from bot.errors import SetupError, UserError
from bot.library.folder_scan import shown
from bot.model.submissions import NewArticle, Submission, SubmissionResult
from bot.store.archive import Archive
from bot.store.library import documents, quarantine
from bot.store.library import submissions as stored
from bot.store.permissions import create_private_folder
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_log = logging.getLogger(__name__)

ACCEPTED = SUFFIXES - {RECORDS}
NOT_YET = "is saved, and will be indexed by the next synchronisation."
_MEGABYTE = 1_000_000
_MAX_STEM = 40
_HASH_LENGTH = 8
_NOT_IN_A_NAME = re.compile(r"[^\w-]+")


class SubmissionService:
    """The articles that were handed in; `folder` is that of their files."""

    def __init__(
        self, database: Database, archive: Archive, folder: Path, clock: Callable[[], datetime], max_file_mb: int
    ) -> None:
        self._database = database
        self._archive = archive
        self.folder = folder
        self._clock = clock
        self._max_file_mb = max_file_mb

    def refusal(self, name: str, size: int) -> str | None:
        """Return why a file is not taken, as the end of a sentence that begins with its name; or None."""
        if _suffix(name) not in ACCEPTED:
            return "is of a type that I can't read. Hand in .txt, .md, .html, .pdf, .docx or .eml."
        if size > self._max_file_mb * _MEGABYTE:
            return f"is larger than {self._max_file_mb} MB. Hand in a smaller file."
        return "is empty. Choose another file." if not size else None

    async def keep(self, article: NewArticle, guild: int, user: int) -> SubmissionResult:
        """Save an article's file for the next synchronisation, unless it can't be read or is there already."""
        if refused := self.refusal(article.name, len(article.content)):
            return SubmissionResult(article.name, problem=refused)
        sha256 = (await asyncio.to_thread(hashlib.sha256, article.content)).hexdigest()
        if known := await self._archive.read(partial(documents.title_of_copy, sha256=sha256)):
            return SubmissionResult(article.name, problem=f"is indexed already: “{known}”.")
        path = f"{_stem(article.name)}-{sha256[:_HASH_LENGTH]}{_suffix(article.name)}"
        now = self._clock()
        new = Submission(0, path, article.name, guild, user, now)
        sidecar = _sidecar(article)
        id_ = await self._database.write(lambda db: stored.add(db.conn, new, sha256, stamp(now)))
        if id_ is None:
            return SubmissionResult(article.name, problem="was handed in already.")
        try:
            await asyncio.to_thread(self._write, path, article.content, sidecar)
        except (OSError, SetupError) as error:
            _log.warning("the article %s could not be saved: %s", path, error)
            await asyncio.to_thread(self._remove_parts, path)
            await self._database.write(lambda db: stored.remove(db.conn, id_))
            return SubmissionResult(
                article.name, problem="could not be saved. Ask the bot's operator to look at the log."
            )
        return SubmissionResult(article.name, Submission(id_, path, article.name, guild, user, now))

    async def settle(self, kept: Iterable[SubmissionResult]) -> list[SubmissionResult]:
        """Return what became of kept files after a synchronisation; those without an article are deleted."""
        return [await self._settle(result) if result.submission else result for result in kept]

    async def page(self, offset: int, limit: int) -> list[Submission]:
        """Return `limit` submissions from `offset` on, the latest first."""
        return await self._with_documents(await self._database.read(partial(stored.listed, offset=offset, limit=limit)))

    async def of_guild(self, guild: int) -> list[Submission]:
        """Return the submissions of a server, the latest first."""
        return await self._with_documents(await self._database.read(partial(stored.of_guild, guild=guild)))

    async def count(self) -> int:
        """Return the number of submissions."""
        return await self._database.read(stored.count)

    async def get(self, id_: int, guild: int) -> Submission:
        """Return a submission of a server. Raises UserError if there is none."""
        found = await self._find(id_)
        if found is None or found.guild != guild:
            raise UserError(
                "No such article was handed in on this server. `/corpus list` shows what was; articles from the "
                "newsroom's folders are removed there."
            )
        return found

    async def delete(self, submission: Submission) -> None:
        """Delete a submission and its file; its document goes with the next synchronisation."""
        await asyncio.to_thread(self._unlink, submission.path)
        await self._database.write(lambda db: stored.remove(db.conn, submission.id))

    @property
    def _root(self) -> str:
        return str(self.folder.resolve())

    async def _find(self, id_: int) -> Submission | None:
        found = await self._database.read(partial(stored.get, id_=id_))
        return None if found is None else (await self._with_documents([found]))[0]

    async def _with_documents(self, found: Sequence[Submission]) -> list[Submission]:
        """Return submissions with their documents from the archive."""
        paths = [submission.path for submission in found]
        known = await self._archive.read(partial(documents.by_path, folder=self._root, paths=paths))
        return [replace(submission, document=known.get(submission.path)) for submission in found]

    async def _settle(self, result: SubmissionResult) -> SubmissionResult:
        assert result.submission is not None
        known = await self._find(result.submission.id)
        if known is not None and known.document is not None:
            return SubmissionResult(result.name, known)
        path = shown(result.submission.path)
        why = await self._archive.read(partial(quarantine.reason, folder=self._root, path=path))
        if why is None:
            return SubmissionResult(result.name, result.submission, NOT_YET)
        await self.delete(result.submission)
        return SubmissionResult(result.name, problem=why)

    def _write(self, path: str, content: bytes, sidecar: str) -> None:
        create_private_folder(self.folder, "FACTDESK_DATA")
        if sidecar:
            self._write_file(path + SIDECAR, sidecar.encode())
        self._write_file(path, content)

    def _write_file(self, path: str, content: bytes) -> None:
        """Write a file under a hidden name first, so that no synchronisation reads half of it."""
        hidden = self.folder / f".{path}"
        hidden.write_bytes(content)
        hidden.chmod(0o600)
        Path(hidden).replace(self.folder / path)

    def _remove_parts(self, path: str) -> None:
        """Remove what a failed `_write` has left, as far as the disk allows."""
        for name in (path, path + SIDECAR):
            for left in (self.folder / name, self.folder / f".{name}"):
                with suppress(OSError):
                    left.unlink()

    def _unlink(self, path: str) -> None:
        for name in (path, path + SIDECAR):
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _stem(name: str) -> str:
    """Return a file's name in letters, digits and hyphens: "../Ferry (final).pdf" -> "Ferry-final"."""
    return _NOT_IN_A_NAME.sub("-", Path(name).stem).strip("-_")[:_MAX_STEM] or "article"


def _sidecar(article: NewArticle) -> str:
    """Return the metadata file of an article, "" without metadata. Raises UserError for a date that can't be read."""
    given = {"outlet": article.outlet, "date": article.published}
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in given.items() if value)
    try:
        with_sidecar(NO_FILE_METADATA, text.encode(), "")
    except MetadataFileError as error:
        raise UserError(f"Nothing was saved: what you wrote {error}") from None
    return text
