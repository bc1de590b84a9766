"""Attribution in the background: words a CPU second, memory of both processes, and what questions take meanwhile.

python -m tests.bench.attribution ARTICLES.jsonl [--articles 2000] [--characters 1500] [--asks 60]

The articles are read over and over with invented names in them, each time others, so that the number of different words
grows as an archive's does. They are indexed, then attributed. Meanwhile questions are asked for the first time, and one
is parsed; in real milliseconds, each second time while the attribution process is stopped, so that both are measured in
the same minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random

from bot.app import App, open_app
from bot.library.process_memory import limit_allocator, resident_bytes, trim
from bot.settings import Settings
from tests.bench.report import quantile

_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}\b")
_SYLLABLES = ("ba", "do", "fe", "gri", "ku", "lo", "mi", "nar", "po", "rul", "sta", "ten", "vi", "zo")
_QUESTION = "What did the minister of transport say about the ferries in the harbour of the old town last week?"
_PAUSE_S = 0.2
_EVERY = 250  # articles between two lines
_FIRST = 100  # articles until both processes are what they stay
_ARCHIVE_WORDS = 100_000 * 430


def made(path: Path, articles: int, characters: int) -> Iterator[dict[str, str]]:
    """Yield articles of at most so many characters, with names that none before has had."""
    random = Random(5)
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for number, row in enumerate(islice(cycle(rows), articles)):
        text = _NAME.sub(lambda _: "".join(random.choices(_SYLLABLES, k=4)).title(), row["text"][:characters])
        yield {"id": f"made-{number}", "title": row["title"], "text": text}


@dataclass(slots=True)
class Waits:
    """Seconds of each question while the attribution process is stopped, and while it runs."""

    resting: list[float] = field(default_factory=list)
    filling: list[float] = field(default_factory=list)

    def line(self) -> str:
        """Return the quantiles and the ratio of the 95th percentiles."""
        ratio = quantile(self.filling, 0.95) / quantile(self.resting, 0.95)
        return f"resting {_told(self.resting)}; meanwhile {_told(self.filling)}; ratio of p95 {ratio:.2f}"


async def measured(source: Path, articles: int, characters: int, asks: int) -> None:
    """Print what attributing the made articles takes."""
    limit_allocator()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "corpus").mkdir()
        rows = list(made(source, articles, characters))
        (home / "corpus/wire.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        settings = Settings(_env_file=None, data=home / "data", cache=home / "cache", corpus=(home / "corpus",))
        async with open_app(settings, interactive=True) as app:
            await app.sync()
            await app.document_units.fill()
            await app.attributions.load()
            if app.sentence_vectors:
                await app.sentence_vectors.load()
            await app.passage_search.warm()
            filling = asyncio.create_task(_filled(app, sum(len(row["text"].split()) for row in rows), asks))
            if asks:
                await _ask(app, filling, [row["title"] for row in rows], asks)
            await filling


async def _filled(app: App, words: int, asks: int) -> None:
    trim()
    began, spent = time.process_time(), _seconds_of_children()
    watching = asyncio.create_task(_watched(app))
    count = await app.attributions.fill()
    watching.cancel()
    ours, theirs = time.process_time() - began, _seconds_of_children() - spent
    print(
        f"{count:,} articles, {words / count:.0f} words each: {words / theirs:,.0f} words a CPU second of the process"
    )
    print(f"100,000 articles of 430 words: {_ARCHIVE_WORDS / (words / theirs) / 3600:.2f} hours of its CPU time")
    if not asks:
        print(f"CPU time of the bot itself: {1_000 * ours / count:.1f} ms an article")


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _watched(app: App) -> None:
    """Print the growth of both processes every few articles."""
    told, first = 0, None
    while True:
        await asyncio.sleep(1)
        (done,) = await app.archive.read(lambda db: db.execute("SELECT count(*) FROM attributions").fetchone())
        if done < _FIRST or (first and done < told + _EVERY):
            continue
        trim()
        held = (resident_bytes() or 0, _resident(_process_id(app)))
        first, told = first or held, done
        bot, process = ((now - before) / 1e6 for now, before in zip(held, first, strict=True))
        print(f"  {done:,} articles: bot {bot:+.1f} MB, process {process:+.1f} MB of {held[1] / 1e6:.0f}", flush=True)


def _process_id(app: App) -> int:
    return app.attributions._worker.process_id or 0


def _resident(pid: int) -> int:
    path = Path(f"/proc/{pid}/statm")
    return int(path.read_text(encoding="ascii").split()[1]) * resource.getpagesize() if path.exists() else 0


async def _ask(app: App, filling: asyncio.Task[None], titles: Sequence[str], asks: int) -> None:
    """Ask each question once, in turn while articles are attributed and while they are not."""
    parsed, asked = Waits(), Waits()
    Random(3).shuffle(shuffled := sorted(set(titles)))
    for number, title in enumerate(shuffled[: 2 * asks]):
        while not (filling.done() or _process_id(app)):
            await asyncio.sleep(_PAUSE_S)
        if filling.done():
            break
        is_filling = number % 2 == 1
        os.kill(_process_id(app), signal.SIGCONT if is_filling else signal.SIGSTOP)
        await asyncio.sleep(_PAUSE_S)
        for waits, work in (
            (parsed, app.attributions.run_with_parser(lambda nlp: len(nlp(_QUESTION)))),
            (asked, app.ask(f"What do the articles say about {title}?")),
        ):
            began = time.perf_counter()
            await work
            (waits.filling if is_filling else waits.resting).append(time.perf_counter() - began)
    if not filling.done():
        os.kill(_process_id(app), signal.SIGCONT)
    print(f"{len(asked.filling)} questions each way")
    print(f"a parsed question: {parsed.line()}")
    print(f"a whole question: {asked.line()}", flush=True)


def _told(seconds: Sequence[float]) -> str:
    return f"p50 {1_000 * quantile(seconds, 0.5):.0f} ms, p95 {1_000 * quantile(seconds, 0.95):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--characters", type=int, default=1_500)
    parser.add_argument("--asks", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(measured(given.source, given.articles, given.characters, given.asks))


if __name__ == "__main__":
    main()
