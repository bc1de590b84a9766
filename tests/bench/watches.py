"""Watched questions: what a new article costs beside ten thousand watches.

python -m tests.bench.watches ARTICLES.jsonl [--watches 10000] [--articles 1000] [--evenly]

The newest articles of the file are the new ones; the watches are made from the sentences of the others, with a fixed
seed: a third names, a third "what did NAME say about …", a third yes/no questions. Most of them are about the few names
that are always in the news; with `--evenly` each name is watched as often as the others, so that few watches touch an
article. All new articles look up the watches; a sample of them is also asked. What the bot computes for each article
anyway, attributions and sentence vectors, is computed before that, and told apart. The peer asks each watch of a sample
the reverse way, over the whole index.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bot.answer.evidence.units import split_units
from bot.app import App, open_app
from bot.desk.question_watches import watch_kind
from bot.model.answers import Answer
from bot.model.question_watches import NewWatch
from bot.model.search import Hit
from bot.normalize import fold, words
from bot.search.frame_words import FRAME_WORDS
from bot.search.query import Query
from bot.settings import Settings
from bot.store.desk import desks, question_watches
from bot.store.desk.write_context import WriteContext

_SENTENCE = re.compile(r"[A-Z“][^.!?\n]{60,220}\.(?=\s|$)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_SAMPLE = 10  # watches that the peer asks
_ASKED = 40  # new articles that are asked


@dataclass(frozen=True, slots=True)
class WatchFigures:
    """Milliseconds of CPU for an article, to look up the watches and to ask those found."""

    watches: int
    articles: int
    lookups: list[float]
    asked: list[float]
    candidates: int
    asks: int
    finds: int
    index_ms: float
    peer_ms: float  # of one watch, over all articles
    prepared: list[float]  # to attribute and encode each of the asked articles

    def lines(self) -> list[str]:
        return [
            f"{self.watches:,} watches, {self.articles:,} new articles; {self.index_ms:,.0f} ms to read and index them",
            f"looked up: {_spread(self.lookups)}",
            f"{self.candidates / self.articles:.2f} candidates an article",
            f"attributed and encoded: {_spread(self.prepared)}",
            f"looked up and asked: {_spread(self.asked)} of {len(self.asked)} articles, with "
            f"{self.asks / len(self.asked):.2f} questions and {self.finds / len(self.asked):.2f} finds an article",
            f"peer: {self.peer_ms:.1f} ms a watch, {self.peer_ms * self.watches / self.articles:,.0f} ms an article",
        ]


def _spread(spent: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the mean of milliseconds."""
    mean = sum(spent) / len(spent)
    return f"p50 {median(spent):.1f}, p95 {quantiles(spent, n=20)[-1]:.1f}, mean {mean:.1f} ms an article"


def watched_texts(articles: Sequence[str], count: int, seed: int = 13, *, evenly: bool = False) -> list[str]:
    """Return texts to watch, made from the sentences of articles; `evenly`, as many about each name as can be."""
    random, texts = Random(seed), dict[str, None]()
    sentences = [sentence for article in articles for sentence in _SENTENCE.findall(article)]
    random.shuffle(sentences)
    for sentence in _by_name_in_turn(sentences) if evenly else sentences:
        names, nouns = _NAME.findall(sentence), [word for word in _WORD.findall(sentence) if word not in FRAME_WORDS]
        if len(texts) == count or not names or len(nouns) < 3:
            continue
        name, (first, second) = names[0], random.sample(nouns, 2)
        forms = (name, f"what did {name} say about {first} {second}?", f"is it true that {sentence[:-1]}?")
        if not is_common(text := random.choice(forms)):
            texts.setdefault(text)
    return list(texts)


def _by_name_in_turn(sentences: Sequence[str]) -> list[str]:
    """Return the sentences with a name: the first one of each name, then the second ones."""
    seen, turns = Counter[str](), list[tuple[int, str]]()
    for sentence in sentences:
        if names := _NAME.findall(sentence):
            seen[names[0]] += 1
            turns.append((seen[names[0]], sentence))
    return [sentence for _, sentence in sorted(turns, key=itemgetter(0))]


def is_common(text: str) -> bool:
    """Check for a text without a word to watch for."""
    return all(fold(word.text) in FRAME_WORDS for word in words(text))


async def measured(app: App, texts: Sequence[str], new: Sequence[str]) -> WatchFigures:
    """Return what the new articles (document ids) cost beside the watched texts."""

    def write(db: object) -> None:
        connection = db.conn  # type: ignore[attr-defined]
        context = WriteContext(connection, desks.get_or_create(connection, 1), 0, None, "2026-11-02T09:00:00+00:00")
        for text in texts:
            question_watches.add(context, NewWatch(1, 2, 3, text), watch_kind(text))

    await app.database.write(write)
    watcher, generation = app.question_watcher, 1 << 40
    began = time.process_time()
    watcher._index(await app.database.read(question_watches.to_ask))
    indexed = time.process_time() - began
    documents = list((await app.documents.get(list(new))).values())
    lookups, prepared, asked, candidates, finds, asks = list[float](), list[float](), list[float](), 0, 0, 0
    for document in documents:
        units = split_units(document)
        began = time.process_time()
        candidates += len(watcher.candidates(units))
        lookups.append((time.process_time() - began) * 1000)
    answer = watcher._answer

    async def counted(query: Query, hits: Sequence[Hit]) -> Answer:
        nonlocal asks
        asks += 1
        return await answer(query, hits)

    watcher._answer = counted
    for document in Random(3).sample(documents, min(_ASKED, len(documents))):
        began = time.process_time()
        await app.evidence.prepare({document.id: document})
        prepared.append((time.process_time() - began) * 1000)
        await app.document_units.get([document])
        began = time.process_time()
        finds += len(await watcher.ask(document, generation))
        asked.append((time.process_time() - began) * 1000)
    began = time.process_time()
    for text in texts[:_SAMPLE]:
        await app.ask(text)
    peer = (time.process_time() - began) * 1000 / min(_SAMPLE, len(texts))
    return WatchFigures(
        len(texts), len(documents), lookups, asked, candidates, asks, finds, indexed * 1000, peer, prepared
    )


async def run(path: Path, watches: int, articles: int, *, evenly: bool) -> WatchFigures:
    """Index the file's articles, and measure."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: row["published"] or "")
    texts = watched_texts([row["text"] for row in rows[:-articles]], watches, evenly=evenly)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        corpus = home / "corpus"
        corpus.mkdir()
        (corpus / "articles.jsonl").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        async with open_app(Settings(_env_file=None, corpus=(corpus,), data=home / "data"), interactive=True) as app:
            await app.sync()
            await app.passage_search.warm()
            known = {reference.title: id_ for id_, reference in await _references(app)}
            new = [known[row["title"]] for row in rows[-articles:] if row["title"] in known]
            return await measured(app, texts, new)


async def _references(app: App) -> list[tuple[str, object]]:
    from bot.store.library import documents as stored

    rows = await app.database.read(lambda connection: stored.changed_since(connection, 0))
    found = await app.database.read(lambda connection: stored.references(connection, [id_ for id_, _ in rows]))
    return list(found.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--watches", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--evenly", action="store_true", help="as many watches about each name as can be")
    arguments = parser.parse_args()
    options = arguments.articles_file, arguments.watches, arguments.articles
    figures = asyncio.run(run(*options, evenly=arguments.evenly))
    print("\n".join(figures.lines()))


if __name__ == "__main__":
    main()
