"""An archive's index in a cluster beside the one in its data folder: building, disk, and the time of questions.

    python -m tests.bench.cluster DATA opensearch+http://127.0.0.1:9200/name QUESTIONS.jsonl --most 100

DATA is a data folder that is indexed already; its database is read, and the index is built from it in the cluster. Each
question goes to both indexes in turn, so that both meet the same load of the machine. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click

from bot.app import App, open_app
from bot.library.index_building import index_changes
from bot.settings import Settings, load_settings
from bot.store.passages.opening import IndexFolders, open_index
from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.sqlite.database import open_database

_WARMING = 60  # questions before the measured ones


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.argument("address")
@click.argument("questions", type=click.Path(path_type=Path, exists=True))
@click.option("--most", default=100, help="Questions asked.")
@click.option("--whole/--no-whole", default=True, help="Ask for whole answers, too, not for passages alone.")
@click.option("--shards", default=3, help="Shards of the index, without replicas.")
def main(data: Path, address: str, questions: Path, *, most: int, shards: int, whole: bool) -> None:
    asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines()][:most]
    local = load_settings(data=data, corpus=(), _env_file=None)
    # A database of its own: one index is in use at a time.
    own = data.with_name(f"{data.name}-cluster")
    if not own.exists():
        own.mkdir()
        shutil.copy(data / "factdesk.db", own)
    there = local.model_copy(
        update={"data": own, "index": address, "index_shards": shards, "index_replicas": 0, "index_seconds": 60.0}
    )
    told = asyncio.run(_build(there)) | asyncio.run(_ask(local, there, asked, whole=whole))
    click.echo(json.dumps(told, indent=1))


async def _build(settings: Settings) -> dict[str, object]:
    """Bring the index in the cluster up to the database."""
    async with open_database(settings.data / "factdesk.db") as database:
        with closing(open_index(IndexFolders(settings.data), settings)) as index:
            assert isinstance(index, OpenSearchIndex)
            began, spent, nodes_spent = time.perf_counter(), time.process_time(), nodes_cpu_s(index)
            documents = await asyncio.to_thread(index_changes, database, index, threading.Event())
            wall, cpu = time.perf_counter() - began, time.process_time() - spent
            nodes_cpu = nodes_cpu_s(index) - nodes_spent
            began = time.perf_counter()
            await asyncio.to_thread(index.vocabulary)
            exported = time.perf_counter() - began
            words = await asyncio.to_thread(lambda: len(index.vocabulary().beginning("")))
            passages = await asyncio.to_thread(index.passages)
            return {
                "documents": documents,
                "passages": passages,
                "build_s": round(wall, 1),
                "build_client_cpu_s": round(cpu, 1),
                "build_nodes_cpu_s": round(nodes_cpu, 1),
                "passages_per_s": round(passages / wall) if documents else None,
                "passages_per_cpu_s": round(passages / (cpu + nodes_cpu)) if documents else None,
                "words": words,
                "words_export_s": round(exported, 1),
                "bytes": size(index),
            }


def nodes_cpu_s(index: OpenSearchIndex) -> float:
    """Return the CPU seconds of all nodes since they started."""
    nodes = index._cluster.get("/_nodes/stats/process")["nodes"].values()
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes) / 1000


def size(index: OpenSearchIndex) -> int:
    """Return the bytes of the index on all disks of the cluster."""
    total = index._cluster.get(f"/{index._target.name}/_stats/store")["_all"]["total"]
    return int(total["store"]["size_in_bytes"])


async def _ask(local: Settings, there: Settings, asked: Sequence[str], *, whole: bool) -> dict[str, object]:
    told: dict[str, object] = {}
    async with open_app(local) as first, open_app(there) as second:
        index = second.index
        assert isinstance(index, OpenSearchIndex)
        apps = {"folder": first, "cluster": second}
        for name, ask in _ways(whole=whole):
            times: dict[str, list[float]] = {place: [] for place in apps}
            nodes_spent = nodes_cpu_s(index)
            for number, question in enumerate([*asked[:_WARMING], *asked]):
                for place, app in apps.items():
                    with _timed(times[place], is_counted=number >= _WARMING):
                        await ask(app, question)
            told[name] = {place: _shares(spent) for place, spent in times.items()}
            told[f"nodes_cpu_{name}"] = round((nodes_cpu_s(index) - nodes_spent) * 1000 / (len(asked) + _WARMING), 1)
    return told


def _ways(*, whole: bool) -> Iterator[tuple[str, Callable[[App, str], Awaitable[object]]]]:
    yield (
        "retrieve_ms",
        lambda app, question: app.passage_search.in_thread(
            lambda: app.passage_search.retrieve(app.passage_search.parse(question), 40)
        ),
    )
    yield "search_ms", lambda app, question: app.search(question, 10)
    if whole:
        yield "ask_ms", lambda app, question: app.ask(question)


@contextmanager
def _timed(spent: list[float], *, is_counted: bool) -> Iterator[None]:
    began = time.perf_counter()
    yield
    if is_counted:
        spent.append((time.perf_counter() - began) * 1000)


def _shares(spent: Sequence[float]) -> dict[str, float]:
    parts = statistics.quantiles(spent, n=20)
    return {"p50": round(statistics.median(spent), 1), "p95": round(parts[-1], 1)}


if __name__ == "__main__":
    main()
