"""Settings in a temporary folder for every test of the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the folder of `data` and `cache`."""
    home = tmp_path_factory.mktemp("home")
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FACTDESK_{name.upper()}", raising=False)
    monkeypatch.setenv("FACTDESK_DATA", str(home / "data"))
    monkeypatch.setenv("FACTDESK_CACHE", str(home / "cache"))
    monkeypatch.chdir(home)
    yield home
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if handler.get_name() == "factdesk"]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.captureWarnings(False)  # noqa: FBT003
