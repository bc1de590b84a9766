"""Fifty people ask at once: when the first and the last answer come, and how long the event loop stood still.

python -m tests.bench.asks [--corpus FOLDER] [--questions FILE.jsonl] [--asks 50]

The app is opened as the bot opens it. What was worked out in the background before is in the cache, and is used. FILE
has a JSON object with a "question" a line; without it the articles' titles are asked about, over and over if need be.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bot.app import App, open_app
from bot.settings import Settings
from tests.bench.worker import longest_wait
from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds from asking to each answer, the earliest first, and the loop's longest stalls in milliseconds.

    `idle` is the longest stall of as long a time with nothing to do, which is what the machine itself does.
    """

    answers: Sequence[float]
    stall: float
    idle: float


async def measured(corpus: Path, asks: int, questions: Sequence[str] = (), settings: Settings | None = None) -> Figures:
    """Return what came of so many questions asked at once."""
    async with open_app(settings or Settings(_env_file=None), corpus=[corpus], interactive=True) as app:
        await app.sync()
        await app.passage_search.warm()
        await app.attributions.load()
        questions = questions or await _about_titles(app)
        began = time.perf_counter()
        asking = asyncio.gather(*(_ask(app, question, began) for question in islice(cycle(questions), asks)))
        stall = await longest_wait(asking)
        idle = await longest_wait(asyncio.ensure_future(asyncio.sleep(time.perf_counter() - began)))
        return Figures(sorted(asking.result()), stall, idle)


async def _ask(app: App, question: str, began: float) -> float:
    await app.ask(question)
    return time.perf_counter() - began


async def _about_titles(app: App) -> list[str]:
    documents = await app.documents.page(0, 100)
    return [f"what do the articles say about {document.display_title}?" for document in documents]


def _questions(path: Path | None) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    return [json.loads(line)["question"] for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--asks", type=int, default=50)
    given = parser.parse_args()
    figures = asyncio.run(measured(given.corpus, given.asks, _questions(given.questions)))
    print(f"{len(figures.answers)} questions at once over {given.corpus}")
    print(f"first answer after {figures.answers[0]:.2f} s, last after {figures.answers[-1]:.2f} s")
    print(f"longest stall of the event loop: {figures.stall:.0f} ms ({figures.idle:.0f} ms with nothing to do)")


if __name__ == "__main__":
    main()
