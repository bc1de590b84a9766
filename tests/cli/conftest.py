"""Settings of their own for every test of the terminal: nothing of the machine's, everything in a temporary folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the folder that holds `data` and `cache`."""
    home = tmp_path_factory.mktemp("home")
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FACTDESK_{name.upper()}", raising=False)
    monkeypatch.setenv("FACTDESK_DATA", str(home / "data"))
    monkeypatch.setenv("FACTDESK_CACHE", str(home / "cache"))
    monkeypatch.chdir(home)
    yield home
    root = logging.getLogger()
    for handler in [each for each in root.handlers if each.get_name() == "factdesk"]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.captureWarnings(False)  # noqa: FBT003
