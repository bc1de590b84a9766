"""The services of compose.yaml: pinned, unprivileged, and without a way to the database."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.conftest import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize(("name", "volume"), [("site", "site:/site:ro"), ("datasette", "reading:/reading:ro")])
def test_a_server_for_readers_reads_one_volume_and_needs_its_profile(name: str, volume: str) -> None:
    service = SERVICES[name]
    assert len(service["profiles"]) == 1
    assert volume in service["volumes"]
    assert all(mounted.endswith(":ro") for mounted in service["volumes"])
    assert not any(mounted.startswith("data:") for mounted in service["volumes"]), "the live database"
    assert re.fullmatch(r"docker\.io/[\w/-]+:\d+\.\d+\.\d+(-alpine)?", service["image"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["user"] == "10001:10001"
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "secrets" not in service


def test_without_a_profile_only_the_bot_runs() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["factdesk"]


def test_every_setting_of_the_bot_is_one_and_every_volume_is_declared_and_its_own() -> None:
    bot = SERVICES["factdesk"]
    assert {name.removeprefix("FACTDESK_").lower() for name in bot["environment"]} <= set(Settings.model_fields)
    named = {mounted.split(":")[0] for service in SERVICES.values() for mounted in service["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    owned = re.search(r"chown 10001:10001 (.+)", dockerfile)
    assert owned
    assert {mounted.split(":")[1] for mounted in bot["volumes"]} == set(owned[1].split())


def test_the_nodes_of_a_cluster_are_pinned_and_reached_by_the_bot_alone() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))
    bot = compose["services"].pop("factdesk")
    nodes = compose["services"]
    assert len(nodes) == 3
    for name, node in nodes.items():
        assert re.fullmatch(r"docker\.io/opensearchproject/opensearch:2\.\d+\.\d+", node["image"])
        assert "ports" not in node
        assert node["environment"]["node.name"] == name
        assert node["environment"]["discovery.seed_hosts"].split(",") == list(nodes)
        assert node["cap_drop"] == ["ALL"]
        assert f"{name}:/usr/share/opensearch/data" in node["volumes"]
    assert compose["networks"]["cluster"]["internal"] is True
    assert bot["depends_on"] == list(nodes)
    given = {name.removeprefix("FACTDESK_").lower(): value for name, value in bot["environment"].items()}
    assert Settings(index=given["index"], _env_file=None).index_shards == 3  # type: ignore[call-arg]
    assert set(given) <= set(Settings.model_fields)
    named = {mounted.split(":")[0] for service in (bot, *nodes.values()) for mounted in service["volumes"]}
    assert named == set(compose["volumes"])
    assert not named & set(COMPOSE["volumes"])
    # The bot's own settings and volumes are those of compose.yaml, to which this file adds.
    assert not bot["environment"].keys() & SERVICES["factdesk"]["environment"].keys()
    assert "--extra opensearch" in bot["build"]["args"]["EXTRAS"]
