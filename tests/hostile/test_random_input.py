"""A short round of random input for each reader; `make fuzz` runs longer ones."""

from __future__ import annotations

import pytest

from tests.hostile import random_input
from tests.hostile.random_input import INPUTS, fuzz


@pytest.mark.parametrize("suffix", INPUTS)
def test_random_input_gives_a_document_or_a_reason(suffix: str) -> None:
    found: list[str] = []
    assert fuzz(suffix, 0, found.append) > 0
    assert found == []


def test_a_fault_is_reported_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, *, folder: str, path: str) -> list[object]:
        raise KeyError("no such key")

    monkeypatch.setattr(random_input, "read", fail)
    found: list[str] = []
    fuzz(".txt", 60, found.append)
    assert len(found) == 1
    assert "KeyError" in found[0]
