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
