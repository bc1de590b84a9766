"""Pieces that may answer: what the words alone tell, before anybody asks who says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answer.evidence.matching import ELSEWHERE, PartMatch, match
from bot.answer.evidence.units import DocumentUnits, Unit
from bot.model.attribution import Attribution, Role
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.expansion.synonyms import variants
from bot.search.intent import SPEECH, Intent
from bot.search.query import Query, QueryPart

_PROVENANCE = frozenset({Role.OBTAINED, Role.REVIEWED, Role.VERIFIED, Role.WROTE})
_WORTH_READING = ELSEWHERE
_RANGES = 4  # pieces of one document
_ROLE_STEMS = {role: frozenset(stem(verb) for verb, told in SPEECH.items() if told is role) for role in Role}


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """One piece of one document with how well it carries the question and who stands behind it.

    `complete` pieces carry the whole question; `is_reversed` ones would, but tell it the other way round. `phrase` is
    where a piece introduces whoever is asked after.
    """

    units: DocumentUnits
    match: PartMatch
    score: float
    attribution: Attribution | None = None
    complete: bool = False
    is_reversed: bool = False
    phrase: Span | None = None

    @property
    def unit(self) -> Unit:
        return self.match.unit


def provenance_role(query: Query) -> Role | None:
    """Return the role that is asked after where it is about handling a text (obtained, reviewed, wrote)."""
    asked = query.asked
    return asked.role if asked.intent is Intent.WHO_SAID and asked.role in _PROVENANCE else None


def candidates(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return every piece that carries something of the question, best first."""
    found = []
    parts = query.topic if query.speaker else query.parts
    for units in documents:
        here = mentions(query.speaker, units)
        for met in match(parts, units):
            if not query.topic and query.speaker and here:
                met = replace(met, coverage=ELSEWHERE)  # noqa: PLW2901 - nothing but the speaker is asked after
            if met.coverage > 0:
                found.append(AnswerCandidate(units, met, lexical_score(met)))
    return sorted(found, key=lambda one: (-one.score, one.units.document.name, one.match.position))


def lexical_score(met: PartMatch) -> float:
    """Return how well the words alone speak for a piece; headlines and AI-made text stand behind prose."""
    penalty = 0.12 * met.unit.heading + 0.05 * met.unit.block.ai_generated + 0.5 * met.unit.boilerplate
    return met.coverage + 0.3 * met.own - penalty


def mentions(parts: Sequence[QueryPart], units: DocumentUnits) -> bool:
    """Tell whether the document names all of `parts` somewhere."""
    return all(
        any(candidate in units.known for candidate in (one, *variants(one))) for part in parts for one in part.stems
    )


def holds_role(one: AnswerCandidate, role: Role) -> bool:
    """Tell whether a word for this role stands in the piece itself."""
    return any(one.units.holds(one.match.position, verb) for verb in _ROLE_STEMS[role])


def ranges_to_attribute(query: Query, found: Sequence[AnswerCandidate], limit: int) -> dict[str, list[Span]]:
    """Return, for at most `limit` documents, the ranges whose attributions the answer needs.

    Pieces whose words carry too little of the question are not worth the reading.
    """
    wanted: dict[str, list[Span]] = {}
    speaker = {one for part in query.speaker for one in part.stems}
    for candidate in found:
        document, units = candidate.units.document.id, candidate.units
        if (
            candidate.unit.boilerplate
            or candidate.match.coverage < _WORTH_READING
            or not mentions(query.speaker, units)
        ):
            continue
        if document not in wanted:
            if len(wanted) >= limit:
                continue
            wanted[document] = [units.units[position].span for position in sorted(units.holding(speaker))[:_RANGES]]
        if len(wanted[document]) < 2 * _RANGES:
            wanted[document].append(candidate.unit.span)
    return wanted
