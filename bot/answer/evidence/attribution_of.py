"""Who stands behind a piece: the attribution that covers what was matched, and whether it is the speaker asked for."""

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


def attribution_for(query: Query, one: AnswerCandidate, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution behind a piece: that of the speaker or role asked for, else the one that says most of it.

    Of two that say as much of it, the inner one: its chain holds the outer.
    """
    best: tuple[tuple[float, ...], Attribution] | None = None
    role = provenance_role(query)
    for attribution in attributions:
        if attribution.role is Role.THOUGHT or not _touches(attribution, one.unit.span):
            continue  # what somebody wants or believes is told about them, not by them
        said = sum(_shared(span, one.unit.span) for span in attribution.content)
        named = any(span.overlaps(one.unit.span) for span in (*attribution.source, *attribution.cue))
        if not said and not (named and attribution.role is role):
            continue
        whole = sum(len(span) for span in attribution.content)
        told = (*attribution.content, *attribution.cue)
        key = (
            query.asked.intent is Intent.LEAKED and any(link.role is Role.OBTAINED for link in attribution.chain),
            bool(query.speaker) and is_by_speaker(query, attribution, one.units.document.text),
            role is not None and attribution.role is role,
            sum(any(span.contains(place) for span in told) for place in one.match.places),
            attribution.parent is not None,
            said / (whole + 1),
        )
        if best is None or key > best[0]:
            best = (key, attribution)
    return best[1] if best else _held(one, attributions)


def _held(one: AnswerCandidate, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return who thinks all that was matched, where nobody says it: "Beijing, which regards it as its own"."""
    places = one.match.places
    for attribution in attributions:
        if attribution.role is Role.THOUGHT and places:
            named = (link.span for link in attribution.chain)
            told = (*attribution.content, *attribution.cue, *attribution.source, *named)
            if all(any(span.contains(place) for span in told) for place in places):
                return attribution
    return None


def is_by_speaker(query: Query, attribution: Attribution, text: str) -> bool:
    """Tell whether the attribution's source is the speaker asked for, by all the words that name them.

    Who reported something may be any link of its chain: the outlet that was told as well as the one who told it.
    """
    spans = [*attribution.source, *(link.span for link in attribution.chain[-1:])]
    if attribution.resolved is not None:
        spans.append(attribution.resolved)
    if query.asked.role is Role.REPORTED:
        spans.extend(link.span for link in attribution.chain)
    said = {one for span in spans for one in stems_of(text, span)}
    return all(
        one in said or any(level >= _SAME_SPEAKER and other in said for other, level in variants(one).items())
        for part in query.speaker
        for one in part.stems
    )


def _touches(attribution: Attribution, span: Span) -> bool:
    start, end = span.start, span.end
    for pieces in (attribution.content, attribution.source, attribution.cue):
        for piece in pieces:
            if piece.start < end and start < piece.end:
                return True
    return False


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
