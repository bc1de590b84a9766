"""Read the gold set: articles by name, and the rows of its JSON Lines files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ARTICLES = FOLDER / "articles"
QUESTIONS = FOLDER / "questions.jsonl"
TWINS = FOLDER / "twins.jsonl"
ATTRIBUTIONS = FOLDER / "attributions.jsonl"
QUOTES = FOLDER / "quotes.jsonl"
SETS = (QUESTIONS, TWINS, ATTRIBUTIONS, QUOTES)

Row = dict[str, Any]


def article_files() -> list[Path]:
    return sorted(path for path in ARTICLES.iterdir() if path.suffix in {".md", ".txt"})


def article_texts() -> dict[str, str]:
    """Return the articles' texts by file stem, as the program indexes them."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in article_files()}


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def quoted_spans(row: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """Yield each quoted span of a row with the document that it stands in."""
    for field in ("evidence", "contrary", "places"):
        for span in row.get(field, ()):
            yield span["doc"], span
    for field in ("source", "cue", "content"):
        for span in row.get(field, ()):
            yield row["doc"], span


def named_documents(row: Mapping[str, Any]) -> set[str]:
    own: Sequence[str] = [row["doc"]] if "doc" in row else row.get("docs", ())
    return {*own, *(document for document, _ in quoted_spans(row))}
