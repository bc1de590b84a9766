"""The way to connecting is short: no model and no library that only reading, answering or drawing needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.start import measure_start
from tests.conftest import ROOT

_NOT_NEEDED = {
    *("spacy", "thinc", "onnxruntime", "tokenizers"),  # the models
    *("trafilatura", "lxml", "htmldate", "dateparser", "docx", "pypdfium2", "markdown_it"),  # readers of articles
    *("psycopg", "opensearchpy", "prometheus_client", "sqlite_utils"),  # for some settings, or a change of version
}


async def test_the_bot_connects_before_its_models_are_loaded_and_imports_nothing_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    for _ in range(2):  # the first one makes the database
        start = await measure_start(tmp_path / "data", ROOT / "seeds", until=["connect"])
    assert "models" not in start.told
    assert not _NOT_NEEDED & set(start.told["connect"]["modules"])
