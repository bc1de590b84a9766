"""What rests on leaked papers: pieces whose chain leads back to documents that somebody obtained or leaked."""

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
_NAMES_WHO_OBTAINED = 0.3
_HEADING = 0.12


def pieces(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return the pieces about the question's topic, or all, of documents that speak of a leak at all."""
    found = []
    for units in documents:
        if _LEAK_STEMS.isdisjoint(units.known):
            continue
        met = match(query.topic, units) if query.topic else _all(units)
        found += [AnswerCandidate(units, one, one.coverage - _HEADING * one.unit.heading) for one in met]
    return sorted(found, key=lambda one: (-one.score, one.units.document.name, one.match.position))


def rests(attribution: Attribution | None) -> bool:
    """Tell whether what is attributed goes back to papers that somebody obtained, or that are called leaked."""
    return attribution is not None and any(
        link.role is Role.OBTAINED or (link.kind is SourceKind.DOCUMENT and _LEAK.search(link.name))
        for link in attribution.chain
    )


def obtainer_bonus(one: AnswerCandidate) -> float:
    """Return what a piece is worth beyond its words: one that names who obtained the papers stands first."""
    return _NAMES_WHO_OBTAINED * (obtained_by(one) is not None)


def obtained_by(one: AnswerCandidate) -> Span | None:
    """Return where a piece names whoever obtained the papers that it rests on."""
    chain = one.attribution.chain if one.attribution else ()
    return next((k.span for k in chain if k.role is Role.OBTAINED and one.unit.span.contains(k.span)), None)


def _all(units: DocumentUnits) -> list[PartMatch]:
    return [PartMatch(unit, position, 1.0, 1.0, (), ()) for position, unit in enumerate(units.units)]
