"""The script of "Measure your own desk" counts what the page says that it counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.docs.fences import fence

PAGE = (ROOT / "docs/how-to/measure.md").read_text("utf-8")


def finding(document: str, start: int, end: int) -> dict[str, object]:
    return {"document": document, "quote": {"text": "", "start": start, "end": end}}


def test_a_question_counts_if_a_right_quote_is_among_the_first_three(tmp_path: Path) -> None:
    evidence = [{"doc": "bridge", "text": "", "start": 10, "end": 20}]
    questions = [
        {"id": 1, "question": "found", "evidence": evidence},
        {"id": 2, "question": "only fourth", "evidence": evidence},
        {"id": 3, "question": "other article", "evidence": evidence},
        {"id": 4, "question": "nothing was called right", "evidence": []},
    ]
    empty = {"findings": [], "contrary": [], "near_misses": []}
    wrong = finding("bridge", 20, 30)
    answers = [
        empty | {"id": 1, "near_misses": [wrong, finding("bridge", 19, 40)]},
        empty | {"id": 2, "findings": [wrong, wrong, wrong, finding("bridge", 10, 20)]},
        empty | {"id": 3, "findings": [finding("yard", 10, 20)]},
        empty | {"id": 4},
    ]
    for name, rows in (("questions", questions), ("answers", answers)):
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    script = tmp_path / "compare.py"
    script.write_text(fence(PAGE, "tested"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "questions", tmp_path / "answers"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("1 of 3 questions")
