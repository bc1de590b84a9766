"""Question sets with gold evidence, in folds of whole articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.evidence.pool import PoolSentence
from bot.model.spans import Span

FOLDS = 6


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A gold sentence: the name of its document and its span there."""

    document: str
    span: Span

    def share_covered(self, spans: Iterable[Span]) -> float:
        """Return the share of the gold span covered by `spans`.

        They are spans of the same document.
        """
        covered: set[int] = set()
        for span in spans:
            covered.update(range(max(span.start, self.span.start), min(span.end, self.span.end)))
        return len(covered) / max(len(self.span), 1)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question of a set (the name of its file).

    `article` groups the questions of one fold.
    """

    set: str
    id: str
    text: str
    article: str
    answerable: bool
    evidence: tuple[GoldSpan, ...]
    contrary: tuple[GoldSpan, ...]
    raw: Mapping[str, Any]

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(self.article.encode()).hexdigest(), 16) % FOLDS


def load_questions(files: Sequence[Path]) -> list[GoldQuestion]:
    """Return the questions of the files.

    A question without a gold document belongs to the article of the one before it.
    """
    found: list[GoldQuestion] = []
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        article = next(filter(None, map(_article, rows)), file.stem)
        for row in rows:
            article = _article(row) or article
            found.append(
                GoldQuestion(
                    set=file.name,
                    id=row["id"],
                    text=row["question"],
                    article=article,
                    answerable=row["answerable"],
                    evidence=_gold(row.get("evidence")),
                    contrary=_gold(row.get("contrary")),
                    raw=row,
                )
            )
    return found


def gold_labels(pool: Sequence[PoolSentence], gold: Sequence[GoldSpan]) -> NDArray[np.float64]:
    """Return 1 for each sentence over half of a gold span.

    The others are 0.
    """
    return np.array([float(covers([sentence], gold)) for sentence in pool])


def covers(sentences: Iterable[PoolSentence], gold: Sequence[GoldSpan]) -> bool:
    """Check for half of one gold span, covered by the sentences together."""
    spans: dict[str, list[Span]] = {}
    for sentence in sentences:
        spans.setdefault(sentence.units.document.name, []).append(sentence.unit.span)
    return any(span.share_covered(spans.get(span.document, ())) >= 0.5 for span in gold)


def _article(row: Mapping[str, Any]) -> str | None:
    documents = row.get("docs") or [span["doc"] for span in row.get("contrary") or []]
    return documents[0] if documents else None


def _gold(rows: Sequence[Mapping[str, Any]] | None) -> tuple[GoldSpan, ...]:
    return tuple(GoldSpan(row["doc"], Span(row["start"], row["end"])) for row in rows or ())
