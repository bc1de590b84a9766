"""The attribution of a candidate, and its agreement with the asked speaker."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.evidence.candidates import AnswerCandidate, provenance_role
from bot.answer.evidence.units import stems_of
from bot.model.attribution import Attribution, Role
from bot.model.spans import Span
from bot.search.expansion.synonyms import variants
from bot.search.intent import Intent
from bot.search.query import Query

_SAME_SPEAKER = 0.75  # "specialists" answer for "experts", a capital does not for its country


def attribution_for(
    query: Query, candidate: AnswerCandidate, attributions: Sequence[Attribution]
) -> Attribution | None:
    """Return the best attribution of a candidate, or None.

    The speaker or the role asked about comes first, then the attribution with most of the matched words. Of two with
    equally many the inner one is returned: its chain holds the outer.
    """
    role = provenance_role(query)
    covering = (attribution for attribution in attributions if _covers(attribution, candidate.unit.span, role))
    best = max(covering, key=lambda attribution: _rank(query, candidate, attribution), default=None)
    return best or _belief(candidate, attributions)


def _covers(attribution: Attribution, unit: Span, role: Role | None) -> bool:
    """Check content, or frame in the asked role, for an overlap.

    A belief or a wish (role THOUGHT) is reported about its source, not stated by it.
    """
    if attribution.role is Role.THOUGHT:
        return False
    if _overlaps(attribution.content, unit):
        return True
    return attribution.role is role and _overlaps((*attribution.source, *attribution.cue), unit)


def _overlaps(spans: Sequence[Span], unit: Span) -> bool:
    start, end = unit.start, unit.end
    return any(span.start < end and start < span.end for span in spans)


def _rank(query: Query, candidate: AnswerCandidate, attribution: Attribution) -> tuple[float, ...]:
    unit, role = candidate.unit.span, provenance_role(query)
    length = sum(len(span) for span in attribution.content)
    shared = sum(_shared_length(span, unit) for span in attribution.content)
    stated = (*attribution.content, *attribution.cue)
    return (
        query.asked.intent is Intent.LEAKED and any(link.role is Role.OBTAINED for link in attribution.chain),
        bool(query.speaker) and is_by_speaker(query, attribution, candidate.units.document.text),
        role is not None and attribution.role is role,
        sum(any(span.contains(place) for span in stated) for place in candidate.match.places),
        attribution.parent is not None,
        shared / (length + 1),
    )


def _belief(candidate: AnswerCandidate, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the belief (role THOUGHT) with every matched span, or None."""
    places = candidate.match.places
    if not places:
        return None
    for attribution in attributions:
        if attribution.role is Role.THOUGHT:
            names = (link.span for link in attribution.chain)
            stated = (*attribution.content, *attribution.cue, *attribution.source, *names)
            if all(any(span.contains(place) for span in stated) for place in places):
                return attribution
    return None


def is_by_speaker(query: Query, attribution: Attribution, text: str) -> bool:
    """Check the source for the whole name of the asked speaker.

    For "who reported it", any link of the chain may be the speaker.
    """
    spans = [*attribution.source, *(link.span for link in attribution.chain[-1:])]
    if attribution.resolved is not None:
        spans.append(attribution.resolved)
    if query.asked.role is Role.REPORTED:
        spans.extend(link.span for link in attribution.chain)
    names = {stemmed for span in spans for stemmed in stems_of(text, span)}
    return all(_is_named(stemmed, names) for part in query.speaker for stemmed in part.stems)


def _is_named(stemmed: str, names: set[str]) -> bool:
    if stemmed in names:
        return True
    return any(level >= _SAME_SPEAKER and variant in names for variant, level in variants(stemmed).items())


def _shared_length(span: Span, unit: Span) -> int:
    return max(0, min(span.end, unit.end) - max(span.start, unit.start))
