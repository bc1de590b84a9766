"""Passage index: tantivy behind bot.search.index.Index.

It is derived from the database and can be rebuilt.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import tantivy

from bot.errors import UserError
from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, Hit, SearchFilter, Term
from bot.normalize import fold
from bot.store.passages import queries
from bot.store.passages import schema as passage_entries
from bot.store.passages.schema import entries, schema
from bot.store.passages.vocabulary import IndexedWords

# Raise it with every change of the fields or their content: an index of another version is rebuilt.
_VERSION = 5
_MARKER = f"factdesk {_VERSION}"
_HEAP_BYTES = 64_000_000
_LOCK_SECONDS = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class _OpenCommit:
    """The open commit, by its file's inode and mtime.

    `index` is None if the commit is unusable.
    """

    commit: tuple[int, int] | None = None
    index: tantivy.Index | None = None


_NO_COMMIT = _OpenCommit()


class TantivyIndex:
    """The passage index in one folder.

    All methods block. Each call sees the latest commit, also of other processes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = schema()
        self._writing = threading.Lock()
        self._open = _NO_COMMIT

    def put(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        """Add, replace and delete documents, in one commit with `generation`.

        An unusable index is deleted first. Raises UserError if another process keeps writing or the disk is full.
        """
        with self._writing:
            try:
                self._commit(documents, removed, generation)
            except (ValueError, OSError) as error:
                raise UserError(
                    f"The index in {self._folder} can't be written ({_first_line(error)}); check that the disk has "
                    "room and the folder can be written, then try again."
                ) from error
            self.reload()

    def clear(self) -> None:
        """Delete the index.

        `generation` is -1 until the next `put`.
        """
        with self._writing:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._open = _NO_COMMIT

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return passages with any of the terms within a filter, best first."""
        searcher = self._searcher()
        query = queries.passages(self._schema, terms, narrowing)
        if searcher is None or query is None or limit < 1:
            return []
        found = searcher.search(query, limit, count=False).hits
        return [passage_entries.hit(searcher.doc(address), score) for score, address in found]

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with a word.

        The word is not stemmed. A passage with several forms of it ("The" and "the") counts for each.
        """
        folded = fold(_storable(word))
        return sum(self.vocabulary().forms(folded).values()) if folded else 0

    def vocabulary(self) -> IndexedWords:
        """Return the words of the latest commit, for look-ups."""
        return IndexedWords(self._searcher(), self._schema)

    def passages(self) -> int:
        """Return the number of indexed passages."""
        searcher = self._searcher()
        return 0 if searcher is None else int(searcher.num_docs) - 1

    def generation(self) -> int:
        """Return the database generation of the last commit, or -1."""
        searcher = self._searcher()
        return -1 if searcher is None else _generation(searcher, self._schema)

    def reload(self) -> _OpenCommit:
        """Open the latest commit, of any process, and return it."""
        try:
            stat = (self._folder / "meta.json").stat()
        except OSError:
            self._open = _NO_COMMIT
            return _NO_COMMIT
        commit = (stat.st_ino, stat.st_mtime_ns)
        if commit != self._open.commit:
            self._open = _OpenCommit(commit, _usable(self._schema, self._folder))
        return self._open

    def _searcher(self) -> tantivy.Searcher | None:
        index = self.reload().index
        return None if index is None else index.searcher()

    def _commit(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        index = self.reload().index
        if index is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, str(self._folder))
        writer = _writer(index)
        try:
            for id_ in chain(removed, (document.id for document, _ in documents)):
                writer.delete_documents_by_term("document", id_)
            for document, passages in documents:
                for entry in entries(document, passages):
                    writer.add_document(entry)
            writer.delete_documents_by_term("marker", _MARKER)
            writer.add_document(_marked(generation))
            writer.commit()
        finally:
            writer.wait_merging_threads()  # releases the lock


def _usable(schema: tantivy.Schema, folder: Path) -> tantivy.Index | None:
    """Return the last commit of a usable index, or None."""
    try:
        index = tantivy.Index(schema, str(folder))
        index.config_reader("manual")
        index.reload()
        return index if _generation(index.searcher(), schema) >= 0 else None
    except (ValueError, OSError):
        return None


def _generation(searcher: tantivy.Searcher, schema: tantivy.Schema) -> int:
    marked = searcher.search(tantivy.Query.term_query(schema, "marker", _MARKER, "basic"), 1, count=False).hits
    return int(searcher.doc(marked[0][1])["generation"][0]) if marked else -1


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    """Return the index's writer, after another process's release.

    Raises UserError if the other process keeps it for more than 20 s.
    """
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            return index.writer(_HEAP_BYTES, 1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            if time.monotonic() > deadline:
                raise UserError("Another factdesk is writing to the index; try again when it has finished.") from None
            time.sleep(0.1)


def _marked(generation: int) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("marker", _MARKER)
    entry.add_unsigned("generation", generation)
    return entry


def _storable(text: str) -> str:
    """Return `text` without lone surrogates, not encodable in UTF-8."""
    return text.encode("utf-8", "ignore").decode()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
