"""The passages found for the development questions over the news articles, scored as they are scored elsewhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.answer.presentation.serialize import hit_json
from bot.app import open_app
from bot.settings import load_settings
from tests.conftest import SHARED
from tests.quality.floors import hold

ARTICLES = SHARED / "eval" / "news" / "articles.jsonl"
QUESTIONS = SHARED / "eval" / "news" / "questions_dev.jsonl"
SCORER = SHARED / "eval" / "score_search.py"


@pytest.mark.skipif(not SCORER.is_file() or not ARTICLES.is_file(), reason="no news articles (../shared/eval/news)")
async def test_the_passages_found_stay_as_good_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    shutil.copy(ARTICLES, tmp_path / "articles")
    found = tmp_path / "found.jsonl"
    settings = load_settings(cache=tmp_path / "cache", _env_file=None)
    async with open_app(settings, corpus=[tmp_path / "articles"]) as app:
        await app.sync()
        with found.open("w", encoding="utf-8") as out:
            for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
                asked = json.loads(line)
                hits = (await app.search(asked["question"], 10)).hits
                results = [hit_json(hit, excerpt) for hit, excerpt in hits]
                out.write(json.dumps({"id": asked["id"], "results": results}) + "\n")
    scored = subprocess.run([sys.executable, SCORER, QUESTIONS, found], capture_output=True, text=True, check=True)
    hold("search", [QUESTIONS, ARTICLES], json.loads(scored.stdout))
