"""AI authorship of an article: only its own disclosure answers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answer.evidence.candidates import AnswerCandidate, mentions
from bot.answer.evidence.matching import PartMatch
from bot.answer.evidence.units import DocumentUnits
from bot.corpus.ai_disclosure import disclosure_sentences
from bot.search.query import Query


def disclosed_ai_use(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return the AI disclosure_sentences of all documents with the question's names."""
    names = [part for part in query.parts if part.hard]
    levels = (1.0,) * len(query.parts)
    found = []
    for units in documents:
        if not mentions(names, units):
            continue
        spans = disclosure_sentences(units.document)
        for position, unit in enumerate(units.units):
            if any(span.overlaps(unit.span) for span in spans):
                part_match = PartMatch(unit, position, 1.0, 1.0, levels, ())
                found.append(AnswerCandidate(units, part_match, 1.0, complete=True))
    return found
