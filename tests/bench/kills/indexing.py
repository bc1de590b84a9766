"""Indexing of added, changed and removed articles, killed at random moments."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

import tantivy

from bot.app import App, open_app
from bot.corpus.structure.passages import passages
from bot.library import ingest
from bot.library.data_folder import DATABASE
from bot.model.documents import Document
from bot.store import packing
from bot.store.library import documents
from tests.bench.kills.scenario import acknowledge, acknowledged, bench_settings, check_database

_DATA, _ARTICLES = "data", "articles"
_FILES = 24
_RECORDS = 24  # of one .jsonl file
ARTICLES = (_FILES + _RECORDS) * 3 // 4  # at a time; each state leaves a quarter out
_BATCH_DOCUMENTS = 4  # in one commit


class IndexingKills:
    """A third of the articles is added, a third changed, a third removed, and some stay."""

    name = "indexing"
    continues = True

    def prepare(self, folder: Path) -> None:
        """Index the earlier articles, and replace them by the later ones."""
        write_articles(folder / _ARTICLES, "earlier")
        asyncio.run(_sync(folder))
        write_articles(folder / _ARTICLES, "later")

    def work(self, folder: Path) -> None:
        """Index the later articles; acknowledge what is stored at each report of progress."""
        ingest._BATCH_DOCUMENTS = _BATCH_DOCUMENTS
        asyncio.run(_sync(folder, is_acknowledged=True))

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check that the store holds an earlier or later article each, and the index the same."""
        asyncio.run(_check(folder, is_finished=is_finished))


def write_articles(folder: Path, state: str) -> None:
    """Write the articles of a state: "earlier" or "later"."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    texts = _texts(state)
    for name in (name for name in texts if name.startswith("file")):
        (folder / f"{name}.txt").write_text(texts[name])
    records = [{"id": name, "title": name, "text": text} for name, text in texts.items() if name.startswith("record")]
    (folder / "records.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))


def _texts(state: str) -> dict[str, str]:
    """Return the texts of all articles by name: 0 of 4 stay, 1 change, 2 are removed, 3 are added."""
    names = [f"file-{number:03}" for number in range(_FILES)] + [f"record-{number:03}" for number in range(_RECORDS)]
    left_out = {"earlier": 3, "later": 2}[state]
    return {name: _article(name, state) for name in names if int(name[-3:]) % 4 != left_out}


def _article(name: str, state: str) -> str:
    version = state if int(name[-3:]) % 4 == 1 else "first"
    sentences = (
        f"The council of {name} counted {number * 37} votes for the {version} harbour, the clerk said on Monday."
        for number in range(20)
    )
    return f"Harbour vote in {name}\n\n" + "\n\n".join(sentences)


async def _sync(folder: Path, *, is_acknowledged: bool = False) -> None:
    data = folder / _DATA
    async with open_app(bench_settings(data, folder / _ARTICLES)) as app:
        await app.sync(lambda _: _acknowledge_stored(folder) if is_acknowledged else None)


def _acknowledge_stored(folder: Path) -> None:
    uri = f"{(folder / _DATA / DATABASE).as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        packing.install(connection)
        now = "generation = (SELECT generation FROM state)"
        rows = connection.execute(f"SELECT name, unpacked(text, packed) FROM documents WHERE {now}")
        acknowledge(folder, *(json.dumps(row) for row in rows))


async def _check(folder: Path, *, is_finished: bool) -> None:
    earlier, later = _texts("earlier"), _texts("later")
    async with open_app(bench_settings(folder / _DATA, folder / _ARTICLES)) as app:
        await check_database(app.database)
        found = await check_index(app)
    texts = {document.name: document.text for document in found}
    assert len(texts) == len(found), "an article is there twice"
    for name, text in texts.items():
        assert text.strip() in {earlier.get(name, ""), later.get(name, "")}, f"{name} is a mixture"
    assert not (earlier.keys() & later.keys()) - texts.keys(), "articles are lost"
    for name, text in map(json.loads, acknowledged(folder)):
        assert texts.get(name) == text, f"the acknowledged {name} is lost"
    if is_finished:
        assert {name: text.strip() for name, text in texts.items()} == later


async def check_index(app: App) -> list[Document]:
    """Return the stored documents; each of their passages must be in the index once, and nothing else."""
    ids = [id_ for id_, _ in await app.database.read(partial(documents.changed_since, seen=0))]
    stored = await app.database.read(partial(documents.get, ids=ids))
    expected = {id_: Counter(range(len(passages(document)))) for id_, document in stored.items()}
    assert _indexed(app) == expected, "index and store differ"
    return list(stored.values())


def _indexed(app: App) -> dict[str, Counter[int]]:
    """Return the ordinals of each document's passages in the index."""
    searcher = app.index._searcher()
    found: dict[str, Counter[int]] = {}
    if searcher is not None:
        for _, address in searcher.search(tantivy.Query.all_query(), searcher.num_docs + 1, count=False).hits:
            entry = searcher.doc(address)
            for id_ in entry["document"]:
                found.setdefault(str(id_), Counter())[int(entry["ordinal"][0])] += 1
    return found
