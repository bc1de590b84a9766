"""Answer candidates of the rules: units of a document, scored by their words alone."""

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
_LEAST_COVERAGE = ELSEWHERE
_RANGES = 4  # ranges with the speaker's name in one document, and as many with candidates
_ROLE_STEMS = {role: frozenset(stem(verb) for verb, verb_role in SPEECH.items() if verb_role is role) for role in Role}


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """One unit with its match, its score and its attribution.

    A `complete` candidate carries the whole question; an `is_reversed` one does too, but with agent and patient
    exchanged. `phrase` is the span that introduces the person asked about, or holds the conflicting number.
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
    """Return the role of a question about a text's handling, or None.

    Such roles are obtained, reviewed, verified and wrote.
    """
    reading = query.asked
    return reading.role if reading.intent is Intent.WHO_SAID and reading.role in _PROVENANCE else None


def matched_parts(query: Query) -> tuple[QueryPart, ...]:
    """Return the parts to find in the text: without the speaker.

    A speaker is compared with the source instead.
    """
    return query.topic if query.speaker else query.parts


def candidates(query: Query, documents: Iterable[DocumentUnits]) -> list[AnswerCandidate]:
    """Return every unit with a part of the question, best first."""
    found = []
    parts = matched_parts(query)
    for units in documents:
        asks_speaker_only = bool(query.speaker) and not query.topic and mentions(query.speaker, units)
        for part_match in match(parts, units):
            covering = replace(part_match, coverage=ELSEWHERE) if asks_speaker_only else part_match
            if covering.coverage > 0:
                found.append(AnswerCandidate(units, covering, lexical_score(covering)))
    return sorted(
        found, key=lambda candidate: (-candidate.score, candidate.units.document.name, candidate.match.position)
    )


def lexical_score(part_match: PartMatch) -> float:
    """Return the score of a unit by its words alone.

    Headlines and AI-made text score below prose.
    """
    unit = part_match.unit
    penalty = 0.12 * unit.heading + 0.05 * unit.block.ai_generated + 0.5 * unit.boilerplate
    return part_match.coverage + 0.3 * part_match.own - penalty


def mentions(parts: Sequence[QueryPart], units: DocumentUnits) -> bool:
    """Check the document for all of `parts` or their variants."""
    return all(
        any(variant in units.known for variant in (stemmed, *variants(stemmed)))
        for part in parts
        for stemmed in part.stems
    )


def holds_role(candidate: AnswerCandidate, role: Role) -> bool:
    """Check the unit itself for a verb of this role."""
    return any(candidate.units.holds(candidate.match.position, verb) for verb in _ROLE_STEMS[role])


def ranges_to_attribute(query: Query, found: Sequence[AnswerCandidate], limit: int) -> dict[str, list[Span]]:
    """Return the ranges to attribute, for at most `limit` documents.

    Candidates that cover too little of the question are left out.
    """
    ranges: dict[str, list[Span]] = {}
    for candidate in found:
        document, units = candidate.units.document.id, candidate.units
        if not _is_worth_attributing(query, candidate):
            continue
        if document not in ranges:
            if len(ranges) >= limit:
                continue
            ranges[document] = _speaker_ranges(query, units)
        if len(ranges[document]) < 2 * _RANGES:
            ranges[document].append(candidate.unit.span)
    return ranges


def _is_worth_attributing(query: Query, candidate: AnswerCandidate) -> bool:
    covers_enough = candidate.match.coverage >= _LEAST_COVERAGE
    return covers_enough and not candidate.unit.boilerplate and mentions(query.speaker, candidate.units)


def _speaker_ranges(query: Query, units: DocumentUnits) -> list[Span]:
    speaker = {stemmed for part in query.speaker for stemmed in part.stems}
    return [units.units[position].span for position in sorted(units.holding(speaker))[:_RANGES]]
