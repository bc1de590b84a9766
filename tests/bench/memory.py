"""Memory of the bot's process while it answers one question after another.

python -m tests.bench.memory [--corpus FOLDER] [--questions FILE.jsonl ...] [--asks 600] [--traced]

The app is opened as the bot opens it. Prints the resident memory at the start, with the models loaded, after every
hundred answers and after a pause, the sizes of the caches, and a hash of all answers: a change of memory must not
change them. With --traced, prints the lines of code that allocated what is left.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from bot.answer.presentation.serialize import answer_json
from bot.app import App, open_app
from bot.cli.service.garbage import freeze_current_objects
from bot.library.process_memory import limit_allocator, resident_bytes, trim
from bot.settings import Settings
from tests.conftest import ROOT

_PAUSE_S = 10.0
_REPORT_EVERY = 100
_MOST_LINES = 25


async def measure_memory(
    corpus: Path, questions: Sequence[str], asks: int, home: Path, *, complete: bool, traced: bool
) -> str:
    """Ask, print the memory on the way, and return a hash of the answers."""
    limit_allocator()
    settings = Settings(_env_file=None, data=home / "data", cache=home / "cache", corpus=(corpus,))
    print(f"start {resident_mb():.0f} MB")
    digest = hashlib.sha256()
    async with open_app(settings, interactive=True) as app:
        await app.sync()
        if complete:
            await app.complete()
        await app.attributions.load()
        await app.passage_search.warm()
        if app.sentence_vectors:
            await app.sentence_vectors.load()
        freeze_current_objects()
        print(f"models loaded {resident_mb():.0f} MB")
        if traced:
            tracemalloc.start(12)
        for number, question in enumerate(islice(cycle(questions), asks), start=1):
            answer = answer_json(await app.ask(question)) | {"elapsed_ms": 0}
            digest.update(json.dumps(answer, sort_keys=True, default=str).encode())
            if number % _REPORT_EVERY == 0:
                print(f"{number} answers {resident_mb():.0f} MB", flush=True)
        await asyncio.sleep(_PAUSE_S)
        trim()  # as the bot does every minute
        print(f"{_PAUSE_S:.0f} s later {resident_mb():.0f} MB")
        for line in _caches(app):
            print(line)
        if traced:
            for line in tracemalloc.take_snapshot().statistics("lineno")[:_MOST_LINES]:
                print(line)
    return digest.hexdigest()[:16]


def resident_mb() -> float:
    """Return the resident memory of this process in megabytes."""
    return (resident_bytes() or 0) / 1e6


def _caches(app: App) -> Iterator[str]:
    for use in app.memory().caches:
        yield f"{use.name}: {use.entries:,} entries, {use.size:,} of {use.capacity:,} {use.unit}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    gold = ROOT / "tests" / "gold"
    parser.add_argument("--corpus", type=Path, default=gold / "articles")
    parser.add_argument("--questions", type=Path, nargs="*", default=[gold / "questions.jsonl", gold / "twins.jsonl"])
    parser.add_argument("--asks", type=int, default=600)
    parser.add_argument("--data", type=Path, help="Keep the index here between runs.")
    parser.add_argument("--incomplete", action="store_true", help="Attribute nothing before the questions.")
    parser.add_argument("--traced", action="store_true")
    arguments = parser.parse_args()
    lines = [line for file in arguments.questions for line in file.read_text(encoding="utf-8").splitlines()]
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as home:
        folder = arguments.data or Path(home)
        asked = measure_memory(
            arguments.corpus,
            questions,
            arguments.asks,
            folder,
            complete=not arguments.incomplete,
            traced=arguments.traced,
        )
        print(f"answers {asyncio.run(asked)}")


if __name__ == "__main__":
    main()
