"""Who is measured: each builds an index of an archive in a folder, and opens it to answer questions from it.

What only one of them needs is imported there, so that the others' memory is their own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.normalize import stem
from bot.search.query import topic_words
from bot.settings import Settings
from tests.bench.archive import passages
from tests.bench.questions import RANKED, Result

Search = Callable[[str], Awaitable[list[Result]]]
BARE = "tantivy"  # the engine that factdesk builds on, alone: its times are what factdesk's are held against
_HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Peer:
    """One way of searching. `largest` is the archive that it is asked to hold, in passages.

    All questions are asked in one event loop, which a start for each would add a millisecond to.
    """

    name: str
    build: Callable[[Path, Path], object]
    opened: Callable[[Path, Path], AbstractAsyncContextManager[Search]]
    largest: int
    reads_files: bool = False


def settings(articles: Path, folder: Path) -> Settings:
    return Settings(corpus=(articles.parent,), data=folder, max_file_mb=100_000)


def _factdesk_build(articles: Path, folder: Path) -> None:
    from bot.app import open_app

    async def build() -> None:
        async with open_app(settings(articles, folder)) as app:
            await app.sync()

    asyncio.run(build())


@asynccontextmanager
async def _factdesk(articles: Path, folder: Path) -> AsyncIterator[Search]:
    """Everything between a question and its ten passages: words, spelling, candidates, ranking, and their texts."""
    from bot.app import open_app
    from bot.cli.service.garbage import freeze_current_objects

    async with open_app(settings(articles, folder)) as app:
        await app.passage_search.warm()  # as the bot does when it starts
        freeze_current_objects()

        async def search(question: str) -> list[Result]:
            found = await app.search(question, RANKED)
            return [(excerpt.document.name, excerpt.quote.text) for _, excerpt in found.hits]

        yield search


def _tantivy_build(articles: Path, folder: Path) -> None:
    import tantivy

    fields = tantivy.SchemaBuilder()
    fields.add_text_field("document", stored=True, tokenizer_name="raw")
    for name in ("title", "text"):
        fields.add_text_field(name, stored=True, tokenizer_name="en_stem", index_option="freq")
    writer = tantivy.Index(fields.build(), str(folder)).writer(_HEAP_BYTES, 1)
    for document, title, text in passages(articles):
        writer.add_document(tantivy.Document(document=document, title=title, text=text))
    writer.commit()
    writer.wait_merging_threads()


@asynccontextmanager
async def _tantivy(_: Path, folder: Path) -> AsyncIterator[Search]:
    """The question's words in titles and texts, BM25, ten passages and their stored texts."""
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    async def search(question: str) -> list[Result]:
        query, _errors = index.parse_query_lenient(" ".join(topic_words(question)), ["title", "text"])
        found = searcher.search(query, RANKED, count=False).hits
        hits = [searcher.doc(address) for _, address in found]
        return [(hit["document"][0], hit["text"][0]) for hit in hits]

    yield search


def _fts5_build(articles: Path, folder: Path) -> None:
    connection = sqlite3.connect(folder / "fts5.db")
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5 (document UNINDEXED, title, text, tokenize = 'porter unicode61')"
    )
    with connection:
        connection.executemany("INSERT INTO passages VALUES (?, ?, ?)", passages(articles))
    connection.close()


@asynccontextmanager
async def _fts5(_: Path, folder: Path) -> AsyncIterator[Search]:
    connection = sqlite3.connect(folder / "fts5.db")
    query = f"SELECT document, text FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {RANKED}"

    async def search(question: str) -> list[Result]:
        return connection.execute(query, [" OR ".join(f'"{word}"' for word in topic_words(question))]).fetchall()

    yield search
    connection.close()


def _bm25s_build(articles: Path, folder: Path) -> None:
    import bm25s

    found = list(passages(articles))
    retriever = bm25s.BM25()
    retriever.index(_tokens([f"{title} {text}" for _, title, text in found]), show_progress=False)
    retriever.save(str(folder), corpus=[{"document": document, "text": text} for document, _, text in found])


@asynccontextmanager
async def _bm25s(_: Path, folder: Path) -> AsyncIterator[Search]:
    import bm25s

    retriever = bm25s.BM25.load(str(folder), load_corpus=True)

    async def search(question: str) -> list[Result]:
        found, _scores = retriever.retrieve(_tokens([" ".join(topic_words(question))]), k=RANKED, show_progress=False)
        return [(hit["document"], hit["text"]) for hit in found[0]]

    yield search


def _tokens(found: list[str]) -> object:
    import bm25s

    return bm25s.tokenize(found, stopwords="en", stemmer=lambda words: [*map(stem, words)], show_progress=False)


def _rapidfuzz_build(articles: Path, folder: Path) -> None:
    """Leave nothing behind: a scan reads its texts when it is opened."""


@asynccontextmanager
async def _rapidfuzz(articles: Path, _: Path) -> AsyncIterator[Search]:
    from rapidfuzz import fuzz, process

    found = [(document, text) for document, _title, text in passages(articles)]
    texts_alone = [text for _, text in found]

    async def search(question: str) -> list[Result]:
        words = " ".join(topic_words(question))
        best = process.extract(words, texts_alone, scorer=fuzz.token_set_ratio, limit=RANKED)
        return [found[place] for _, _, place in best]

    yield search


PEERS = {
    peer.name: peer
    for peer in (
        Peer("factdesk", _factdesk_build, _factdesk, 10_000_000, reads_files=True),
        Peer(BARE, _tantivy_build, _tantivy, 10_000_000),
        Peer("FTS5", _fts5_build, _fts5, 1_000_000),
        Peer("bm25s", _bm25s_build, _bm25s, 100_000),  # holds its whole index in memory
        Peer("rapidfuzz", _rapidfuzz_build, _rapidfuzz, 10_000),  # reads every passage for every question
    )
}
