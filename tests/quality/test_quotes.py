"""The quote check over a part of the news, as the trials of all of it have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.quality.floors import hold
from tests.quality.quote_trials import load, trials_over

ARTICLES = SHARED / "eval" / "news" / "articles.jsonl"
_ARTICLES, _TRIALS = 400, 40


@pytest.mark.skipif(not ARTICLES.is_file(), reason="the news articles are not at hand (../shared/eval/news)")
async def test_quotes_are_traced_as_well_as_they_were(tmp_path: Path) -> None:
    _, tallies = await trials_over(load(ARTICLES)[:_ARTICLES], tmp_path, _TRIALS)
    measured = {f"{kind}: {name}": share for kind, tally in tallies.items() for name, share in tally.shares().items()}
    hold("quotes", [ARTICLES], measured)
