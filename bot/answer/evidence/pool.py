"""The pool of a question: sentences of the passages found, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer.evidence.units import DocumentUnits, Unit
from bot.model.search import Hit

PASSAGES = 40  # on development questions these hold the gold sentence in 98 of 100


@dataclass(frozen=True, slots=True)
class PoolSentence:
    """One candidate unit of the pool.

    `passage_rank` counts from 0; `passage_score` is a share of the best passage's score.
    """

    units: DocumentUnits
    position: int
    passage_rank: int
    passage_score: float

    @property
    def unit(self) -> Unit:
        return self.units.units[self.position]

    @property
    def text(self) -> str:
        return self.unit.span.of(self.units.document.text)

    @property
    def key(self) -> tuple[str, int]:
        return self.units.document.id, self.position


def sentence_pool(hits: Sequence[Hit], documents: Mapping[str, DocumentUnits]) -> list[PoolSentence]:
    """Return the units of the passages, grouped by document."""
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    found: dict[tuple[str, int], PoolSentence] = {}
    for rank, hit in enumerate(hits):
        units = documents.get(hit.document)
        if units is None:
            continue
        for position in units.overlapping(hit.span):
            found.setdefault((hit.document, position), PoolSentence(units, position, rank, hit.score / best))
    return sorted(found.values(), key=lambda sentence: sentence.key)
