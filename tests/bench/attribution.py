"""Attribution in the background: words a CPU second, memory, and what work that somebody waits for takes meanwhile.

python -m tests.bench.attribution ARTICLES.jsonl [--articles 2000] [--characters 1500] [--asks 60]

The articles are read over and over with invented names in them, each time others, so that the number of different words
grows as an archive's does. An ask is the parse of a question, as a question begins; real milliseconds, half of them
while attribution rests and half while it runs. With `--as-before` an ask waits until the article is done.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from random import Random

from bot.corpus import readers
from bot.library import parser_thread
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.process_memory import limit_allocator, resident_bytes, trim
from bot.model.documents import Document
from bot.settings import Settings
from bot.store.library import documents
from bot.store.library.documents import DocumentLocation
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database
from tests.bench.report import quantile

_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}\b")
_SYLLABLES = ("ba", "do", "fe", "gri", "ku", "lo", "mi", "nar", "po", "rul", "sta", "ten", "vi", "zo")
_QUESTION = "What did the minister of transport say about the ferries in the harbour of the old town last week?"
_PAUSE_S = 0.2
_EVERY = 250  # articles between two lines


def made(path: Path, articles: int, characters: int) -> Iterator[Document]:
    """Yield articles of at most so many characters, with names that none before has had."""
    random = Random(5)
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for number, row in enumerate(islice(cycle(rows), articles)):
        text = _NAME.sub(lambda _: "".join(random.choices(_SYLLABLES, k=4)).title(), row["text"][:characters])
        data = json.dumps({"id": f"made-{number}", "title": row["title"], "text": text}).encode()
        for document in readers.read(data, folder="/made", path=f"{number}.jsonl"):
            if isinstance(document, Document):
                yield document


async def measured(source: Path, articles: int, characters: int, asks: int) -> None:
    """Print what attributing the made articles takes."""
    limit_allocator()
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder, "bench.db")) as database:
            archive = SqliteArchive(database)
            words = 0
            for number, document in enumerate(made(source, articles, characters)):
                words += len(document.text.split())
                place = DocumentLocation("/made", f"{number}")
                await archive.write(partial(documents.put, documents=[(place, document)], generation=1))
            await archive.write(lambda db: db.execute("UPDATE state SET generation = 1"))
            service = AttributionService(archive, DocumentService(archive), Settings(_env_file=None).spacy_model)
            await service.load()
            resting = [await _asked(service) for _ in range(asks)]
            filling = asyncio.create_task(_filled(service, archive, words, articles))
            meanwhile = [await _asked(service) for _ in range(asks) if not filling.done()]
            await filling
            await service.close()
    if asks:
        print(f"a parsed question, resting: {_told(resting)}; while articles are attributed: {_told(meanwhile)}")


async def _filled(service: AttributionService, archive: SqliteArchive, words: int, articles: int) -> None:
    trim()
    memory, began = resident_bytes() or 0, time.process_time()
    watching = asyncio.create_task(_watched(archive, memory))
    count = await service.fill()
    seconds = time.process_time() - began
    watching.cancel()
    print(
        f"{count:,} of {articles:,} articles, {words / count:.0f} words each: {words / seconds:,.0f} words a CPU second"
    )
    print(f"grown by {_grown(memory):.1f} MB")


async def _watched(archive: SqliteArchive, memory: int) -> None:
    """Print the growth every few articles."""
    told = 0
    while True:
        await asyncio.sleep(1)
        (done,) = await archive.read(
            lambda connection: connection.execute("SELECT count(*) FROM attributions").fetchone()
        )
        if done >= told + _EVERY:
            told = done
            print(f"  {done:,} articles: grown by {_grown(memory):.1f} MB", flush=True)


def _grown(memory: int) -> float:
    trim()
    return ((resident_bytes() or 0) - memory) / 1e6


async def _asked(service: AttributionService) -> float:
    await asyncio.sleep(_PAUSE_S)
    began = time.perf_counter()
    await service.run_with_parser(lambda nlp: len(nlp(_QUESTION)))
    return time.perf_counter() - began


def _told(seconds: Sequence[float]) -> str:
    return f"p50 {1_000 * quantile(seconds, 0.5):.0f} ms, p95 {1_000 * quantile(seconds, 0.95):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--characters", type=int, default=1_500)
    parser.add_argument("--asks", type=int, default=60)
    parser.add_argument("--as-before", action="store_true")
    given = parser.parse_args()
    if given.as_before:
        parser_thread.SteppedParser.pipe = lambda self, texts, **options: self.nlp.pipe(texts, **options)  # type: ignore[method-assign]
    asyncio.run(measured(given.source, given.articles, given.characters, given.asks))


if __name__ == "__main__":
    main()
