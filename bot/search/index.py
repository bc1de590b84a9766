"""The narrow door to the passage index; bot/store/passage_index.py stands behind it today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model import EVERYTHING, Document, Hit, Narrowing, Passage, Term
from bot.search.vocabulary import Words


class Index(Protocol):
    """What searching needs of an index. All methods block: call them off the event loop."""

    def put(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        """Add or replace documents and take out the `removed` ids, in one commit that carries `generation`."""

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: Narrowing = EVERYTHING) -> list[Hit]:
        """Return at most `limit` passages that hold any of `terms`, within the limits, best first."""

    def frequency(self, word: str) -> int:
        """Return about how many passages hold `word`, whatever its case or accents (unstemmed)."""

    def vocabulary(self) -> Words:
        """Return the words of the documents at this moment, to be looked up one at a time."""

    def passages(self) -> int:
        """Return how many passages are indexed."""

    def generation(self) -> int:
        """Return the store's generation that the last commit carried; -1 for an index that is not usable as it is."""
