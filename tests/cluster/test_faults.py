"""Nodes that are killed, hang or restart: nothing written is lost, and what is missing is told."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.errors import IndexUnavailableError
from bot.model.documents import Document, Passage
from bot.model.search import Term
from bot.model.search_gaps import SearchGap, collected_gaps, gap_note
from bot.store.passages import opensearch_requests as requests
from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.passages.target import ClusterTarget
from tests.cluster.articles import article, by_line, many
from tests.cluster.conftest import MakeIndex
from tests.cluster.nodes import Cluster

Batch = Sequence[tuple[Document, Sequence[Passage]]]


def contents(cluster: Cluster, target: ClusterTarget) -> dict[str, tuple[str, int]]:
    """Return the checksum of each document in the index, and how many of its passages there are."""
    cluster.request("POST", f"/{target.name}/_refresh")
    found: dict[str, tuple[str, int]] = {}
    after: list[object] = []
    while True:
        page = {"size": 10_000, "sort": ["document", "ordinal"], "query": {"exists": {"field": "document"}}}
        hits = cluster.request("POST", f"/{target.name}/_search", page | ({"search_after": after} if after else {}))
        for hit in hits["hits"]["hits"]:
            source = hit["_source"]
            found[source["document"]] = (source["sha256"], found.get(source["document"], ("", 0))[1] + 1)
        if len(hits["hits"]["hits"]) < 10_000:
            return found
        after = hits["hits"]["hits"][-1]["sort"]


def expected(batch: Batch) -> dict[str, tuple[str, int]]:
    return {document.id: (document.reference.sha256, len(passages)) for document, passages in batch}


def put_until_done(index: OpenSearchIndex, batch: Batch, generation: int) -> int:
    """Write a batch as often as it takes; return the number of tries."""
    for tries in range(1, 100):
        try:
            index.put(batch, [], generation)
        except IndexUnavailableError:
            continue
        return tries
    raise AssertionError("the batch was never written")


def test_a_node_killed_while_a_batch_is_written_loses_nothing(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    index, articles = make_index(), many(600)
    index.put(articles[:200], [], 1)
    killer = threading.Timer(0.2, cluster.kill, [cluster.nodes[0]])
    killer.start()
    put_until_done(index, articles[200:], 2)
    killer.join()
    assert contents(cluster, target) == expected(articles)
    assert (index.generation(), index.damage()) == (2, None)
    assert index.candidates([Term("ferry")], 5)


def test_a_batch_cut_off_by_an_outage_is_written_again_as_if_for_the_first_time(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    index, articles = make_index(), many(200)
    index.put(articles, [], 1)
    index = make_index(replace(target, seconds=2))
    shorter = [by_line(article(document.name, "The ferry.")) for document, _ in articles[:50]]
    for node in cluster.nodes[:2]:
        cluster.kill(node)
    with pytest.raises(IndexUnavailableError):
        index.put(shorter, [articles[60][0].id], 2)
    cluster.revive()
    cluster.wait_for_green()
    assert index.generation() == 1
    index.put(shorter, [articles[60][0].id], 2)
    wanted = expected([*articles[50:60], *articles[61:], *shorter])
    assert contents(cluster, target) == wanted
    assert (index.generation(), index.damage()) == (2, None)


@pytest.mark.parametrize("version", [5, 9])
def test_what_a_cut_off_batch_has_written_goes_when_its_documents_change_or_go(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index()
    index.put([by_line(article("stays", "A bridge."))], [], 1)
    long = [by_line(article(name, "The ferry.\nThe quay.\nThe tide.")) for name in ("changes", "goes", "same")]
    with monkeypatch.context() as cut:
        cut.setattr(OpenSearchIndex, "_refresh", lambda self: (_ for _ in ()).throw(IndexUnavailableError("cut off")))
        with pytest.raises(IndexUnavailableError):
            index.put(long, [], 5)
    assert index.generation() == 1
    # A later run may have a lower or a higher generation for its first part.
    changed = by_line(article("changes", "The ferry."))
    index.put([], ["id-goes"], 1)
    index.put([changed, long[2]], [], version)
    assert contents(cluster, target) == expected([by_line(article("stays", "A bridge.")), changed, long[2]])
    assert (index.generation(), index.passages(), index.damage()) == (version, 5, None)


def test_an_index_without_copies_says_what_is_missing_while_a_node_is_gone(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    make_index(replace(target, replicas=0)).put(many(100), [], 1)
    index = make_index(replace(target, seconds=5))
    cluster.spread(target.name)
    cluster.kill(cluster.node_without(target.name, requests.MARKER))
    cluster.wait_for("red")
    cluster.wait(lambda: _is_answering(index))  # the killed node may have been the manager
    with collected_gaps() as gaps:
        hits = index.candidates([Term("ferry")], 20)
    assert hits
    assert gaps == [SearchGap(1, 3)]
    assert gap_note(gaps) == "1 of 3 shards of the index didn't answer: articles may be missing here. Ask again later."
    with pytest.raises(IndexUnavailableError, match="in full"):  # no damage, so that nobody rebuilds what comes back
        index.damage()
    with pytest.raises(IndexUnavailableError):
        index.put(many(100, seed=2), [], 2)
    cluster.revive()
    cluster.wait_for_green()
    cluster.wait(lambda: _is_answering(index))
    with collected_gaps() as gaps:
        index.candidates([Term("ferry")], 20)
    assert not gaps
    index.put(many(100, seed=2), [], 2)
    assert (index.generation(), index.damage()) == (2, None)


def test_a_node_that_hangs_is_left_out_and_told(cluster: Cluster, target: ClusterTarget, make_index: MakeIndex) -> None:
    make_index().put(many(100), [], 1)
    cluster.wait_for_green()  # else the hanging node may hold the only copy
    index = make_index(replace(target, hosts=cluster.hosts[:1], seconds=10))
    hanging = cluster.nodes[2].process
    assert hanging
    os.kill(hanging.pid, signal.SIGSTOP)
    try:
        answered = _hits_or_none(index)
        found = cluster.wait(lambda: _hits_or_none(index))
    finally:
        os.kill(hanging.pid, signal.SIGCONT)
    assert found
    assert answered is None or answered
    cluster.wait_for_green()
    index = make_index()
    index.put(many(100, seed=3), [], 2)
    assert (index.generation(), index.damage()) == (2, None)


def _is_answering(index: OpenSearchIndex) -> bool:
    try:
        index.candidates([Term("ferry")], 1)
    except IndexUnavailableError:
        return False
    return True


def _hits_or_none(index: OpenSearchIndex) -> int | None:
    """Return the number of hits; None while the index says that it can't be asked, or that it lacks some."""
    with collected_gaps() as gaps:
        try:
            hits = index.candidates([Term("ferry")], 20)
        except IndexUnavailableError:
            return None
    return None if gaps else len(hits)


def test_a_rolling_restart_loses_nothing_and_is_asked_all_the_while(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    index, articles = make_index(), many(400)
    index.put(articles[:100], [], 1)
    for generation, node in enumerate(cluster.nodes, start=2):
        cluster.wait_for_green()
        cluster.kill(node)
        put_until_done(index, articles[100 * (generation - 1) : 100 * generation], generation)
        assert _hits_or_none(index)
        cluster.revive()
    assert contents(cluster, target) == expected(articles)
    assert (index.generation(), index.damage()) == (4, None)


def test_lost_passages_are_noticed(cluster: Cluster, target: ClusterTarget, make_index: MakeIndex) -> None:
    index = make_index()
    index.put([by_line(article("a", "The ferry.\nThe quay."))], [], 1)
    cluster.request("DELETE", f"/{target.name}/_doc/id-a:1?refresh=true")
    assert index.damage() == "it holds 1 passages of 2"


def test_a_deleted_index_is_told(cluster: Cluster, target: ClusterTarget, make_index: MakeIndex) -> None:
    index = make_index()
    index.put([by_line(article("a", "The ferry."))], [], 1)
    cluster.request("DELETE", f"/{target.name}-v1-1")
    assert index.generation() == -1
    with pytest.raises(IndexUnavailableError, match="the index is gone"):
        index.candidates([Term("ferry")], 5)
