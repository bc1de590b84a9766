"""Look-ups while the index is checked: they wait for a while, and then not one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import UserError
from bot.library import index_repair
from bot.library.index_repair import RepairingIndex
from tests.library.conftest import Library


async def test_look_ups_late_in_a_long_check_do_not_wait_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    index = RepairingIndex(library.index, library.database, tmp_path / "lock")
    monkeypatch.setattr(index_repair, "_WAIT_SECONDS", 0.0)
    with index.held():
        monkeypatch.setattr(index_repair, "_WAIT_SECONDS", 60.0)
        for _ in range(20):
            with pytest.raises(UserError, match="is being checked"):
                index.passages()
    assert index.passages() == 0
