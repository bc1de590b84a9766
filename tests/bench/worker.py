"""One peer at one size in a process of its own, so that its memory and its time are its alone.

python -m tests.bench.worker build PEER ARTICLES FOLDER
python -m tests.bench.worker ask PEER ARTICLES FOLDER < questions, a JSON object a line
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.archive import passages
from tests.bench.peers import PEERS, Peer

_PASSES = 3  # over the questions, as far as they fit into the time
_SECONDS = 60.0


def main(what: str, name: str, articles: str, folder: str) -> None:
    peer = PEERS[name]
    if what == "build":
        told = build(peer, Path(articles), Path(folder))
    else:
        told = ask(peer, Path(articles), Path(folder), [json.loads(line)["text"] for line in sys.stdin])
    print(json.dumps(told, ensure_ascii=False))


def build(peer: Peer, articles: Path, folder: Path) -> dict[str, float]:
    """Return the CPU seconds that building took, the most memory it held, and the bytes it left on the disk."""
    began = time.process_time()
    peer.build(articles, folder)
    seconds = time.process_time() - began
    if not peer.reads_files and any(folder.iterdir()):
        # The passages were cut for it, which is not its work.
        began = time.process_time()
        for _ in passages(articles):
            pass
        seconds -= time.process_time() - began
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"seconds": seconds, "memory": _peak(), "disk": disk}


def ask(peer: Peer, articles: Path, folder: Path, questions: Iterable[str]) -> dict[str, object]:
    """Return the CPU milliseconds of each question, its results, and the most memory held meanwhile."""
    with peer.opened(articles, folder) as search:
        asked = list(questions)
        first, _ = _timed(search, asked[0])
        spent, until = [], time.process_time() + _SECONDS
        results: list[list[tuple[str, str]]] = []
        for number in range(_PASSES):
            if number and time.process_time() > until:
                break
            timed = [_timed(search, question) for question in asked]
            spent += [milliseconds for milliseconds, _ in timed]
            results = [found for _, found in timed]
        return {"first": first, "milliseconds": spent, "results": results, "memory": _peak()}


def _timed(search: Callable[[str], list[tuple[str, str]]], question: str) -> tuple[float, list[tuple[str, str]]]:
    began = time.process_time()
    found = search(question)
    return (time.process_time() - began) * 1000, found


def _peak() -> int:
    """Return the most bytes that this process has held resident, files mapped into memory included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
