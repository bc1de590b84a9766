"""Sentence vectors of documents: from memory, from the database, or encoded."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bot.answer.evidence.units import UNITS_VERSION, DocumentUnits, Unit, split_units
from bot.library.backlog import Backlog
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.library.encoding_thread import EncodingThread
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.library.sentence_encoder import SentenceEncoder, Vectors, load_encoder
from bot.model.documents import Document
from bot.normalize import WORD
from bot.store.archive import Archive
from bot.store.library import sentence_vectors as stored

log = logging.getLogger(__name__)
_FEWEST_WORDS = 3  # a shorter unit has no meaning to compare
_SCALE = 127.0  # components of a unit vector are at most 1; rounding changes a cosine by 0.002
_SLICE = 16  # sentences per background batch: a question waits about 70 ms
_BATCH = 20
_KEPT_BYTES = 16_000_000  # of whole documents: about 640 articles
_KEPT_SENTENCES = 20_000  # of 384 bytes each
_KEPT_QUERIES = 2_000  # 3 MB

Quantised = NDArray[np.int8]


class SentenceVectorService:
    """Returns the vectors of units; row i belongs to unit i.

    Units are those of `split_units`. Rows of boilerplate and of units under three words are zeros. Without a usable
    model there are no vectors.
    """

    def __init__(
        self, database: Archive, documents: DocumentService, units: DocumentUnitsService, setting: str
    ) -> None:
        """Take the value of FACTDESK_SENTENCE_MODEL; load the model at first use."""
        self._database = database
        self._documents = documents
        self._backlog = Backlog(database)
        self._units = units
        self.thread = EncodingThread(setting)
        self._matrices: LruCache[tuple[str, str], Quantised] = LruCache(_KEPT_BYTES, lambda matrix: matrix.nbytes)
        self._sentences: LruCache[tuple[str, str, int], Quantised] = LruCache(_KEPT_SENTENCES)
        self._queries: LruCache[str, Vectors] = LruCache(_KEPT_QUERIES)

    async def load(self) -> bool:
        """Load the model before the first question; return False without one."""
        return await self.thread.encoder() is not None

    async def get(self, documents: Sequence[Document]) -> Mapping[str, Vectors]:
        """Return the known vectors by document id."""
        encoder = await self.thread.encoder()
        if encoder is None:
            return {}
        return {id_: _decoded(matrix) for id_, matrix in (await self._load_known(documents, encoder)).items()}

    async def get_or_encode(self, documents: Sequence[Document]) -> Mapping[str, Vectors]:
        """Return all vectors by document id; encode and store the missing ones."""
        encoder = await self.thread.encoder()
        if encoder is None:
            return {}
        found = await self._load_known(documents, encoder)
        for document in documents:
            if document.id not in found:
                matrix = await self._compute(document, encoder)
                await self._store(document, encoder, matrix)
                self._matrices.put(_key(document), matrix)
                found[document.id] = matrix
        return {id_: _decoded(matrix) for id_, matrix in found.items()}

    async def encode_sentences(self, document: Document, positions: Sequence[int]) -> Vectors | None:
        """Return the vectors of the units at `positions`.

        They come from the document's vectors if these are known; otherwise they are encoded and cached in memory. None
        without a model.
        """
        encoder = await self.thread.encoder()
        if encoder is None:
            return None
        known = (await self._load_known([document], encoder)).get(document.id)
        if known is not None:
            return _decoded(known[list(positions)])
        found = {
            position: row
            for position in positions
            if (row := self._sentences.get((*_key(document), position))) is not None
        }
        if absent := [position for position in positions if position not in found]:
            units = (await self._units.get([document]))[document.id]
            computed = await self.thread.submit(partial(_encode, encoder, units, absent))
            for position, row in zip(absent, computed, strict=True):
                self._sentences.put((*_key(document), position), row.copy())
                found[position] = row
        matrix = np.zeros((len(positions), encoder.dimensions), np.int8)
        for place, position in enumerate(positions):
            matrix[place] = found[position]
        return _decoded(matrix)

    def encode_query(self, text: str) -> Vectors | None:
        """Return the vector of a question, or None without a model.

        It takes a few milliseconds with a loaded model.
        """
        vector = self._queries.get(text)
        if vector is None:
            encoder = load_encoder(self.thread.setting)
            if encoder is None:
                return None
            vector = encoder.encode([text])[0]
            self._queries.put(text, vector)
        return vector

    async def fill(self) -> int:
        """Encode and store all documents without vectors; return their number.

        Vectors of other models are deleted. Questions go first after every few sentences.
        """
        encoder = await self.thread.encoder()
        if encoder is None:
            return 0
        count = 0
        missing = partial(stored.missing, model=encoder.model_id, version=UNITS_VERSION)
        async for ids in self._backlog.batches(missing, _BATCH):
            if not count:
                await self._delete_other_models(encoder)
            for document in (await self._documents.read(ids)).values():
                count += await self._fill_document(document, encoder)
        return count

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (
            self._matrices.use("sentence vectors of articles", "bytes"),
            self._sentences.use("sentence vectors"),
            self._queries.use("question vectors"),
        )

    async def close(self) -> None:
        """Stop the thread; the present batch is dropped."""
        await self.thread.close()

    async def _load_known(self, documents: Iterable[Document], encoder: SentenceEncoder) -> dict[str, Quantised]:
        wanted = {document.id: document for document in documents}
        found = {id_: matrix for id_, document in wanted.items() if (matrix := self._recall(document)) is not None}
        references = [document.reference for id_, document in wanted.items() if id_ not in found]
        if references:
            read = await self._database.read(
                lambda connection: stored.get(connection, references, encoder.model_id, UNITS_VERSION)
            )
            for id_, matrix in read.items():
                self._matrices.put(_key(wanted[id_]), matrix)
            found |= read
        return found

    def _recall(self, document: Document) -> Quantised | None:
        return self._matrices.get(_key(document))

    async def _fill_document(self, document: Document, encoder: SentenceEncoder) -> bool:
        try:
            matrix = await self._compute(document, encoder)
        except Exception:
            log.exception("the sentence vectors of %s could not be computed", document.name)
            return False
        await self._store(document, encoder, matrix)
        return True

    async def _compute(self, document: Document, encoder: SentenceEncoder) -> Quantised:
        units = await self.thread.submit(lambda: split_units(document))
        matrix = np.zeros((len(units.units), encoder.dimensions), np.int8)
        positions = [position for position, unit in enumerate(units.units) if _has_content(unit, document.text)]
        # Sentences of equal length need no padding in a batch.
        positions.sort(key=lambda position: len(units.units[position].span))
        for start in range(0, len(positions), _SLICE):
            batch = positions[start : start + _SLICE]
            matrix[batch] = await self.thread.submit(partial(_encode, encoder, units, batch))
        return matrix

    async def _store(self, document: Document, encoder: SentenceEncoder, matrix: Quantised) -> None:
        await self._database.write(
            lambda db: stored.put(db, document.reference, encoder.model_id, UNITS_VERSION, matrix)
        )

    async def _delete_other_models(self, encoder: SentenceEncoder) -> None:
        count = await self._database.write(lambda db: stored.forget_other_models(db, encoder.model_id, UNITS_VERSION))
        if count:
            log.info("deleted the sentence vectors of another model for %d documents", count)


def _encode(encoder: SentenceEncoder, units: DocumentUnits, positions: Sequence[int]) -> Quantised:
    text = units.document.text
    matrix = np.zeros((len(positions), encoder.dimensions), np.int8)
    rows = [row for row, position in enumerate(positions) if _has_content(units.units[position], text)]
    if rows:
        vectors = encoder.encode([units.units[positions[row]].span.of(text) for row in rows])
        matrix[rows] = np.rint(vectors * _SCALE).astype(np.int8)
    return matrix


def _decoded(matrix: Quantised) -> Vectors:
    return matrix.astype(np.float32) / np.float32(_SCALE)


def _has_content(unit: Unit, text: str) -> bool:
    if unit.boilerplate:
        return False
    words = WORD.finditer(text, unit.span.start, unit.span.end)
    return sum(1 for _, _ in zip(words, range(_FEWEST_WORDS), strict=False)) == _FEWEST_WORDS


def _key(document: Document) -> tuple[str, str]:
    return document.id, document.reference.sha256
