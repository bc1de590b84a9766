"""Questions after who or what wrote an article: answered by the document's own disclosure, or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answer.evidence.candidates import AnswerCandidate, mentions
from bot.answer.evidence.matching import PartMatch
from bot.answer.evidence.units import DocumentUnits
from bot.corpus.ai_disclosure import disclosure_sentences
from bot.search.query import Query


def disclosed_ai_use(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return the pieces in which the documents that the question names disclose AI's part in them."""
    named = [part for part in query.parts if part.hard]
    found = []
    for taken in documents:
        if not mentions(named, taken):
            continue
        spans = disclosure_sentences(taken.document)
        for position, unit in enumerate(taken.units):
            if any(span.overlaps(unit.span) for span in spans):
                met = PartMatch(unit, position, 1.0, 1.0, (1.0,) * len(query.parts), ())
                found.append(AnswerCandidate(taken, met, 1.0, complete=True))
    return found
