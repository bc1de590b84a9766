"""Indexing killed at random moments: nothing lost, nothing twice, and index and store agree after each restart.

python -m tests.bench.kill [--passages 100000] [--kills 20]
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

import tantivy

from bot.app import App, open_app
from bot.corpus.structure.passages import passages
from bot.library import ingest
from bot.store.library import documents
from tests.bench import archive
from tests.bench.__main__ import _NEWS, _archive, _source
from tests.bench.peers import settings
from tests.conftest import ROOT

_SHARE = 2.5  # of the whole time, for all runs that are killed: each has to set itself up again
_SOME = 500  # documents looked at together


def killed_and_whole(articles: Path, folder: Path, *, kills: int, batch: int) -> list[int]:
    """Return how many documents were stored after each kill. Raises AssertionError where something is amiss."""
    whole, broken = folder / "whole", folder / "broken"
    process, began = _started(articles, whole, batch), time.monotonic()
    _finish(process)
    seconds = time.monotonic() - began
    chance, stored = Random(archive.SEED), []
    for _ in range(kills):
        process = _started(articles, broken, batch)
        time.sleep(chance.uniform(0, _SHARE * seconds / kills))
        process.kill()
        process.communicate()
        stored.append(len(asyncio.run(_agreed(articles, broken))))
        assert stored == sorted(stored), "documents were lost"
    _finish(_started(articles, broken, batch))
    assert asyncio.run(_agreed(articles, broken)) == asyncio.run(_agreed(articles, whole))
    return stored


async def _agreed(articles: Path, folder: Path) -> dict[str, str]:
    """Return id and sha256 of every stored document, having held the index, caught up, against their passages."""
    async with open_app(settings(articles, folder)) as app:
        ids = [id_ for id_, _ in await app.database.read(partial(documents.changed_since, seen=0))]
        indexed = _indexed(app)
        assert not indexed.keys() - set(ids), "the index holds what the store doesn't"
        for at in range(0, len(ids), _SOME):
            found = await app.database.read(partial(documents.get, ids=ids[at : at + _SOME]))
            for id_, document in found.items():
                assert indexed[id_] == Counter(range(len(passages(document)))), "passages are missing or there twice"
        assert await app.database.read(lambda connection: connection.execute("PRAGMA quick_check").fetchone()) == (
            "ok",
        )
        return await app.database.read(partial(documents.hashes, ids=ids))


def _indexed(app: App) -> dict[str, Counter[int]]:
    """Return the ordinals of each document's passages as the index holds them."""
    searcher, found = app.index._searcher(), {}
    if searcher is not None:
        for _, address in searcher.search(tantivy.Query.all_query(), searcher.num_docs + 1, count=False).hits:
            entry = searcher.doc(address)
            for id_ in entry["document"]:
                found.setdefault(id_, Counter())[int(entry["ordinal"][0])] += 1
    return found


def _started(articles: Path, folder: Path, batch: int) -> subprocess.Popen[str]:
    """Return a process that indexes, once it has been set up and begins."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.bench.kill", "--child", str(articles), str(folder), str(batch)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def _finish(process: subprocess.Popen[str]) -> None:
    process.communicate()
    assert process.returncode == 0


async def _index(articles: Path, folder: Path, batch: int) -> None:
    ingest._BATCH_DOCUMENTS = batch
    print("begins", flush=True)
    async with open_app(settings(articles, folder)) as app:
        await app.sync()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kill", description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--batch", type=int, default=ingest._BATCH_DOCUMENTS, help="documents in one commit")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="factdesk-kill-"))
    try:
        articles = _archive(folder, options.passages, _source(_NEWS))
        stored = killed_and_whole(articles, folder, kills=options.kills, batch=options.batch)
        print(f"Killed {options.kills} times; documents stored after each: {stored}. Nothing lost, nothing twice.")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        asyncio.run(_index(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
    else:
        main(sys.argv[1:])
