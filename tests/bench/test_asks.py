"""Questions asked at once, few enough to run each time."""

from __future__ import annotations

from pathlib import Path

from tests.bench.asks import measured
from tests.commands.conftest import settings_of
from tests.conftest import ROOT


async def test_every_question_of_four_at_once_over_the_sample_articles_is_answered(tmp_path: Path) -> None:
    figures = await measured(ROOT / "seeds", asks=4, settings=settings_of(tmp_path))
    assert len(figures.answers) == 4
    assert 0 < figures.answers[0] <= figures.answers[-1]
    assert figures.stall > 0


async def test_fewer_questions_than_asks_are_asked_again(tmp_path: Path) -> None:
    figures = await measured(ROOT / "seeds", 3, ["who obtained the records?"], settings_of(tmp_path))
    assert len(figures.answers) == 3
