"""Candidates from leaks: their chain leads to an obtained or leaked document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.evidence.matching import PartMatch, match
from bot.answer.evidence.units import DocumentUnits
from bot.model.attribution import Attribution, Role, SourceKind
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.query import Query

_LEAK = re.compile(r"\b(?:leak|hack|stolen|confidential|classified|secret)", re.IGNORECASE)
_LEAK_STEMS = frozenset(map(stem, ("leak", "leaked", "hacked", "hacktivist", "stolen", "confidential", "classified")))
_OBTAINER_BONUS = 0.3
_HEADING_PENALTY = 0.12


def leak_candidates(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return the candidates of all documents with a leak, best first.

    With a topic, only units that carry a part of it.
    """
    found = [
        AnswerCandidate(units, part_match, part_match.coverage - _HEADING_PENALTY * part_match.unit.heading)
        for units in documents
        if not _LEAK_STEMS.isdisjoint(units.known)
        for part_match in (match(query.topic, units) if query.topic else _all_units(units))
    ]
    return sorted(
        found, key=lambda candidate: (-candidate.score, candidate.units.document.name, candidate.match.position)
    )


def rests_on_leak(attribution: Attribution | None) -> bool:
    """Check the chain for an obtainer or a leaked document."""
    return attribution is not None and any(
        link.role is Role.OBTAINED or (link.kind is SourceKind.DOCUMENT and _LEAK.search(link.name))
        for link in attribution.chain
    )


def obtainer_bonus(candidate: AnswerCandidate) -> float:
    """Return the score bonus (0 or 0.3) for naming the obtainer."""
    return _OBTAINER_BONUS * (obtained_by(candidate) is not None)


def obtained_by(candidate: AnswerCandidate) -> Span | None:
    """Return the span of the obtainer's name in the unit, or None."""
    chain = candidate.attribution.chain if candidate.attribution else ()
    obtainers = (link.span for link in chain if link.role is Role.OBTAINED)
    return next((span for span in obtainers if candidate.unit.span.contains(span)), None)


def _all_units(units: DocumentUnits) -> list[PartMatch]:
    return [PartMatch(unit, position, 1.0, 1.0, (), ()) for position, unit in enumerate(units.units)]
