"""The narrow door to the passage index; bot/store/passages/index.py stands behind it today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, Hit, SearchFilter, Term
from bot.search.expansion.vocabulary import IndexTerms


class Index(Protocol):
    """What searching needs of an index. All methods block: call them off the event loop."""

    def put(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        """Add or replace documents and take out the `removed` ids, in one commit that carries `generation`."""

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return at most `limit` passages that hold any of `terms`, within the limits, best first."""

    def frequency(self, word: str) -> int:
        """Return about how many passages hold `word`, whatever its case or accents (unstemmed)."""

    def vocabulary(self) -> IndexTerms:
        """Return the words of the documents at this moment, to be looked up one at a time."""

    def passages(self) -> int:
        """Return how many passages are indexed."""

    def generation(self) -> int:
        """Return the store's generation that the last commit carried; -1 for an index that is not usable as it is."""
