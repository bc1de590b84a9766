"""The interface of the passage index; bot/store/passages has one in a folder and one in a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, GroupHits, Hit, SearchFilter, Term
from bot.search.expansion.vocabulary import IndexTerms

if TYPE_CHECKING:
    from pathlib import Path


class SearchableIndex(Protocol):
    """The passage index, as search needs it. All methods block.

    Call them off the event loop. Each raises IndexUnavailableError if a cluster can't be asked.
    """

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return the best `limit` passages with any of `terms`, within the filter.

        Parts of the index that don't answer are reported (bot.model.search_gaps).
        """

    def with_all_words(self, groups: Sequence[Sequence[str]], limit: int) -> GroupHits:
        """Return the first published `limit` passages with all words of all groups, and those with them together.

        The words are those of their own text. Passages of some groups may be missing, unless their document has the
        others in further passages.
        """

    def heaviest(self, weights: Mapping[str, float], limit: int) -> list[Hit]:
        """Return the best `limit` passages by the summed weights of the words in their own text."""

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with `word`, unstemmed.

        Case and accents don't count.
        """

    def vocabulary(self) -> IndexTerms:
        """Return the words of the current documents, looked up on demand."""

    def passages(self) -> int:
        """Return the number of indexed passages."""

    def generation(self) -> int:
        """Return the last commit's generation, -1 for an unusable index."""


class Index(SearchableIndex, Protocol):
    """The passage index, as its building and repair need it."""

    def put(
        self,
        documents: Sequence[tuple[Document, Sequence[Passage]]],
        removed: Sequence[str],
        generation: int,
        after: int | None = None,
    ) -> None:
        """Add, replace and remove documents; the index is of `generation` once all is written.

        With `after`, it must be of that generation before: IndexDamagedError if it is not.
        """

    def clear(self) -> None:
        """Make the index empty; `generation` is -1 until the next `put`."""

    def set_aside(self) -> Path | None:
        """Make a damaged index empty; return where the old one is kept, if it is."""

    def damage(self) -> str | None:
        """Return why the present index can't be used, or None; a missing one is not damaged."""

    def describe(self) -> str | None:
        """Return version and state of the server that holds the index; None without one."""

    def close(self) -> None:
        """Close what is open."""
