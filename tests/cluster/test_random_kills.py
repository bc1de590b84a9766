"""Nodes killed at random while articles are indexed, changed and removed: afterwards store and index agree."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from random import Random

import pytest

from bot.app import open_app
from bot.errors import IndexUnavailableError
from bot.model.search import Term
from bot.store.passages.target import ClusterTarget
from tests.cluster.articles import many
from tests.cluster.nodes import Cluster
from tests.cluster.test_app_in_cluster import address, settings_of
from tests.cluster.test_faults import contents

_KILLS = int(os.environ.get("FACTDESK_CLUSTER_KILLS", "3"))  # docs/scale.md has the outcome of 20
_SEED = 11
_ARTICLES = 60  # in each round


@pytest.mark.timeout(300 * _KILLS)
async def test_after_random_kills_store_and_index_agree(
    cluster: Cluster, target: ClusterTarget, tmp_path: Path
) -> None:
    chance, folder = Random(_SEED), tmp_path / "articles"
    folder.mkdir()
    settings = settings_of(tmp_path, address(target), corpus=(folder,), index_seconds=5)
    for round_ in range(_KILLS):
        _change(folder, round_, chance)
        node = chance.choice(cluster.nodes)
        killer = threading.Timer(chance.uniform(0, 3), cluster.kill, [node])
        killer.start()
        async with open_app(settings) as app:
            for _ in range(100):
                try:
                    await app.sync()
                except IndexUnavailableError:
                    continue
                break
        killer.join()
        cluster.revive()
        cluster.wait_for_green()
        async with open_app(settings) as app:
            await app.sync()
            stored = {reference.id: reference.sha256 for reference in await app.documents.page(0, 10_000)}
            found = contents(cluster, target)
            assert {id_: sha256 for id_, (sha256, _) in found.items()} == stored, f"after kill {round_ + 1}"
            assert sum(count for _, count in found.values()) == app.index.passages()
            assert (app.index.damage(), app.index.candidates([Term("ferry")], 5) != []) == (None, True)


def _change(folder: Path, round_: int, chance: Random) -> None:
    """Add articles, change some and remove some."""
    present = sorted(folder.iterdir())
    for path in chance.sample(present, len(present) // 4):
        path.unlink()
    for path in chance.sample(sorted(folder.iterdir()), len(present) // 4):
        path.write_text(f"Corrected.\n{path.read_text()}")
    for document, _ in many(_ARTICLES, seed=100 + round_):
        (folder / f"{document.name}.txt").write_text(document.text)
