"""Documents as the services ask for them: by id, by page, by what somebody is typing."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Collection
from functools import partial

from bot.corpus.shared_lines import FEWEST_ARTICLES, line_hashes, with_shared_lines
from bot.errors import UserError
from bot.model.documents import Document, DocumentRef, Excerpt
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.spans import Span
from bot.normalize import fold
from bot.store.library import documents as stored
from bot.store.library import shared_lines
from bot.store.sqlite.database import Database

_KEPT_CHARACTERS = 12_000_000  # three bytes each, blocks included
_SOME = 5  # outlets named to somebody who typed none of them
_LONGEST = 80


class DocumentService:
    """The documents of one database; the ones lately used are kept in memory, up to `kept` characters of text."""

    def __init__(self, database: Database, *, kept: int = _KEPT_CHARACTERS) -> None:
        self._database = database
        self._most = kept
        self._kept: OrderedDict[tuple[str, str], Document] = OrderedDict()
        self._characters = 0

    async def get(self, ids: Collection[str]) -> dict[str, Document]:
        """Return the documents of `ids` as they are now, by id; one that is gone is left out."""
        hashes = await self._database.read(partial(stored.hashes, ids=ids))
        recalled = {id_: self._recall(id_, sha256) for id_, sha256 in hashes.items()}
        found = {id_: document for id_, document in recalled.items() if document}
        absent = hashes.keys() - found.keys()
        if absent:
            fetched = await self._database.read(partial(_read, ids=absent))
            for document in fetched.values():
                self._keep(document)
            found |= fetched
        return found

    async def texts(self, ids: Collection[str]) -> dict[str, str]:
        """Return the texts of the documents of `ids` by id; one that is gone is left out."""
        return await self._database.read(partial(stored.texts, ids=ids))

    async def excerpts(self, places: Collection[tuple[str, Span]]) -> list[Excerpt | None]:
        """Return what stands at each place, without the rest of its document; None where it isn't there any more."""
        return await self._database.read(partial(stored.excerpts, places=places))

    async def page(self, offset: int, limit: int) -> list[DocumentRef]:
        """Return `limit` references in the order of their titles, from `offset` on."""
        return await self._database.read(partial(stored.page, offset=offset, limit=limit))

    async def count(self, narrowing: SearchFilter = NO_FILTER) -> int:
        """Return how many documents there are of the outlet and the days that `narrowing` names."""
        return await self._database.read(partial(stored.count, narrowing=narrowing))

    async def read_in_part(self, narrowing: SearchFilter = NO_FILTER) -> list[DocumentRef]:
        """Return the documents within the limits of which only a part could be read."""
        return await self._database.read(partial(stored.read_in_part, narrowing=narrowing))

    async def outlet(self, typed: str) -> str:
        """Return the outlet that is meant by what was typed, as the documents write it. Raises UserError for none."""
        known = await self.outlets()
        meant = next((name for name in known if fold(name) == fold(typed)), None)
        if meant is None:
            some = ", ".join(sorted(known, key=lambda name: -known[name])[:_SOME])
            there = f"there are {some}" if some else "none of the articles names its outlet"
            raise UserError(f"No article of “{typed[:_LONGEST]}” is indexed: {there}.")
        return meant

    async def months(self) -> dict[str, int]:
        """Return every month in which something was published, as "2025-06", the latest first, with how many."""
        return await self._database.read(stored.months)

    async def outlets(self) -> dict[str, int]:
        """Return every outlet with how many documents it published."""
        return await self._database.read(stored.outlets)

    async def titles(self, typed: str, limit: int = 25) -> list[stored.DocumentTitle]:
        """Return documents whose title or name holds what was typed: those that begin with it first."""
        return await self._database.read(partial(stored.titles, typed=typed, limit=limit))

    def _recall(self, id_: str, sha256: str) -> Document | None:
        document = self._kept.get((id_, sha256))
        if document is not None:
            self._kept.move_to_end((id_, sha256))
        return document

    def _keep(self, document: Document) -> None:
        key = (document.id, document.reference.sha256)
        if key not in self._kept:
            self._kept[key] = document
            self._characters += len(document.text)
        while self._characters > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._characters -= len(oldest.text)


def _read(connection: sqlite3.Connection, *, ids: Collection[str]) -> dict[str, Document]:
    """Return the documents of `ids`, with the lines that their outlets' articles share as boilerplate."""
    found = stored.get(connection, ids)
    articles: dict[str, int] = {}
    for id_, document in found.items():
        counts = shared_lines.counts(connection, line_hashes(document), fewest=FEWEST_ARTICLES)
        outlet = document.reference.outlet
        if counts and outlet:
            if outlet not in articles:
                articles[outlet] = stored.count(connection, SearchFilter(outlet=outlet))
            found[id_] = with_shared_lines(document, counts, articles[outlet])
    return found
