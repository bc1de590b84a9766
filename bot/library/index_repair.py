"""Passage index of the services, rebuilt from the database after damage."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.errors import UserError
from bot.library.index_building import OnRepair, index_changes, set_aside
from bot.model.search import NO_FILTER, GroupHits, Hit, SearchFilter, Term
from bot.search.expansion.vocabulary import IndexTerms
from bot.search.index import Index
from bot.store.archive import Archive
from bot.store.library import documents
from bot.store.passages.damage import IndexDamagedError
from bot.store.sqlite.process_lock import locked_blocking

T = TypeVar("T")

_log = logging.getLogger(__name__)

_WAIT_SECONDS = 5.0  # for the check or another's repair; a longer wait would hold up the threads of all services
_MOST_REPAIRS = 3  # of one process: damage that comes back has another cause


class RepairingIndex:
    """Passage index, moved aside and rebuilt after damage.

    Implements bot.search.index.SearchableIndex; a look-up that fails is repeated after the repair. All methods block.
    """

    def __init__(
        self,
        index: Index,
        database: Archive,
        lock: Path,
        on_repair: OnRepair = lambda _: None,
    ) -> None:
        """Take the index, its source, the indexing lock, and a listener for repairs."""
        self._index = index
        self._on_repair = on_repair
        self._database = database
        self._lock = lock
        self._repairing = threading.Lock()
        self._repairs = 0
        self._is_checked = threading.Event()
        self._is_checked.set()
        self._waited_until = 0.0

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return the best `limit` passages with any of `terms`, within the filter.

        Passages of a document's earlier version are left out: their spans would cut another text.
        """
        return self._current(self.run(lambda: self._index.candidates(terms, limit, narrowing)))

    def with_all_words(self, groups: Sequence[Sequence[str]], limit: int) -> GroupHits:
        """Return the first published `limit` passages with all words of all groups, and those with them together."""
        found = self.run(lambda: self._index.with_all_words(groups, limit))
        return replace(found, hits=tuple(self._current(found.hits)))

    def heaviest(self, weights: Mapping[str, float], limit: int) -> list[Hit]:
        """Return the best `limit` passages by the summed weights of the words in their own text."""
        return self._current(self.run(lambda: self._index.heaviest(weights, limit)))

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with `word`, unstemmed."""
        return self.run(lambda: self._index.frequency(word))

    def vocabulary(self) -> IndexTerms:
        """Return the words of the current documents, looked up on demand."""
        return _RepairingTerms(self, self._index)

    def passages(self) -> int:
        """Return the number of indexed passages."""
        return self.run(self._index.passages)

    def generation(self) -> int:
        """Return the last commit's generation, -1 for an unusable index."""
        return self._index.generation()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let look-ups wait during the block, in which the index is checked and brought up to the database.

        An index that is damaged or behind would say of a stored article that there is none. They wait during its first
        seconds alone: one wait after the other would hold up the threads for a minute.
        """
        self._waited_until = time.monotonic() + _WAIT_SECONDS
        self._is_checked.clear()
        try:
            yield
        finally:
            self._is_checked.set()

    def check(self) -> None:
        """Read all files of the index, and repair damage."""
        if (damage := self._index.damage()) is not None:
            self._repair(IndexDamagedError(damage), self._repairs)

    def run(self, look_up: Callable[[], T]) -> T:
        """Return the result of `look_up`, repeated once after a repair.

        Raises IndexDamagedError if the rebuilt index fails as well, and UserError during a long check or a repair by
        somebody else.
        """
        if not self._is_checked.wait(self._waited_until - time.monotonic()):
            raise UserError("The search index is being checked and brought up to date. Try again in a minute.")
        repairs = self._repairs
        try:
            return look_up()
        except IndexDamagedError as error:
            self._repair(error, repairs)
            return look_up()

    def _current(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits of the versions that the database holds; a hit without a hash is one."""
        indexed = {hit.document: hit.sha256 for hit in hits if hit.sha256}
        if not indexed:
            return list(hits)
        stored = self._database.read_blocking(partial(documents.hashes, ids=indexed))
        return [hit for hit in hits if not hit.sha256 or stored.get(hit.document) == hit.sha256]

    def _repair(self, error: IndexDamagedError, seen_repairs: int) -> None:
        if not self._repairing.acquire(timeout=_WAIT_SECONDS):
            raise UserError("The search index was damaged and is being rebuilt. Try again in a minute.")
        try:
            if self._repairs != seen_repairs:  # another thread has just repaired it
                return
            if self._repairs >= _MOST_REPAIRS:
                raise error
            with locked_blocking(self._lock):
                set_aside(self._index, error, self._on_repair)
                count = index_changes(self._database, self._index, threading.Event())
            self._repairs += 1
            _log.warning("The search index was rebuilt from %d documents.", count)
        finally:
            self._repairing.release()


class _RepairingTerms:
    """The words of the repairing index, of its latest commit."""

    def __init__(self, repairing: RepairingIndex, index: Index) -> None:
        self._repairing = repairing
        self._index = index
        self._terms = repairing.run(index.vocabulary)

    def forms(self, folded: str) -> Mapping[str, int]:
        return self._run(lambda terms: terms.forms(folded))

    def frequency(self, stemmed: str) -> int:
        return self._run(lambda terms: terms.frequency(stemmed))

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        return self._run(lambda terms: terms.frequencies(stems))

    def beginning(self, letter: str) -> Sequence[str]:
        return self._run(lambda terms: terms.beginning(letter))

    def together(self, form: str, other: str) -> int:
        return self._run(lambda terms: terms.together(form, other))

    def _run(self, look_up: Callable[[IndexTerms], T]) -> T:
        has_failed = False

        def on_latest() -> T:
            nonlocal has_failed
            if has_failed:
                self._terms = self._index.vocabulary()
            has_failed = True
            return look_up(self._terms)

        return self._repairing.run(on_latest)
