"""Shared fixtures: the real articles, if available, and the sample articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from tests.postgresql_server import Server

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Set up hypothesis before a test module that uses it: importing it takes a third of a second."""
    if isinstance(collector, pytest.Module) and b"hypothesis" in collector.path.read_bytes():
        from hypothesis import HealthCheck, settings

        # A busy machine is slow, and breaks no law by that.
        settings.register_profile("factdesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
        settings.load_profile("factdesk")


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the real articles are not at hand (../shared/corpus)")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server of the whole run; tests that stop it start one of their own."""
    from tests import postgresql_server

    found = postgresql_server.programs()
    if found is None:
        pytest.skip("PostgreSQL's programs are not at hand (initdb)")
    with postgresql_server.running(found) as server:
        yield server


@pytest.fixture
def archive_url(postgresql: Server) -> str:
    """The URL of an empty database."""
    return postgresql.create(f"archive-{uuid4()}")
