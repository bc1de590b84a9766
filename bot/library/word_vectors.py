"""Vectors of single words: from memory, from the database, or encoded."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.library.encoding_thread import EncodingThread
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.library.sentence_encoder import SentenceEncoder
from bot.normalize import fold
from bot.search.index import SearchableIndex
from bot.store.archive import Archive
from bot.store.library import word_vectors as stored

log = logging.getLogger(__name__)
_SCALE = 127.0  # as for sentence vectors
_KEPT_WORDS = 30_000  # 23 MB of vectors, 43 MB with their objects
_MOST_ENCODED = 200  # unknown words of one question, in 0.1 to 0.4 s
_BATCH = 64  # measured: 0.5 ms a word, 0.7 in batches of 8; a question waits 35 ms
_SLICE = 256  # words per transaction
_LOOKED_UP = 20_000  # words of the vocabulary per SQL query
_SHORTEST, _LONGEST = 2, 25


class WordVectorService:
    """Returns unit vectors of folded words.

    Only words of the corpus are stored in the database, so that it keeps no words of questions.
    """

    def __init__(self, database: Archive, index: SearchableIndex, thread: EncodingThread) -> None:
        """Take the thread of the sentence vectors."""
        self._database = database
        self._index = index
        self._thread = thread
        self._recent: LruCache[str, bytes] = LruCache(_KEPT_WORDS)
        self._filled_generation: int | None = None
        self._writes: set[asyncio.Task[None]] = set()

    async def get(self, words: Collection[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return vectors by word in lower case.

        At most 200 unknown words are encoded, others are left out. Without a model the result is empty.
        """
        encoder = await self._thread.encoder()
        if encoder is None:
            return {}
        folded = {word.lower(): fold(word) for word in words}
        wanted = list(dict.fromkeys(filter(None, folded.values())))
        found = await self._load_known(wanted, encoder)
        unknown = [word for word in wanted if word not in found]
        if unknown:
            found |= await self._encode_and_store(unknown[:_MOST_ENCODED], encoder)
        return _decoded({word: found[form] for word, form in folded.items() if form in found})

    async def fill(self) -> int:
        """Encode the index's words without vectors; return their number.

        Vectors of other models are deleted. Questions go first after every batch.
        """
        encoder = await self._thread.encoder()
        if encoder is None:
            return 0
        generation = await asyncio.to_thread(self._index.generation)
        if generation == self._filled_generation:
            return 0
        words = await self._missing(encoder)
        await self._delete_other_models(encoder)
        for start in range(0, len(words), _SLICE):
            await self._store(await self._encode(words[start : start + _SLICE], encoder), encoder)
        self._filled_generation = generation
        return len(words)

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (self._recent.use("word vectors"),)

    async def close(self) -> None:
        """Finish the writes in progress."""
        while self._writes:
            await asyncio.wait(self._writes)

    async def _load_known(self, words: Sequence[str], encoder: SentenceEncoder) -> dict[str, bytes]:
        found = {word: body for word in words if (body := self._recent.get(word)) is not None}
        absent = [word for word in words if word not in found]
        if absent:
            read = await self._database.read(lambda connection: stored.get(connection, encoder.model_id, absent))
            self._remember(read)
            found |= read
        return found

    async def _encode_and_store(self, words: Sequence[str], encoder: SentenceEncoder) -> dict[str, bytes]:
        bodies = await self._encode(words, encoder)
        self._remember(bodies)
        write = asyncio.create_task(self._store_known_to_corpus(bodies, encoder))
        self._writes.add(write)
        write.add_done_callback(self._writes.discard)
        return bodies

    async def _encode(self, words: Sequence[str], encoder: SentenceEncoder) -> dict[str, bytes]:
        bodies: dict[str, bytes] = {}
        for start in range(0, len(words), _BATCH):
            bodies |= await self._thread.submit(partial(_encode, encoder, words[start : start + _BATCH]))
        return bodies

    def _remember(self, bodies: Mapping[str, bytes]) -> None:
        for word, body in bodies.items():
            self._recent.put(word, body)

    async def _missing(self, encoder: SentenceEncoder) -> list[str]:
        words = iter(await asyncio.to_thread(self._vocabulary))
        missing: list[str] = []
        while batch := list(islice(words, _LOOKED_UP)):
            missing += await self._database.read(partial(stored.missing, model=encoder.model_id, words=batch))
        return missing

    def _vocabulary(self) -> list[str]:
        return [word for word in self._index.vocabulary().beginning("") if _is_encodable(word)]

    async def _store_known_to_corpus(self, bodies: Mapping[str, bytes], encoder: SentenceEncoder) -> None:
        try:
            words = await asyncio.to_thread(self._corpus_words, bodies)
            if words:
                await self._store({word: bodies[word] for word in words}, encoder)
        except Exception:
            log.warning("the vectors of %d words could not be stored", len(bodies), exc_info=True)

    def _corpus_words(self, words: Collection[str]) -> list[str]:
        vocabulary = self._index.vocabulary()
        return [word for word in words if _is_encodable(word) and vocabulary.forms(word)]

    async def _store(self, bodies: Mapping[str, bytes], encoder: SentenceEncoder) -> None:
        await self._database.write(lambda db: stored.put(db, encoder.model_id, bodies))

    async def _delete_other_models(self, encoder: SentenceEncoder) -> None:
        count = await self._database.write(lambda db: stored.forget_other_models(db, encoder.model_id))
        if count:
            log.info("deleted the vectors of another model for %d words", count)


def _is_encodable(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalnum() and not word.isnumeric()


def _encode(encoder: SentenceEncoder, words: Sequence[str]) -> dict[str, bytes]:
    rows = np.rint(encoder.encode(words, _BATCH) * _SCALE).astype(np.int8)
    return {word: row.tobytes() for word, row in zip(words, rows, strict=True)}


def _decoded(bodies: Mapping[str, bytes]) -> dict[str, NDArray[np.float32]]:
    if not bodies:
        return {}
    rows = np.frombuffer(b"".join(bodies.values()), np.int8).reshape(len(bodies), -1)
    return dict(zip(bodies, rows.astype(np.float32) / np.float32(_SCALE), strict=True))
