"""A running cluster for all tests of this folder, and an index of its own in it for each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.passages.target import ClusterTarget
from tests.cluster.nodes import Cluster, missing, running_cluster

MakeIndex = Callable[..., OpenSearchIndex]


@pytest.fixture(scope="session")
def _shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if why := missing():
        pytest.skip(why)
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(_shared_cluster: Cluster) -> Iterator[Cluster]:
    """The three nodes, all of them running; what a test has killed is started again after it."""
    yield _shared_cluster
    _shared_cluster.revive()
    _shared_cluster.delete("factdesk-*")


@pytest.fixture
def target(cluster: Cluster) -> ClusterTarget:
    return ClusterTarget(cluster.hosts, f"factdesk-{uuid.uuid4().hex[:8]}", tls=False, seconds=30, shards=3, replicas=1)


@pytest.fixture
def make_index(tmp_path: Path, target: ClusterTarget) -> Iterator[MakeIndex]:
    """Makes the index of a data folder in the cluster; the same each time unless a target or a folder is given."""
    opened: list[OpenSearchIndex] = []

    def make(to: ClusterTarget = target, folder: Path = tmp_path) -> OpenSearchIndex:
        opened.append(OpenSearchIndex(to, folder / "index-cluster", folder / "index-owner"))
        return opened[-1]

    yield make
    for index in opened:
        index.close()
