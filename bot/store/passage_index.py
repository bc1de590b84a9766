"""The passage index: tantivy behind bot.search.index.Index. It is derived from the store and can be made again."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import tantivy

from bot.errors import UserError
from bot.model import Document, Hit, Passage, Span, Term
from bot.text import WORD, bare, fold, stem

# Raise it when fields, or what is written into them, change: an index of another version counts as unusable.
_VERSION = 1
_MARKER = f"factdesk {_VERSION}"
_CONTEXT_WEIGHT = 0.3
_HEAP_BYTES = 64_000_000
_LOCK_SECONDS = 20.0
_BOILERPLATE, _AI_GENERATED = 1, 2
_LONGEST_WORD = 100  # characters; what is longer is no word that anybody asks for


def _schema() -> tantivy.Schema:
    # Words are cut and stemmed by bot.text alone, and handed over with spaces between them.
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("ordinal", "start", "end", "flags"):
        fields.add_unsigned_field(name, stored=True)
    for name in ("body", "context"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("words", "folded"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    # One document of its own carries the generation, so that each commit changes it with the passages.
    fields.add_text_field("marker", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("generation", stored=True)
    return fields.build()


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """The commit that is open, by inode and mtime of its file; `index` is None where it isn't usable."""

    commit: tuple[int, int] | None = None
    index: tantivy.Index | None = None


_NOTHING = _Open()


class TantivyIndex:
    """The index in one folder. All methods block; what another process has committed is seen at the next call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._writing = threading.Lock()
        self._open = _NOTHING
        self._vocabulary: tuple[_Open, Mapping[str, int]] = (_NOTHING, {})

    def put(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        """Add or replace documents and take out the `removed` ids, in one commit that carries `generation`.

        An unusable index is started afresh. Raises UserError where another process doesn't stop writing, or the disk
        is full.
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
        """Start afresh, with nothing in the index; `generation` is -1 until the next `put`."""
        with self._writing:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._open = _NOTHING

    def candidates(self, terms: Sequence[Term], limit: int) -> list[Hit]:
        """Return at most `limit` passages that hold any of `terms`, best first."""
        searcher = self._searcher()
        weights = _stem_weights(terms)
        if searcher is None or not weights or limit < 1:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, word), weight * factor))
                for word, weight in weights.items()
                for field, factor in (("body", 1.0), ("context", _CONTEXT_WEIGHT))
            ]
        )
        found = searcher.search(query, limit, count=False).hits
        return [_hit(searcher.doc(address), score) for score, address in found]

    def frequency(self, word: str) -> int:
        """Return how many passages hold `word`, whatever its case or accents (unstemmed)."""
        searcher = self._searcher()
        folded = fold(_storable(word))
        if searcher is None or not folded:
            return 0
        found = searcher.search(self._term("folded", folded), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined] # the stub leaves it out

    def vocabulary(self) -> Mapping[str, int]:
        """Return every word as the documents write it (case kept, unstemmed) with how many passages hold it."""
        now = self.reload()
        known, words = self._vocabulary
        if now.index is None:
            return {}
        if known is not now:
            # The filter leaves out what has been deleted but not merged away yet.
            counted = now.index.searcher().terms_with_prefix("words", "", filter_query=tantivy.Query.all_query())
            words = MappingProxyType(dict(counted))
            self._vocabulary = (now, words)
        return words

    def passages(self) -> int:
        """Return how many passages are indexed."""
        searcher = self._searcher()
        return 0 if searcher is None else int(searcher.num_docs) - 1

    def generation(self) -> int:
        """Return the store's generation that the last commit carried; -1 for an index that is not usable as it is."""
        searcher = self._searcher()
        return -1 if searcher is None else _generation(searcher, self._schema)

    def reload(self) -> _Open:
        """Take up the newest commit, whoever made it, and return it; costs next to nothing where there is none."""
        try:
            stat = (self._folder / "meta.json").stat()
        except OSError:
            self._open = _NOTHING
            return _NOTHING
        commit = (stat.st_ino, stat.st_mtime_ns)
        if commit != self._open.commit:
            self._open = _Open(commit, _usable(self._schema, self._folder))
        return self._open

    def _searcher(self) -> tantivy.Searcher | None:
        index = self.reload().index
        return None if index is None else index.searcher()

    def _term(self, field: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word, "freq" if field in ("body", "context") else "basic")

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
                for entry in _entries(document, passages):
                    writer.add_document(entry)
            writer.delete_documents_by_term("marker", _MARKER)
            writer.add_document(_marked(generation))
            writer.commit()
        finally:
            writer.wait_merging_threads()  # gives up the lock


def _usable(schema: tantivy.Schema, folder: Path) -> tantivy.Index | None:
    """Return the index in `folder` as last committed, or None where this version can't use it."""
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
    """Return the index's writer, having waited a while for another process that holds it."""
    until = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            return index.writer(_HEAP_BYTES, 1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            if time.monotonic() > until:
                raise UserError("Another factdesk is writing to the index; try again when it has finished.") from None
            time.sleep(0.1)


def _marked(generation: int) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("marker", _MARKER)
    entry.add_unsigned("generation", generation)
    return entry


def _entries(document: Document, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
    """Yield what the index holds of each passage; the words of title, outlet and authors count as the first one's."""
    reference = document.reference
    about = _words(" ".join(filter(None, (reference.title, reference.outlet, *reference.authors))))
    for number, passage in enumerate(passages):
        body = _words(passage.span.of(document.text))
        context = about + [word for span in passage.context for word in _words(span.of(document.text))]
        known = set(map(bare, {*body, *(() if number else about)}))
        entry = tantivy.Document()
        entry.add_text("document", document.id)
        entry.add_unsigned("ordinal", passage.ordinal)
        entry.add_unsigned("start", passage.span.start)
        entry.add_unsigned("end", passage.span.end)
        entry.add_unsigned("flags", _BOILERPLATE * passage.boilerplate | _AI_GENERATED * passage.ai_generated)
        entry.add_text("body", " ".join(map(stem, body)))
        entry.add_text("context", " ".join(map(stem, context)))
        entry.add_text("words", " ".join(known))
        entry.add_text("folded", " ".join(map(fold, known)))
        yield entry


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if len(word) <= _LONGEST_WORD]


def _stem_weights(terms: Sequence[Term]) -> dict[str, float]:
    """Return the stems to look for with their weights; a stem that several terms share takes the highest."""
    weights: dict[str, float] = {}
    for term in terms:
        for word in _words(term.text):
            stemmed = stem(word)
            weights[stemmed] = max(term.weight, weights.get(stemmed, 0.0))
    return weights


def _hit(entry: tantivy.Document, score: float) -> Hit:
    ordinal, start, end, flags = (int(entry[name][0]) for name in ("ordinal", "start", "end", "flags"))
    return Hit(
        document=str(entry["document"][0]),
        ordinal=ordinal,
        span=Span(start, end),
        score=float(score),
        boilerplate=bool(flags & _BOILERPLATE),
        ai_generated=bool(flags & _AI_GENERATED),
    )


def _storable(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which UTF-8 can't hold."""
    return text.encode("utf-8", "ignore").decode()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
