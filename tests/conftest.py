"""Shared fixtures: the real articles, if available, and the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

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
