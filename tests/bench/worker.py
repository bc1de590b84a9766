"""One peer at one size in a process of its own, so that its memory and its time are its alone.

python -m tests.bench.worker build PEER ARTICLES FOLDER
python -m tests.bench.worker ask PEER ARTICLES FOLDER < questions, a JSON object a line
python -m tests.bench.worker pair factdesk ARTICLES FOLDER < questions
python -m tests.bench.worker paths factdesk ARTICLES FOLDER < questions
python -m tests.bench.worker loop factdesk ARTICLES FOLDER < questions
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench.archive import passages
from tests.bench.cpu import cpu_seconds
from tests.bench.paths import paths
from tests.bench.peers import BARE, PEERS, Peer, Search, settings

_PASSES = 3  # over the questions, as far as they fit into the time
_PAIRED_PASSES = 5
_SECONDS = 60.0
_SEARCHES = 50


def main(what: str, name: str, articles: str, folder: str) -> None:
    asked = [json.loads(line)["text"] for line in sys.stdin]
    places = Path(articles), Path(folder)
    told: object
    if what == "build":
        told = build(PEERS[name], *places)
    elif what == "ask":
        told = asyncio.run(ask(PEERS[name], *places, asked))
    elif what == "pair":
        told = asyncio.run(pair(*places, asked))
    elif what == "paths":
        told = asyncio.run(paths(*places, asked))
    else:
        told = asyncio.run(loop(*places, asked))
    print(json.dumps(told, ensure_ascii=False))


def build(peer: Peer, articles: Path, folder: Path) -> dict[str, object]:
    """Return the passages, the CPU seconds that building took, the most memory held, and the bytes on the disk.

    The seconds are of all processes, `wall` those of the clock; the memory is of this one.
    """
    began, wall = cpu_seconds(), time.perf_counter()
    peer.build(articles, folder)
    seconds, wall, memory = cpu_seconds() - began, time.perf_counter() - wall, _peak()
    began = time.process_time()
    count = sum(1 for _ in passages(articles))
    if not peer.reads_files:
        seconds -= time.process_time() - began  # the passages were cut for it, which is not its work
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"passages": count, "seconds": seconds, "wall": wall, "memory": memory, "disk": disk}


async def ask(peer: Peer, articles: Path, folder: Path, asked: Sequence[str]) -> dict[str, object]:
    """Return the CPU milliseconds of each question, its results, and the most memory held meanwhile.

    `first` are those of the first pass, in which nothing of a question has been looked up before.
    """
    async with peer.opened(articles, folder) as search:
        rounds: list[list[float]] = []
        results: list[list[tuple[str, str]]] = []
        until = time.process_time() + _SECONDS
        while len(rounds) < _PASSES and (not rounds or time.process_time() < until):
            timed = [await _timed(search, question) for question in asked]
            rounds.append([milliseconds for milliseconds, _ in timed])
            results = [found for _, found in timed]
        later = [milliseconds for spent in rounds[1:] or rounds for milliseconds in spent]
        return {"first": rounds[0], "milliseconds": later, "results": results, "memory": _peak()}


async def pair(articles: Path, folder: Path, asked: Sequence[str]) -> dict[str, list[list[float]]]:
    """Return the CPU milliseconds of factdesk and of tantivy alone, by pass.

    Each question is asked of one after the other.

    What else the machine does meanwhile slows both, and their ratio stays.
    """
    spent: dict[str, list[list[float]]] = {name: [] for name in ("factdesk", BARE)}
    async with AsyncExitStack() as stack:
        searches = {
            name: await stack.enter_async_context(PEERS[name].opened(articles, folder.with_name(name)))
            for name in spent
        }
        for _ in range(_PAIRED_PASSES):
            for times in spent.values():
                times.append([])
            for question in asked:
                for name, search in searches.items():
                    milliseconds, _results = await _timed(search, question)
                    spent[name][-1].append(milliseconds)
    return spent


async def loop(articles: Path, folder: Path, asked: Sequence[str]) -> dict[str, object]:
    """Return how long a task that ticks every millisecond was kept waiting at most, in milliseconds.

    `longest` is while 50 search at once; `idle` is as long with nothing to do, which is what the machine itself does.
    """
    from bot.app import open_app

    async with open_app(settings(articles, folder)) as app:
        await app.passage_search.warm()
        began = time.perf_counter()
        searching = asyncio.gather(*(app.search(question, 10) for question in (asked * _SEARCHES)[:_SEARCHES]))
        longest = await longest_wait(searching)
        idle = await longest_wait(asyncio.ensure_future(asyncio.sleep(time.perf_counter() - began)))
        return {"longest": longest, "idle": idle}


async def longest_wait(work: asyncio.Future[object]) -> float:
    """Return the longest that a tick of a millisecond came late until `work` was done, in milliseconds."""
    longest = 0.0
    while not work.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began - 0.001)
    await work
    return longest * 1000


async def _timed(search: Search, question: str) -> tuple[float, list[tuple[str, str]]]:
    began = time.process_time()
    found = await search(question)
    return (time.process_time() - began) * 1000, found


def _peak() -> int:
    """Return the most bytes that this process has held resident, files mapped into memory included."""
    try:
        # getrusage would tell the parent's, where that held more when it started this one.
        told = Path("/proc/self/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
