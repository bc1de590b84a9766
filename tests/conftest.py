"""Shared fixtures: the real articles, if available, and the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A machine that is busy with something else is slow, and no law is broken by that.
settings.register_profile("factdesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("factdesk")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the real articles are not at hand (../shared/corpus)")
    return folder
