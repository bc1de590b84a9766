"""The answers to the development questions, scored as they are scored elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.answer.presentation.serialize import answer_json
from bot.app import open_app
from bot.settings import load_settings
from tests.conftest import SHARED
from tests.quality.floors import hold

QUESTIONS = SHARED / "eval" / "ask" / "questions_dev.jsonl"
SCORER = SHARED / "eval" / "score_ask.py"


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer is not at hand (../shared/eval)")
async def test_answers_over_the_real_articles_stay_as_good_as_they_were(real_corpus: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    settings = load_settings(cache=tmp_path / "cache", _env_file=None)
    async with open_app(settings, corpus=[real_corpus]) as app:
        await app.sync()
        with answers.open("w", encoding="utf-8") as out:
            for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
                asked = json.loads(line)
                answer = await app.ask(asked["question"])
                out.write(json.dumps({"id": asked["id"], **answer_json(answer)}) + "\n")
    scored = subprocess.run(
        [sys.executable, SCORER, QUESTIONS, answers, "--corpus", real_corpus],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(scored.stdout)
    shares = {key: _share(value) for key, value in figures.items()}
    hold("ask", [QUESTIONS, *real_corpus.glob("*.txt")], shares)


def _share(value: str | float) -> float:
    if isinstance(value, str):
        part, whole = value.split("/")
        return int(part) / int(whole)
    return value
