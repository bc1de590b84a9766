"""Documents by id, by page, or by typed text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.corpus.shared_lines import FEWEST_ARTICLES, line_hashes, with_shared_lines
from bot.errors import UserError
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.model.documents import Document, DocumentRef, Excerpt
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.spans import Span
from bot.normalize import fold
from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import documents as stored
from bot.store.library import shared_lines

_CAPACITY = 12_000_000  # characters of text, at three bytes each with their blocks
_SUGGESTED = 5  # outlets named in the message about an unknown one
_LONGEST = 80


class DocumentService:
    """The documents of one database.

    The most recently used ones are cached, up to `capacity` characters of text.
    """

    def __init__(self, database: Archive, *, capacity: int = _CAPACITY) -> None:
        self._database = database
        self._cache: LruCache[tuple[str, str], Document] = LruCache(capacity, _size)

    async def get(self, ids: Collection[str]) -> dict[str, Document]:
        """Return the present documents of `ids` by id, without missing ones."""
        hashes = await self.hashes(ids)
        cached = ((id_, self._cache.get((id_, sha256))) for id_, sha256 in hashes.items())
        found = {id_: document for id_, document in cached if document}
        absent = hashes.keys() - found.keys()
        if absent:
            fetched = await self._database.read(partial(_read, ids=absent))
            for document in fetched.values():
                self._cache.put((document.id, document.reference.sha256), document)
            found |= fetched
        return found

    async def read(self, ids: Collection[str]) -> dict[str, Document]:
        """Return the present documents of `ids` as `get`, and cache none.

        For work on each document once, which would drive out those that questions use.
        """
        return await self._database.read(partial(_read, ids=ids))

    def at_here(self, spans: Mapping[str, Sequence[Span]]) -> dict[str, Document]:
        """Return documents with the blocks that overlap the spans alone, by id, without missing ones.

        Much faster than whole documents. Read on the calling thread: blocks.
        """
        return self._database.read_here(partial(_read, ids=spans, spans=spans))

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (self._cache.use("articles", "characters"),)

    async def generation(self) -> int:
        """Return the number of changes of the documents so far."""
        return await self._database.read(stored.generation)

    async def changed_since(self, seen: int) -> list[tuple[str, int]]:
        """Return id and generation of the documents changed after a generation, oldest first."""
        return await self._database.read(partial(stored.changed_since, seen=seen))

    async def hashes(self, ids: Collection[str]) -> dict[str, str]:
        """Return the SHA-256 of the present documents of `ids`."""
        return await self._database.read(partial(stored.hashes, ids=ids))

    async def texts(self, ids: Collection[str]) -> dict[str, str]:
        """Return the texts of `ids` by document id, without missing ones."""
        return await self._database.read(partial(stored.texts, ids=ids))

    def texts_here(self, ids: Collection[str]) -> dict[str, str]:
        """Return what `texts` returns, read on the calling thread. Blocks."""
        return self._database.read_here(partial(stored.texts, ids=ids))

    async def excerpts(self, places: Collection[tuple[str, Span]]) -> list[Excerpt | None]:
        """Return the excerpt at each place, None for an outdated place."""
        return await self._database.read(partial(stored.excerpts, places=places))

    def excerpts_here(self, places: Collection[tuple[str, Span]]) -> list[Excerpt | None]:
        """Return what `excerpts` returns, read on the calling thread. Blocks."""
        return self._database.read_here(partial(stored.excerpts, places=places))

    async def page(self, offset: int, limit: int) -> list[DocumentRef]:
        """Return `limit` references from `offset` on, ordered by title."""
        return await self._database.read(partial(stored.page, offset=offset, limit=limit))

    async def count(self, narrowing: SearchFilter = NO_FILTER) -> int:
        """Count the documents within the outlet and dates of `narrowing`."""
        return await self._database.read(partial(stored.count, narrowing=narrowing))

    async def read_in_part(self, narrowing: SearchFilter = NO_FILTER) -> list[DocumentRef]:
        """Return the documents within the limits of which only a part could be read."""
        return await self._database.read(partial(stored.read_in_part, narrowing=narrowing))

    async def outlet(self, typed: str) -> str:
        """Return the typed outlet in the spelling of the documents.

        Case and accents do not count: `"kyiv post"` -> `Kyiv Post`. Raises UserError for an unknown outlet.
        """
        known = await self.outlets()
        match = next((name for name in known if fold(name) == fold(typed)), None)
        if match is None:
            names = ", ".join(sorted(known, key=lambda name: -known[name])[:_SUGGESTED])
            hint = f"Indexed outlets: {names}" if names else "No indexed article names its outlet"
            raise UserError(f"No article of “{typed[:_LONGEST]}” is indexed. {hint}.")
        return match

    async def months(self) -> dict[str, int]:
        """Return the number of articles by month ("2025-06"), latest month first."""
        return await self._database.read(stored.months)

    async def outlets(self) -> dict[str, int]:
        """Return the number of articles by outlet."""
        return await self._database.read(stored.outlets)

    async def titles(self, typed: str, limit: int = 25) -> list[stored.DocumentTitle]:
        """Return documents with the typed text in their title or name.

        Those that begin with it come first.
        """
        return await self._database.read(partial(stored.titles, typed=typed, limit=limit))


def _read(
    connection: ArchiveConnection, *, ids: Collection[str], spans: Mapping[str, Sequence[Span]] | None = None
) -> dict[str, Document]:
    """Return the documents of `ids`, with shared lines of their outlets as boilerplate.

    With `spans`, they have the blocks there alone.
    """
    found = stored.get(connection, ids)
    if spans is not None:
        found = {id_: _only_at(document, spans[id_]) for id_, document in found.items()}
    hashes = {id_: line_hashes(document) for id_, document in found.items()}
    counts = shared_lines.counts(connection, frozenset[int]().union(*hashes.values()), fewest=FEWEST_ARTICLES)
    articles: dict[str, int] = {}
    for id_, lines in hashes.items():
        outlet = found[id_].reference.outlet
        if outlet and not lines.isdisjoint(counts):
            if outlet not in articles:
                articles[outlet] = stored.count(connection, SearchFilter(outlet=outlet))
            found[id_] = with_shared_lines(found[id_], counts, articles[outlet])
    return found


def _only_at(document: Document, spans: Sequence[Span]) -> Document:
    blocks = tuple(block for block in document.blocks if any(block.span.overlaps(span) for span in spans))
    return replace(document, blocks=blocks)


def _size(document: Document) -> int:
    return len(document.text)
