"""Answers, attributions and quote checks over the gold set that stands in the repository."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.gold.measure import GOLD_SETS, Results, held, run
from tests.quality.floors import FILE, digest, hold


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Results:
    return asyncio.run(run(tmp_path_factory.mktemp("gold")))


@pytest.mark.parametrize("name", GOLD_SETS)
def test_floors_are_pinned_for_the_gold_set_as_it_is(name: str) -> None:
    """Floors of other data are skipped, which must not happen to data that is always at hand."""
    pinned = json.loads(FILE.read_text(encoding="utf-8"))[name]["data"]
    assert pinned == digest(GOLD_SETS[name].data()), f"run `python -m tests.gold.measure --pin '{name}'`"


@pytest.mark.parametrize("name", GOLD_SETS)
def test_results_over_the_gold_set_stay_as_good_as_they_were(name: str, results: Results) -> None:
    measured = held(results.tallies()[name])
    hold(name, GOLD_SETS[name].data(), measured)


def test_every_quote_in_every_answer_is_verbatim(results: Results) -> None:
    """This holds whatever the articles are, with floors pinned or not."""
    tallies = results.tallies()
    assert tallies["gold answers"].shares()["verbatim"] == 1
    assert tallies["gold twins"].shares()["verbatim"] == 1
