"""The busy minute, small enough to run each time."""

from __future__ import annotations

from pathlib import Path

from tests.bench.flags import measured
from tests.commands.articles import write_articles
from tests.commands.conftest import open_desk, settings_of


async def test_many_flags_at_once_are_all_kept_once_and_answered(tmp_path: Path) -> None:
    write_articles(tmp_path / "corpus")
    async with open_desk(settings_of(tmp_path)) as desk:
        figures = await measured(desk, flags=60, members=12, seconds=3)
    assert (figures.kept, len(figures.done)) == (60, 60)
