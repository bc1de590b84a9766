"""Attributions of documents: read back where they are known, worked out where they are not, never waited for long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from bot.attribution.pipeline import VERSION, attribute
from bot.attribution.syntax.parser import load
from bot.errors import UserError
from bot.library.documents import DocumentService
from bot.library.recently_used import Lru
from bot.library.speaker_rows import rows
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.spans import Span
from bot.store.library import attributions as kept_attributions
from bot.store.sqlite.database import Database

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")
log = logging.getLogger(__name__)
_BATCH = 20
_KEPT = 16_000  # attributions in memory, about a kilobyte each
_loaded = cache(load)  # a model takes 100 MB: one for all apps of a process


@dataclass(frozen=True, slots=True)
class KnownAttributions:
    """Attributions by document id; `pending` are documents that were not ready in time, `fault` says why none is."""

    by_document: Mapping[str, Sequence[Attribution]]
    pending: tuple[str, ...] = ()
    fault: str | None = None


_Texts: TypeAlias = "Lru[tuple[str, str], Sequence[Attribution]]"
_Ranges: TypeAlias = "Lru[tuple[str, str, tuple[Span, ...]], Sequence[Attribution]]"


class AttributionService:
    """Works attributions out on one thread of its own, a document's needed ranges first and the whole of it later.

    Both are kept in memory, apart from each other: those of ranges are never taken for a document's.
    """

    def __init__(self, database: Database, documents: DocumentService, model: str) -> None:
        self._database = database
        self._documents = documents
        self._model = model
        self._thread = ThreadPoolExecutor(1, "factdesk-attribution")
        self._whole: _Texts = Lru(_KEPT, _size)
        self._partial: _Ranges = Lru(_KEPT, _size)

    @property
    def _nlp(self) -> Language:
        return _loaded(self._model)

    async def load(self) -> None:
        """Load the language model ahead of the first question. Raises UserError where it can't be."""
        await self._run(lambda: self._nlp)

    async def get_or_compute(
        self,
        documents: Sequence[Document],
        ranges: Mapping[str, Sequence[Span]],
        *,
        timeout_s: float | None,
        whole: bool,
        prefetch: Sequence[Document] = (),
    ) -> KnownAttributions:
        """Return the documents' attributions: those kept, else those of `ranges` (or, when `whole`, of all the text).

        Waits at most `timeout_s` seconds (None: as long as it takes) for what has to be worked out. Whole documents'
        attributions are stored, those of ranges kept in memory. Those `prefetch` are worked out as well where the
        parser has to be loaded anyhow.
        """
        found = await self._known((*documents, *prefetch))
        missing = [document for document in documents if document.id not in found]
        if missing:
            missing += [document for document in prefetch if document.id not in found and document not in missing]
        try:
            async with asyncio.timeout(timeout_s):
                for document in missing:
                    if whole:
                        found[document.id] = await self._run(partial(self._attribute, document, None))
                        await self._keep(document, found[document.id])
                    else:
                        found[document.id] = await self._within(document, tuple(ranges.get(document.id, ())))
        except TimeoutError:
            pending = tuple(document.id for document in missing if document.id not in found)
            return KnownAttributions(found, pending)
        except UserError as error:
            log.warning("no attributions: %s", error.message)
            return KnownAttributions(found, fault=error.message)
        return KnownAttributions(found)

    async def known(self, documents: Sequence[Document]) -> Mapping[str, Sequence[Attribution]]:
        """Return the attributions that are known of whole documents, by document id."""
        return await self._known(documents)

    async def run_with_parser(self, work: Callable[[Language], T]) -> T:
        """Return what `work` makes of the parser, on the parser's own thread. Raises UserError if there is none."""
        return await self._run(lambda: work(self._nlp))

    async def fill(self) -> int:
        """Work out all attributions that are not kept yet, one document at a time; return how many that were.

        Questions asked meanwhile go first: a document's turn ends before the next one's begins.
        """
        done = 0
        skipped: set[str] = set()
        while ids := [
            one
            for one in await self._database.read(
                lambda db: kept_attributions.missing(db, VERSION, _BATCH + len(skipped))
            )
            if one not in skipped
        ]:
            for document in (await self._documents.get(ids)).values():
                try:
                    await self._keep(document, await self._run(partial(self._attribute, document, None)))
                    done += 1
                except UserError:
                    raise
                except Exception:
                    log.exception("the attributions of %s could not be computed", document.name)
                    skipped.add(document.id)
                await asyncio.sleep(0)
            skipped.update(set(ids) - set(await self._documents.get(ids)))
        return done

    async def close(self) -> None:
        """Let the document under way be finished, and no other begun."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    async def _known(self, documents: Sequence[Document]) -> dict[str, Sequence[Attribution]]:
        """Return the attributions of whole documents that are kept in memory or stored."""
        found = {document.id: kept for document in documents if (kept := self._whole.get(_key(document))) is not None}
        absent = {document.id: document for document in documents if document.id not in found}
        if absent:
            references = [document.reference for document in absent.values()]
            stored = await self._database.read(lambda db: kept_attributions.get(db, references, VERSION))
            for id_, attributions in stored.items():
                self._whole.put(_key(absent[id_]), attributions)
                found[id_] = attributions
        return found

    async def _within(self, document: Document, ranges: tuple[Span, ...]) -> Sequence[Attribution]:
        """Return the attributions of some ranges, and keep them for the same question asked again."""
        key = (*_key(document), ranges)
        attributions = self._partial.get(key)
        if attributions is None:
            attributions = await self._run(partial(self._attribute, document, ranges))
            self._partial.put(key, attributions)
        return attributions

    def _attribute(self, document: Document, within: Sequence[Span] | None) -> list[Attribution]:
        return attribute(document, self._nlp, within)

    async def _keep(self, document: Document, attributions: Sequence[Attribution]) -> None:
        heard = rows(attributions)
        await self._database.write(
            lambda db: kept_attributions.put(db, document.reference, VERSION, attributions, heard)
        )

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _key(document: Document) -> tuple[str, str]:
    return document.id, document.reference.sha256


def _size(attributions: Sequence[Attribution]) -> int:
    return 1 + len(attributions)
