"""The bench of acknowledgements runs, and the client's connections are bounded."""

from __future__ import annotations

import shutil

import pytest

from bot.client import FactdeskClient
from tests.bench.acknowledge import measure_acknowledgements


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate")
async def test_every_interaction_is_acknowledged(seeds):
    found = await measure_acknowledgements(seeds, 9)
    assert len(found.seconds) == 9
    assert 0 < found.median <= found.slowest


async def test_the_connections_to_discord_are_bounded():
    connector = FactdeskClient.new_connector()
    assert connector.limit == 50
    await connector.close()
