"""Journal of a benchmark that isn't finished: what it has measured, so that the next run goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.questions import Question
from tests.conftest import ROOT


class BenchJournal:
    """Runs each measurement in a process of its own, and remembers its result until `finish`.

    Results of other code are forgotten.
    """

    def __init__(self, path: Path, code: str) -> None:
        """Take the file, and a digest of the code that is measured."""
        self._path = path
        self._code = code
        self._results: dict[str, Any] = {}
        if path.exists():
            kept = json.loads(path.read_text())
            self._results = kept["results"] if kept["code"] == code else {}

    def run(self, what: str, name: str, articles: Path, asked: Sequence[Question]) -> Any:
        """Return what a worker measured, now or before the interruption."""
        lines = "\n".join(json.dumps({"text": question.text}) for question in asked)
        key = f"{what} {name} {articles.parents[1].name} {hashlib.sha256(lines.encode()).hexdigest()[:12]}"
        if key not in self._results:
            if what == "build":
                empty(articles.parents[1] / name)
            self._results[key] = _worker(what, name, articles, lines)
            self._write()
        return self._results[key]

    def finish(self) -> None:
        """Forget everything: the next run measures again."""
        self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps({"code": self._code, "results": self._results}))
        partial.replace(self._path)


def _worker(what: str, name: str, articles: Path, lines: str) -> Any:
    """Return what a process of its own measured."""
    command = [sys.executable, "-m", "tests.bench.worker", what, name, articles, articles.parents[1] / name]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=lines, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{name} failed at {what}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def empty(folder: Path) -> None:
    """Make an empty folder of it."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()
    folder.mkdir(exist_ok=True, parents=True)
