"""Metrics are served on loopback, if a port is set."""

from __future__ import annotations

import asyncio
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.cli.service.metrics import serve_metrics
from bot.errors import SetupError
from bot.settings import Settings


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    settings = Settings(_env_file=None, data=tmp_path / "data", cache=tmp_path / "cache", corpus=())
    async with open_app(settings) as app:
        yield app


def with_port(app: App, port: int | None) -> App:
    return replace(app, settings=app.settings.model_copy(update={"metrics_port": port}))


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


async def test_memory_caches_and_queue_are_served_on_loopback(app: App) -> None:
    port = free_port()
    with serve_metrics(with_port(app, port)):
        url = f"http://127.0.0.1:{port}/metrics"
        text = await asyncio.to_thread(lambda: urllib.request.urlopen(url).read().decode())
    assert 'factdesk_cache_capacity{cache="articles",unit="characters"} 1.2e+07' in text
    assert 'factdesk_cache_entries{cache="parsed sentences"} 0.0' in text
    assert "factdesk_questions_waiting 0.0" in text
    if sys.platform == "linux":
        assert "factdesk_resident_memory_bytes" in text
    with pytest.raises(OSError, match="refused"):
        await asyncio.to_thread(urllib.request.urlopen, url)  # type: ignore[arg-type]


async def test_without_a_port_nothing_is_served(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with serve_metrics(with_port(app, None)):
        pass


async def test_a_missing_extra_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(SetupError, match=r"factdesk\[metrics\]"), serve_metrics(with_port(app, 1)):
        pass


async def test_a_port_in_use_is_named(app: App) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"127.0.0.1:{port}"), serve_metrics(with_port(app, port)):
            pass
