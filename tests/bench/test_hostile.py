"""The bench of hostile texts, small enough to run each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.hostile import KINDS, STAGES, HostileFigure, hostile_text, measure


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_text_has_the_size_asked_for_and_is_the_same_every_time(kind: str) -> None:
    text = hostile_text(kind, 1_000)
    assert len(text) == 1_000
    assert text == hostile_text(kind, 1_000)


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "answer"])  # it opens the app: 10 s
def test_each_stage_is_measured(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    figure = measure(stage, "prose", [500, 1_000])
    assert [size for size, _ in figure.seconds] == [500, 1_000]
    assert all(seconds > 0 for _, seconds in figure.seconds)


def test_the_exponent_tells_linear_from_quadratic() -> None:
    linear = HostileFigure("", "", [(1_000, 0.1), (4_000, 0.4)])
    quadratic = HostileFigure("", "", [(1_000, 0.1), (4_000, 1.6)])
    assert linear.exponent == pytest.approx(1)
    assert quadratic.exponent == pytest.approx(2)
    assert linear.per_mb == pytest.approx(100)
    assert HostileFigure("", "", [(1_000, 0.001), (4_000, 0.1)]).exponent is None
