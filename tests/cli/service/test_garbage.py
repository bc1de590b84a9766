"""Long-lived objects are excluded from garbage collection."""

from __future__ import annotations

import gc

import pytest

from bot.cli.service.garbage import THRESHOLDS, freeze_current_objects


@pytest.fixture
def collector():
    before = gc.get_threshold()
    yield gc
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_there_is_frozen_and_collections_become_rare(collector) -> None:
    stays = [[] for _ in range(1_000)]
    freeze_current_objects()
    assert collector.get_freeze_count() > len(stays)
    assert collector.get_threshold() == THRESHOLDS


def test_what_comes_later_is_still_collected(collector) -> None:
    freeze_current_objects()
    circle = []
    circle.append(circle)
    del circle
    assert collector.collect() >= 1
