"""Passage index: tantivy behind bot.search.index.Index.

It is derived from the database and can be rebuilt.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import tantivy

from bot.errors import UserError
from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, GroupHits, Hit, SearchFilter, Term
from bot.normalize import fold
from bot.store.passages import queries
from bot.store.passages import schema as passage_entries
from bot.store.passages.damage import (
    META,
    IndexDamagedError,
    damage_reported,
    damaged_file,
    first_line,
    is_failure,
    is_panic,
    newly_damaged_file,
)
from bot.store.passages.schema import entries, schema
from bot.store.passages.vocabulary import IndexedWords

# Raise it with every change of the fields or their content: an index of another version is rebuilt.
_VERSION = 5
_MARKER = f"factdesk {_VERSION}"
_HEAP_BYTES = 64_000_000
_LOCK_SECONDS = 20.0
_OTHER_SCHEMA = "schema does not match"  # in tantivy's error about an index of other fields
_OPENING_TRIES = 20  # while another process commits
_DAMAGED_KEPT = 2  # damaged indexes moved aside
_MOST_JOINED = 2_000  # passages with some of the groups
_MOST_COMPLETING = 400  # of them, without all groups
_NEVER = 99_999_999  # behind all days of publication

_Found: TypeAlias = tuple[float, tantivy.DocAddress]  # score and place of an entry


@dataclass(frozen=True, slots=True, eq=False)
class _OpenCommit:
    """The open commit, by its file's inode and mtime.

    `index` is None if the commit is unusable: it is damaged, or of another version.
    """

    commit: tuple[int, int] | None = None
    index: tantivy.Index | None = None
    damage: str | None = None
    generation: int = -1


_NO_COMMIT = _OpenCommit()


class TantivyIndex:
    """The passage index in one folder.

    All methods block. Each call sees the latest commit, also of other processes.
    """

    def __init__(self, folder: Path, replaces: Path | None = None) -> None:
        """Take the folder, and that of another index over the same database, which a `put` here outdates."""
        self._folder = folder
        self._meta = str(folder / META)
        self._replaces = replaces
        self._schema = schema()
        self._writing = threading.Lock()
        self._open = _NO_COMMIT
        self._is_checked = False

    def put(
        self,
        documents: Sequence[tuple[Document, Sequence[Passage]]],
        removed: Sequence[str],
        generation: int,
        after: int | None = None,
    ) -> None:
        """Add, replace and delete documents, in one commit with `generation`.

        An unusable index is deleted first. With `after`, the index must be of that generation. Raises IndexDamagedError
        if it is not, or is damaged; UserError if another process keeps writing or the disk is full.
        """
        with self._writing:
            if after is not None and self.generation() != after:
                raise IndexDamagedError("another process has replaced it")
            try:
                self._commit(documents, removed, generation)
            except BaseException as error:
                if isinstance(error, UserError) or not is_failure(error):
                    raise
                raise self._failed_writing(error) from error
            self.reload()
            if self._replaces:
                # Removals are recorded until the index in use has them, and the other one would never learn of them.
                shutil.rmtree(self._replaces, ignore_errors=True)

    def clear(self) -> None:
        """Delete the index.

        `generation` is -1 until the next `put`.
        """
        with self._writing:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._open = _NO_COMMIT

    def set_aside(self) -> Path | None:
        """Move the index to a folder named after the time; return that folder.

        The newest two are kept. `generation` is -1 until the next `put`. None if there was no index.
        """
        with self._writing:
            self._open = _NO_COMMIT
            aside = self._folder.with_name(f"{self._folder.name}-damaged-{time.strftime('%Y-%m-%d-%H%M%S')}")
            if aside.exists():  # a second damage within a second
                shutil.rmtree(aside, ignore_errors=True)
            try:
                self._folder.rename(aside)
            except FileNotFoundError:
                return None
            except OSError:
                shutil.rmtree(self._folder, ignore_errors=True)
            for old in sorted(self._folder.parent.glob(f"{self._folder.name}-damaged-*"))[:-_DAMAGED_KEPT]:
                shutil.rmtree(old, ignore_errors=True)
            return aside

    def damage(self) -> str | None:
        """Return why the present index can't be used, or None.

        Reads all its files: a second for two gigabytes. An index that is missing or of another version is not damaged.
        """
        opened = self.reload()
        if opened.damage:
            return opened.damage
        if opened.index is not None and (name := damaged_file(self._folder)):
            return _wrong_checksum(name)
        return None

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return passages with any of the terms within a filter, best first."""
        query = queries.passages(self._schema, terms, narrowing)
        searcher = self._searcher()
        if searcher is None or query is None or limit < 1:
            return []
        with damage_reported():
            return _hits(searcher, searcher.search(query, limit, count=False).hits)

    def with_all_words(self, groups: Sequence[Sequence[str]], limit: int) -> GroupHits:
        """Return the first published `limit` passages with all words of all groups, and those with them together.

        At most 20 groups. Passages of some groups that no others of their day complete are left out.
        """
        searcher = self._searcher()
        if searcher is None or not groups:
            return GroupHits()
        whole = float((1 << len(groups)) - 1)
        with damage_reported():
            if len(groups) > 1:
                found = searcher.search(queries.word_groups(self._schema, groups), _MOST_JOINED, count=False).hits
                if len(found) < _MOST_JOINED or found[-1][0] < whole:
                    return _joined(searcher, found, whole, limit)
            query = queries.every_word(self._schema, list(chain(*groups)))
            first = searcher.search(query, limit, count=True, order_by_field="published", order=tantivy.Order.Asc)
            hits = _hits(searcher, [(whole, address) for _, address in first.hits])
            return GroupHits(tuple(hits), int(first.count))  # type: ignore[attr-defined] # the stub leaves it out

    def heaviest(self, weights: Mapping[str, float], limit: int) -> list[Hit]:
        """Return the best passages by the summed weights of the words in their own text, each counted once."""
        searcher = self._searcher()
        if searcher is None or not weights:
            return []
        with damage_reported():
            return _hits(
                searcher, searcher.search(queries.weighted_words(self._schema, weights), limit, count=False).hits
            )

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
        """Return the last commit's database generation, -1 for an unusable index."""
        return self.reload().generation

    def describe(self) -> str | None:
        """Return None: no server holds this index."""
        return None

    def close(self) -> None:
        """Do nothing: nothing stays open."""

    def reload(self) -> _OpenCommit:
        """Open the latest commit, of any process, and return it."""
        for _ in range(_OPENING_TRIES):
            commit = self._commit_on_disk()
            if commit is None:
                self._open = _NO_COMMIT
            elif commit != self._open.commit:
                self._open = self._opened(commit)
            # Another process's next commit deletes files of this one, which then look missing.
            if self._open.index is not None or commit == self._commit_on_disk():
                break
        return self._open

    def _commit_on_disk(self) -> tuple[int, int] | None:
        try:
            # Each search asks for it several times, and pathlib would double the time.
            stat = os.stat(self._meta)  # noqa: PTH116
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def _opened(self, commit: tuple[int, int]) -> _OpenCommit:
        """Open the commit; before the first one, check the files' checksums.

        tantivy itself would panic or abort over damaged files, or answer from them.
        """
        try:
            if not self._is_checked:
                if name := newly_damaged_file(self._folder):
                    return _OpenCommit(commit, None, _wrong_checksum(name))
                self._is_checked = True
            with damage_reported():
                index, generation = _usable(self._schema, self._folder)
            return _OpenCommit(commit, index, generation=generation)
        except IndexDamagedError as error:
            return _OpenCommit(commit, None, error.detail)

    def _searcher(self) -> tantivy.Searcher | None:
        """Return a searcher of the latest commit; None without an index.

        Raises IndexDamagedError for a damaged one.
        """
        opened = self.reload()
        if opened.damage:
            raise IndexDamagedError(opened.damage)
        with damage_reported():
            return None if opened.index is None else opened.index.searcher()

    def _failed_writing(self, error: BaseException) -> UserError:
        if is_panic(error):
            return IndexDamagedError(first_line(error))
        damage = self.damage() if (self._folder / META).exists() else None
        if damage is not None:
            return IndexDamagedError(damage)
        return UserError(
            f"The index in {self._folder} can't be written ({first_line(error)}); check that the disk has "
            "room and the folder can be written, then try again."
        )

    def _commit(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        index = self.reload().index
        if index is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(mode=0o700, parents=True)
            index = tantivy.Index(self._schema, str(self._folder))
        writer = _writer(index)
        try:
            self._delete_leftovers(writer)
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

    def _delete_leftovers(self, writer: tantivy.IndexWriter) -> None:
        """Delete the files of a commit that was killed.

        The next commit takes the same names for deletions, and tantivy refuses to write over a file.
        """
        writer.garbage_collect_files()
        for path in self._folder.glob(".tmp*"):  # half of a meta.json; only the writer makes them
            path.unlink(missing_ok=True)


def _joined(searcher: tantivy.Searcher, found: Sequence[_Found], whole: float, limit: int) -> GroupHits:
    """Return the first `limit` passages with all groups, and those with some that others of their day complete.

    Passages of one document are of one day, which the index tells without reading an entry.
    """
    days = searcher.fast_field_values("published", [address for _, address in found])
    with_all, with_some = list[tuple[float, int]](), list[tuple[float, int]]()
    groups_of: dict[float, int] = {}
    for number, (score, _) in enumerate(found):
        day = days[number] or _NEVER
        if score == whole:
            with_all.append((day, number))
        else:
            with_some.append((day, number))
            groups_of[day] = groups_of.get(day, 0) | int(score)
    completing = [(day, number) for day, number in sorted(with_some) if groups_of[day] == whole][:_MOST_COMPLETING]
    read = [found[number] for _, number in sorted(with_all)[:limit] + completing]
    return GroupHits(tuple(_hits(searcher, read)), len(with_all))


def _hits(searcher: tantivy.Searcher, found: Sequence[_Found]) -> list[Hit]:
    """Return the hits of scores and addresses, in their order.

    Entries are read in the order in which they are stored: those of one block are unpacked together.
    """
    stored = sorted(range(len(found)), key=lambda number: (found[number][1].segment_ord, found[number][1].doc))
    entries_by_number = {number: searcher.doc(found[number][1]) for number in stored}
    return [passage_entries.hit(entries_by_number[number], score) for number, (score, _) in enumerate(found)]


def _usable(schema: tantivy.Schema, folder: Path) -> tuple[tantivy.Index | None, int]:
    """Return the last commit of the index with its generation, or None and -1 for another version."""
    try:
        index = tantivy.Index(schema, str(folder))
    except ValueError as error:
        if _OTHER_SCHEMA in str(error):
            return None, -1
        raise
    index.config_reader("manual")
    index.reload()
    generation = _generation(index.searcher(), schema)
    return (index, generation) if generation >= 0 else (None, -1)


def _wrong_checksum(name: str) -> str:
    return f"the checksum of {name} is wrong" if name != META else f"{META} can't be read"


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
