"""Attributions of documents: cached, stored, or computed within a time limit."""

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
from bot.library.attribution_process import DocumentAttributions
from bot.library.attribution_worker import AttributionStoppedError, AttributionWorker
from bot.library.backlog import Backlog
from bot.library.documents import DocumentService
from bot.library.parser_memory import parser_zone
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.library.speaker_rows import speaker_rows
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.spans import Span
from bot.store.archive import Archive
from bot.store.library import attributions as stored_attributions
from bot.store.library.speakers import SpeakerRow

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")
log = logging.getLogger(__name__)
_BATCH = 20
_CAPACITY = 16_000  # attributions in memory, about a kilobyte each
_cached_model = cache(load)  # a model takes 100 MB: all apps of a process share one


@dataclass(frozen=True, slots=True)
class KnownAttributions:
    """Attributions by document id.

    `pending` are the documents that were not ready in time; `fault` says why none could be computed.
    """

    by_document: Mapping[str, Sequence[Attribution]]
    pending: tuple[str, ...] = ()
    fault: str | None = None


_DocumentCache: TypeAlias = "LruCache[tuple[str, str], Sequence[Attribution]]"
_RangeCache: TypeAlias = "LruCache[tuple[str, str, tuple[Span, ...]], Sequence[Attribution]]"


class AttributionService:
    """Computes attributions: what a question waits for on a thread, documents later in a process of their own.

    Those of ranges are cached apart from those of documents, because they are incomplete.
    """

    def __init__(self, database: Archive, documents: DocumentService, model: str) -> None:
        self._database = database
        self._documents = documents
        self._backlog = Backlog(database)
        self._model = model
        self._thread = ThreadPoolExecutor(1, "factdesk-attribution")
        self._worker = AttributionWorker(model)
        self._by_document: _DocumentCache = LruCache(_CAPACITY, _size)
        self._by_ranges: _RangeCache = LruCache(_CAPACITY, _size)

    @property
    def _nlp(self) -> Language:
        return _cached_model(self._model)

    async def load(self) -> None:
        """Load the language model before the first question.

        Raises UserError if it can't be loaded.
        """
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
        """Return known attributions, and compute the missing ones.

        With `whole`, missing documents are attributed completely and stored; otherwise only their `ranges`, which are
        cached in memory. Waits at most `timeout_s` seconds (None: without limit). The documents of `prefetch` are
        computed as well if the parser has to run anyway.
        """
        found = await self._load_known((*documents, *prefetch))
        missing = [document for document in documents if document.id not in found]
        if missing:
            missing += [document for document in prefetch if document.id not in found and document not in missing]
        try:
            async with asyncio.timeout(timeout_s):
                for document in missing:
                    if whole:
                        found[document.id] = attributions = await self._run(partial(self._attribute, document, None))
                        await self._save(document, attributions, speaker_rows(attributions))
                    else:
                        found[document.id] = await self._attribute_ranges(document, tuple(ranges.get(document.id, ())))
        except TimeoutError:
            pending = tuple(document.id for document in missing if document.id not in found)
            return KnownAttributions(found, pending)
        except UserError as error:
            log.warning("no attributions: %s", error.message)
            return KnownAttributions(found, fault=error.message)
        return KnownAttributions(found)

    async def known(self, documents: Sequence[Document]) -> Mapping[str, Sequence[Attribution]]:
        """Return the known attributions of whole documents, by document id."""
        return await self._load_known(documents)

    async def run_with_parser(self, work: Callable[[Language], T]) -> T:
        """Run `work` with the parser, on the parser's thread.

        Its result must hold no object of spaCy: their memory is freed.
        Raises UserError if the parser can't be loaded.
        """
        return await self._run(lambda: self._parse(work))

    async def fill(self) -> int:
        """Compute and store all missing attributions; return their number.

        Another process computes them, which ends with the last one. A document that can't be attributed is tried again
        after a restart, or once it has changed.
        """
        count = 0
        try:
            async for ids in self._backlog.batches(partial(stored_attributions.missing, version=VERSION), _BATCH):
                documents = await self._documents.read(ids)
                async for document, computed in self._worker.attribute(tuple(documents.values())):
                    count += await self._is_saved(document, computed)
        except AttributionStoppedError:
            log.info("attribution stopped after %d documents", count)
        finally:
            await self._worker.end()
        return count

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (
            self._by_document.use("attributions of articles", "attributions"),
            self._by_ranges.use("attributions of passages", "attributions"),
        )

    async def close(self) -> None:
        """Stop the thread and the process; what they compute at the moment is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.close()

    async def _is_saved(self, document: Document, computed: DocumentAttributions) -> bool:
        """Store the attributions of one document; return whether that was possible."""
        try:
            await self._save(document, computed.attributions, computed.speakers)
        except UserError:
            raise
        except Exception:
            log.exception("the attributions of %s could not be stored", document.name)
            return False
        return True

    async def _load_known(self, documents: Sequence[Document]) -> dict[str, Sequence[Attribution]]:
        """Return attributions of whole documents from memory or database."""
        cached = ((document.id, self._by_document.get(_key(document))) for document in documents)
        found = {id_: attributions for id_, attributions in cached if attributions is not None}
        absent = {document.id: document for document in documents if document.id not in found}
        if absent:
            references = [document.reference for document in absent.values()]
            stored = await self._database.read(lambda db: stored_attributions.get(db, references, VERSION))
            for id_, attributions in stored.items():
                self._by_document.put(_key(absent[id_]), attributions)
                found[id_] = attributions
        return found

    async def _attribute_ranges(self, document: Document, ranges: tuple[Span, ...]) -> Sequence[Attribution]:
        """Return the attributions of some ranges, cached for the same question."""
        key = (*_key(document), ranges)
        attributions = self._by_ranges.get(key)
        if attributions is None:
            attributions = await self._run(partial(self._attribute, document, ranges))
            self._by_ranges.put(key, attributions)
        return attributions

    def _attribute(self, document: Document, ranges: Sequence[Span] | None) -> list[Attribution]:
        return self._parse(lambda nlp: attribute(document, nlp, ranges))

    def _parse(self, work: Callable[[Language], T]) -> T:
        nlp = self._nlp  # loaded outside of the zone, or its words would be freed
        with parser_zone(nlp):
            return work(nlp)

    async def _save(
        self, document: Document, attributions: Sequence[Attribution], speakers: Sequence[SpeakerRow]
    ) -> None:
        await self._database.write(
            lambda db: stored_attributions.put(db, document.reference, VERSION, attributions, speakers)
        )

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _key(document: Document) -> tuple[str, str]:
    return document.id, document.reference.sha256


def _size(attributions: Sequence[Attribution]) -> int:
    return 1 + len(attributions)
