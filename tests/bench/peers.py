"""Who is measured: each builds an index of an archive in a folder, and opens it to answer questions from it.

What only one of them needs is imported there, so that the others' memory is their own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.normalize import stem
from bot.search.query import topic_words
from bot.settings import Settings
from tests.bench.archive import passages
from tests.bench.questions import RANKED, Result

Search = Callable[[str], list[Result]]


@dataclass(frozen=True, slots=True)
class Peer:
    """One way of searching. `largest` is the archive that it is asked to hold, in passages."""

    name: str
    build: Callable[[Path, Path], object]
    opened: Callable[[Path, Path], object]
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


@contextmanager
def _factdesk(articles: Path, folder: Path) -> Iterator[Search]:
    """Everything between a question and its ten passages: words, spelling, candidates, ranking, and their texts."""
    from bot.app import open_app

    with asyncio.Runner() as runner:
        opening = open_app(settings(articles, folder))
        app = runner.run(opening.__aenter__())
        runner.run(app.passage_search.warm())  # as the bot does when it starts

        def search(question: str) -> list[Result]:
            found = runner.run(app.search(question, RANKED))
            return [(excerpt.document.name, excerpt.quote.text) for _, excerpt in found.hits]

        try:
            yield search
        finally:
            runner.run(opening.__aexit__(None, None, None))


def _fts5_build(articles: Path, folder: Path) -> None:
    connection = sqlite3.connect(folder / "fts5.db")
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5 (document UNINDEXED, title, text, tokenize = 'porter unicode61')"
    )
    with connection:
        connection.executemany("INSERT INTO passages VALUES (?, ?, ?)", passages(articles))
    connection.close()


@contextmanager
def _fts5(_: Path, folder: Path) -> Iterator[Search]:
    connection = sqlite3.connect(folder / "fts5.db")
    query = f"SELECT document, text FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {RANKED}"

    def search(question: str) -> list[Result]:
        return connection.execute(query, [" OR ".join(f'"{word}"' for word in topic_words(question))]).fetchall()

    yield search
    connection.close()


def _bm25s_build(articles: Path, folder: Path) -> None:
    import bm25s

    found = list(passages(articles))
    retriever = bm25s.BM25()
    retriever.index(_tokens([f"{title} {text}" for _, title, text in found]), show_progress=False)
    retriever.save(str(folder), corpus=[{"document": document, "text": text} for document, _, text in found])


@contextmanager
def _bm25s(_: Path, folder: Path) -> Iterator[Search]:
    import bm25s

    retriever = bm25s.BM25.load(str(folder), load_corpus=True)

    def search(question: str) -> list[Result]:
        found, _scores = retriever.retrieve(_tokens([" ".join(topic_words(question))]), k=RANKED, show_progress=False)
        return [(hit["document"], hit["text"]) for hit in found[0]]

    yield search


def _tokens(found: list[str]) -> object:
    import bm25s

    return bm25s.tokenize(found, stopwords="en", stemmer=lambda words: [*map(stem, words)], show_progress=False)


def _rapidfuzz_build(articles: Path, folder: Path) -> None:
    """Leave nothing behind: a scan reads its texts when it is opened."""


@contextmanager
def _rapidfuzz(articles: Path, _: Path) -> Iterator[Search]:
    from rapidfuzz import fuzz, process

    found = [(document, text) for document, _title, text in passages(articles)]
    texts_alone = [text for _, text in found]

    def search(question: str) -> list[Result]:
        words = " ".join(topic_words(question))
        best = process.extract(words, texts_alone, scorer=fuzz.token_set_ratio, limit=RANKED)
        return [found[place] for _, _, place in best]

    yield search


PEERS = {
    peer.name: peer
    for peer in (
        Peer("factdesk", _factdesk_build, _factdesk, 10_000_000, reads_files=True),
        Peer("FTS5", _fts5_build, _fts5, 1_000_000),
        Peer("bm25s", _bm25s_build, _bm25s, 100_000),  # holds its whole index in memory
        Peer("rapidfuzz", _rapidfuzz_build, _rapidfuzz, 10_000),  # reads every passage for every question
    )
}
