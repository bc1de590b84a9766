"""Clusters that can't be used, each with a sentence: address, user, certificate, version, owner, disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import IndexUnavailableError
from bot.model.search import Term
from bot.store.passages.target import ClusterTarget
from tests.cluster.articles import article, by_line, many
from tests.cluster.conftest import MakeIndex
from tests.cluster.front import certificate, empty_cluster, front, other_server
from tests.cluster.nodes import Cluster, free_ports

_FERRY = by_line(article("a", "The ferry."))
_NOWHERE = ClusterTarget((("127.0.0.1", 1),), "factdesk-x", tls=False, seconds=5)


def _refused(make_index: MakeIndex, target: ClusterTarget) -> str:
    with pytest.raises(IndexUnavailableError) as caught:
        make_index(target).generation()
    assert "\n" not in caught.value.message
    return caught.value.message


# As OpenSearch 2.19 and earlier versions word it.
@pytest.mark.parametrize(
    "reason",
    [
        "index [x] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];",
        "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has "
        "read-only-allow-delete block];",
    ],
)
def test_a_full_disk_is_told_at_once(make_index: MakeIndex, reason: str) -> None:
    refusal = {"error": {"type": "cluster_block_exception", "reason": reason}, "status": 429}
    with front(fault=empty_cluster((429, refusal))) as server:
        assert "its disks are nearly full" in _refused(make_index, _at(server.port))


@pytest.fixture
def make_index(request: pytest.FixtureRequest, tmp_path: Path) -> MakeIndex:
    """The shared fixture, which starts the cluster only for the tests that name it."""
    from bot.store.passages.opensearch import OpenSearchIndex

    if "cluster" in request.fixturenames:
        request.getfixturevalue("target")

    def make(to: ClusterTarget = _NOWHERE, folder: Path = tmp_path) -> OpenSearchIndex:
        index = OpenSearchIndex(to, folder / "index-cluster", folder / "index-owner")
        request.addfinalizer(index.close)
        return index

    return make


def _at(port: int, **more: object) -> ClusterTarget:
    return replace(_NOWHERE, hosts=(("127.0.0.1", port),), **more)  # type: ignore[arg-type]


def test_an_address_without_a_server_is_told(make_index: MakeIndex) -> None:
    (port,) = free_ports(1)
    message = _refused(make_index, _at(port))
    assert message.startswith(f"The archive can't be reached at http://127.0.0.1:{port}/factdesk-x: ")
    assert "refused" in message
    assert _refused(make_index, replace(_at(port), hosts=(("no-such-host.invalid", 9200),)))


def test_a_server_that_never_answers_is_given_up(make_index: MakeIndex) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        message = _refused(make_index, _at(silent.getsockname()[1], seconds=0.2))
    assert "no answer in 0.2 seconds" in message


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ({"distribution": "opensearch", "number": "1.3.20"}, "it runs OpenSearch 1.3.20; version 2 or 3 is needed"),
        ({"distribution": "opensearch", "number": "4.0.0"}, "it runs OpenSearch 4.0.0; version 2 or 3 is needed"),
        ({"number": "8.15.0"}, "the server there is no OpenSearch (unknown 8.15.0)"),
        ({}, "the server there is no OpenSearch"),
    ],
)
def test_another_version_or_server_is_refused_before_anything_is_sent(
    make_index: MakeIndex, version: dict[str, str], why: str
) -> None:
    with front(fault=other_server(version)) as server:
        assert why in _refused(make_index, _at(server.port))
        with pytest.raises(IndexUnavailableError):
            make_index(_at(server.port)).put([_FERRY], [], 1)
    assert set(server.asked) == {"GET /"}


@pytest.mark.parametrize("said", ["<html>a page</html>", [1, 2], "not JSON {"])
def test_a_web_server_in_its_place_is_told(make_index: MakeIndex, said: object) -> None:
    with front(fault=lambda method, path: (200, said)) as server:
        assert "OpenSearch" in _refused(make_index, _at(server.port))


def test_a_wrong_user_is_told_and_the_right_one_gets_through(make_index: MakeIndex) -> None:
    with front(password=("desk", "right"), fault=empty_cluster()) as server:
        wrong = _refused(make_index, _at(server.port, user="desk", password="wrong"))
        assert "it refuses the user or the password" in wrong
        assert "wrong" not in wrong
        assert make_index(_at(server.port, user="desk", password="right")).generation() == -1


def test_a_user_without_rights_is_told(make_index: MakeIndex) -> None:
    refusal = {"error": {"type": "security_exception", "reason": "no permissions for [indices:data/read/get]"}}
    with front(fault=empty_cluster((403, refusal))) as server:
        assert "the user may not do this there" in _refused(make_index, _at(server.port))


def test_only_a_trusted_certificate_of_the_right_name_is_accepted(make_index: MakeIndex, tmp_path: Path) -> None:
    right, other = certificate(tmp_path), certificate(tmp_path, "DNS:elsewhere.example")
    with front(tls=right, fault=empty_cluster()) as server:
        assert "its certificate is not trusted" in _refused(make_index, _at(server.port, tls=True))
        assert "FACTDESK_INDEX_CA_FILE" in _refused(make_index, _at(server.port, tls=True, ca_file=other))
        trusted = _at(server.port, tls=True, ca_file=right.with_suffix(".crt"))
        assert make_index(trusted).generation() == -1
        assert _refused(make_index, _at(server.port))  # without TLS
    with front(tls=other, fault=empty_cluster()) as server:
        wrong_name = _at(server.port, tls=True, ca_file=other.with_suffix(".crt"))
        assert "its certificate is not trusted" in _refused(make_index, wrong_name)


def test_through_tls_and_a_password_the_index_works(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, tmp_path: Path
) -> None:
    made = certificate(tmp_path)
    with front(cluster.nodes[0].http, tls=made, password=("desk", "right")) as server:
        secured = replace(
            target,
            hosts=(("127.0.0.1", server.port),),
            tls=True,
            user="desk",
            password="right",
            ca_file=made.with_suffix(".crt"),
        )
        index = make_index(secured)
        index.put([_FERRY], [], 1)
        assert [hit.document for hit in index.candidates([Term("ferry")], 5)] == ["id-a"]
        index.close()


def test_an_index_that_is_not_ours_is_never_touched(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    cluster.request("PUT", f"/{target.name}", {"settings": {"number_of_replicas": 0}})
    cluster.request("PUT", f"/{target.name}/_doc/1?refresh=true", {"body": "ferry"})
    index = make_index(target)
    for work in (
        index.generation,
        index.clear,
        index.damage,
        lambda: index.put([_FERRY], [], 1),
        lambda: index.candidates([Term("ferry")], 5),
    ):
        with pytest.raises(IndexUnavailableError, match="which factdesk has not made"):
            work()
    assert cluster.request("GET", f"/{target.name}/_doc/1")["_source"] == {"body": "ferry"}
    assert list(cluster.request("GET", f"/{target.name}*")) == [target.name]


def test_an_alias_of_an_index_that_is_not_ours_is_refused(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    other = f"{target.name}-v1-1"
    cluster.request("PUT", f"/{other}", {"aliases": {target.name: {}}})
    with pytest.raises(IndexUnavailableError, match="which factdesk has not made"):
        make_index(target).clear()
    assert list(cluster.request("GET", f"/{target.name}*")) == [other]


def test_the_index_of_another_installation_is_not_taken(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, tmp_path: Path
) -> None:
    make_index(target, tmp_path / "one").put([_FERRY], [], 1)
    second = make_index(target, tmp_path / "two")
    with pytest.raises(IndexUnavailableError, match="belongs to another installation"):
        second.put([_FERRY], [], 1)
    assert make_index(target, tmp_path / "one").generation() == 1


def test_the_index_of_a_restored_data_folder_is_rebuilt(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, tmp_path: Path
) -> None:
    import shutil

    make_index(target).put([_FERRY], [], 5)
    shutil.rmtree(tmp_path / "index-cluster")
    index = make_index(target)
    assert (index.generation(), index.candidates([Term("ferry")], 5)) == (-1, [])
    index.put([by_line(article("b", "A bridge."))], [], 2)
    assert (index.generation(), index.passages()) == (2, 1)
    assert len(cluster.request("GET", f"/{target.name}-*")) == 1


def test_an_index_of_another_version_is_replaced_without_a_gap(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_index(target).put([_FERRY], [], 5)
    monkeypatch.setattr("bot.store.passages.opensearch.VERSION", 99)
    index = make_index(target)
    assert index.generation() == -1
    index.clear()
    assert list(cluster.request("GET", f"/{target.name}")) == [f"{target.name}-v99-2"]
    index.put([_FERRY], [], 5)
    assert index.generation() == 5


def test_a_full_disk_is_told_and_indexing_goes_on_when_there_is_room(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex
) -> None:
    index = make_index(target)
    index.put([_FERRY], [], 1)
    _block(cluster, target, value=True)
    with pytest.raises(IndexUnavailableError, match="its disks are nearly full"):
        index.put(many(3), [], 2)
    assert (index.generation(), len(index.candidates([Term("ferry")], 5))) == (1, 1)
    _block(cluster, target, value=None)
    index.put(many(3), [], 2)
    assert (index.generation(), index.damage()) == (2, None)


def _block(cluster: Cluster, target: ClusterTarget, *, value: bool | None) -> None:
    cluster.request("PUT", f"/{target.name}/_settings", {"index.blocks.read_only_allow_delete": value})


def test_a_busy_cluster_is_asked_again_and_then_told(
    cluster: Cluster, target: ClusterTarget, make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.passages.opensearch_connection._FIRST_PAUSE_S", 0.01)
    refusals = [2]

    def busy(method: str, path: str) -> tuple[int, object] | None:
        if "_bulk" not in path or refusals[0] <= 0:
            return None
        refusals[0] -= 1
        return 429, {"error": {"type": "rejected_execution_exception", "reason": "queue is full"}, "status": 429}

    with front(cluster.nodes[0].http, fault=busy) as server:
        index = make_index(replace(target, hosts=(("127.0.0.1", server.port),)))
        index.put(many(3), [], 1)
        assert (index.generation(), refusals) == (1, [0])
        refusals[0] = 1_000
        with pytest.raises(IndexUnavailableError, match="too busy"):
            index.put([_FERRY], [], 2)
        refusals[0] = 0
        index.put([_FERRY], [], 2)
        assert (index.generation(), index.damage()) == (2, None)
        index.close()
