"""Who says what stands at a place, and whether that is who was said to have said it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution.entities import linking
from bot.attribution.entities.speakers import speakers
from bot.model.attribution import Attribution, Role, SourceKind
from bot.model.spans import Span

_SAID = 0.4  # of a place that must be what somebody says
_AS_MUCH = 0.8
_NAMED = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.DOCUMENT})


def attribution_at(attributions: Sequence[Attribution], place: Span) -> Attribution | None:
    """Return the attribution that most of a place belongs to, the inner one of two; None where nobody says it."""
    shares = [
        (sum(_shared(span, place) for span in each.content) / max(len(place), 1), each)
        for each in attributions
        if each.role is not Role.THOUGHT
    ]
    most = max((share for share, _ in shares), default=0.0)
    if most < _SAID:
        return None
    return max(
        (each for share, each in shares if share >= _AS_MUCH * most),
        key=lambda each: (each.parent is not None, -sum(len(span) for span in each.content)),
    )


def is_other_speaker(speaker: str, attribution: Attribution | None) -> bool | None:
    """Tell whether somebody else than `speaker` says it; None where the text names nobody for certain."""
    if attribution is None:
        return None
    own = [voice for voice in speakers([attribution]) if voice.own]
    if any(_same(speaker, voice.name, voice.kind) for voice in own):
        return False
    return True if any(voice.kind in _NAMED for voice in own) else None


def _same(typed: str, name: str, kind: SourceKind) -> bool:
    named = linking.read(name, kind)
    for guess in (linking.read(typed, kind), linking.read(typed.upper(), kind)):
        alike = linking.alike(named, guess) or linking.bears(named, guess) or linking.bears(guess, named)
        if alike or (guess.words and set(guess.words) <= set(named.words)):
            return True
    return False


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
