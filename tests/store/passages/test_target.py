"""The cluster that the settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.settings import load_settings
from bot.store.passages.index import TantivyIndex
from bot.store.passages.opening import IndexFolders, open_index
from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.passages.target import ClusterTarget, cluster_target


def _target(**given: object) -> ClusterTarget | None:
    return cluster_target(load_settings(_env_file=None, **given))


def test_without_a_cluster_the_index_is_in_the_data_folder(tmp_path: Path) -> None:
    assert _target() is None
    assert isinstance(open_index(IndexFolders(tmp_path), load_settings(_env_file=None)), TantivyIndex)
    assert isinstance(open_index(IndexFolders(tmp_path)), TantivyIndex)


def test_an_address_names_hosts_user_and_index(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    (tmp_path / "ca.pem").write_text("a certificate")
    target = _target(
        index="opensearch+https://news%20desk@one.example:9201,two.example,[::1]:9203/articles-2026",
        index_password_file=tmp_path / "password",
        index_ca_file=tmp_path / "ca.pem",
        index_shards=12,
    )
    assert target is not None
    assert target.hosts == (("one.example", 9201), ("two.example", 9200), ("[::1]", 9203))
    assert (target.user, target.password, target.name, target.tls, target.shards) == (
        *("news desk", "s3cret", "articles-2026", True),
        12,
    )
    assert "s3cret" not in repr(target)
    assert "desk" not in target.address


def test_nothing_is_connected_by_opening(tmp_path: Path) -> None:
    settings = load_settings(index="opensearch+http://127.0.0.1:1/factdesk", _env_file=None)
    assert isinstance(open_index(IndexFolders(tmp_path), settings), OpenSearchIndex)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://host:9200/factdesk", "it is not an address"),
        ("opensearch+https://host:9200/", "it is not an address"),
        ("opensearch+https://host:9200/Factdesk", "it is not an address"),
        ("opensearch+https://host:9200/_all", "it is not an address"),
        ("opensearch+https://host:9200/a*", "it is not an address"),
        ("opensearch+https://host:9200/a,b", "it is not an address"),
        ("opensearch+https://user:pass@host:9200/factdesk", "FACTDESK_INDEX_PASSWORD_FILE"),
        ("opensearch+http://host:9200/factdesk", "in the clear"),
        ("opensearch+http://127.0.0.1:9200,host:9200/factdesk", "in the clear"),
        ("opensearch+http://localhost.example:9200/factdesk", "in the clear"),
    ],
)
def test_a_wrong_address_is_refused_without_repeating_a_password(address: str, why: str) -> None:
    with pytest.raises(SetupError, match="FACTDESK_INDEX is not valid") as caught:
        _target(index=address)
    assert why in caught.value.message
    assert "pass@" not in caught.value.message


def test_missing_secrets_are_told(tmp_path: Path) -> None:
    address = "opensearch+https://desk@host/factdesk"
    with pytest.raises(SetupError, match="no password is set"):
        _target(index=address)
    with pytest.raises(SetupError, match=r"FACTDESK_INDEX_PASSWORD_FILE names .*No such file"):
        _target(index=address, index_password_file=tmp_path / "none")
    with pytest.raises(SetupError, match="FACTDESK_INDEX_CA_FILE names"):
        _target(index="opensearch+https://host/factdesk", index_ca_file=tmp_path / "none")
