"""Attributions over PolNeAR's development articles, scored as they are scored elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.attribution.pipeline import attribute
from bot.attribution.serialize import attributions_json
from bot.corpus import readers
from bot.model.documents import Document
from tests.conftest import SHARED
from tests.quality.floors import hold

if TYPE_CHECKING:
    from spacy.language import Language

SCORER = SHARED / "eval" / "score_attribution.py"
DEV = SHARED / "eval" / "polnear" / "dev"


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer is not at hand (../shared/eval)")
@pytest.mark.skipif(not DEV.is_dir(), reason="PolNeAR is not at hand (../shared/eval/polnear)")
def test_attributions_of_news_stay_as_good_as_they_were(tmp_path: Path, nlp: Language) -> None:
    """What `factdesk attribute --json` prints is what is scored, provenance included."""
    articles = sorted((DEV / "text").glob("*.txt"))
    predicted, figures = tmp_path / "predicted.jsonl", tmp_path / "figures.json"
    with predicted.open("w", encoding="utf-8") as out:
        for path in articles:
            (document,) = readers.read(path.read_bytes(), folder=str(path.parent), path=path.name)
            assert isinstance(document, Document), document
            out.write(json.dumps(attributions_json(document, attribute(document, nlp))) + "\n")
    subprocess.run(
        [sys.executable, SCORER, "--pred", predicted, "--split", "dev", "--flatten", "outer", "--json", figures],
        capture_output=True,
        check=True,
    )
    scored = json.loads(figures.read_text(encoding="utf-8"))
    hold("attribution", [*articles, *(DEV / "attributions").iterdir()], _percent(scored))


def _percent(scored: Mapping[str, Any]) -> dict[str, float]:
    measured = {f"{part} soft F1": scored[part]["soft"]["F1"] for part in ("source", "cue", "content")}
    measured |= {f"recall {kind}": scored["recall_by_kind"][kind]["recall"] for kind in ("direct", "speech")}
    measured["attribution F1"] = scored["attribution"]["F1"]
    measured["who said it, precision"] = scored["who_said_it"]["precision"]
    return {name: round(100 * figure, 1) for name, figure in measured.items()}
