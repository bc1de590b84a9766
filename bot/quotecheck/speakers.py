"""The speaker at a quote's location, compared with the claimed one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.attribution.entities import linking
from bot.attribution.entities.linking import PersonName
from bot.attribution.entities.speakers import speakers
from bot.model.attribution import Attribution, Role, SourceKind
from bot.model.spans import Span

_MIN_SHARE = 0.4  # of a quote that must be inside the content of an attribution
_NEAR_MAXIMUM = 0.8  # of the largest share
_FULL = 2  # words of a name
_CAPITALISED = re.compile(r"\b[A-Z]\w+")
_NAMED = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.DOCUMENT})


def attribution_at(attributions: Sequence[Attribution], location: Span) -> Attribution | None:
    """Return the attribution with most of the location in its content.

    Of nested ones, the inner one. None for a location outside all statements.
    """
    shares = [
        (sum(_overlap(span, location) for span in attribution.content) / max(len(location), 1), attribution)
        for attribution in attributions
        if attribution.role is not Role.THOUGHT
    ]
    most = max((share for share, _ in shares), default=0.0)
    if most < _MIN_SHARE:
        return None
    return max(
        (attribution for share, attribution in shares if share >= _NEAR_MAXIMUM * most),
        key=lambda attribution: (attribution.parent is not None, -sum(len(span) for span in attribution.content)),
    )


def is_other_speaker(speaker: str, attribution: Attribution | None) -> bool | None:
    """Return True for another speaker, False for `speaker`, None for neither.

    None: the text names no speaker for certain, or one of the same surname, who may be called by another first name.
    """
    if attribution is None:
        return None
    own_sources = [source for source in speakers([attribution]) if source.own]
    if any(_same(speaker, source.name, source.kind) for source in own_sources):
        return False
    if any(
        _is_namesake(linking.read(speaker, source.kind), linking.read(source.name, source.kind))
        for source in own_sources
    ):
        return None
    return True if any(source.kind in _NAMED for source in own_sources) else None


def _same(typed: str, name: str, kind: SourceKind) -> bool:
    named = linking.read(name, kind)
    for guess in (linking.read(typed, kind), linking.read(typed.upper(), kind)):
        is_surname = linking.bears(named, guess) or linking.bears(guess, named)
        alike = linking.alike(named, guess) or (is_surname and not _is_namesake(named, guess))
        is_part = bool(guess.words) and set(guess.words) <= set(named.words)
        if alike or is_part or _is_initials(guess, named) or _is_initials(named, guess):
            return True
    return False


def _is_namesake(name: PersonName, other: PersonName) -> bool:
    """Return True for two full names of one surname: "Ole Brandt", "Ida Brandt", but not "O. Brandt"."""
    if SourceKind.PERSON not in {name.kind, other.kind} or min(len(name.words), len(other.words)) < _FULL:
        return False
    first, second = name.words[0], other.words[0]
    return name.words[-1] == other.words[-1] and first[:1] != second[:1]


def _is_initials(short: PersonName, full: PersonName) -> bool:
    """Recognise an acronym of a full name: "FTC", "Federal Trade Commission"."""
    if short.acronym is None or not short.short or full.kind is SourceKind.PERSON:
        return False
    initials = "".join(word[0] for word in _CAPITALISED.findall(full.text))
    return len(initials) > 1 and initials.casefold() == short.acronym


def _overlap(span: Span, location: Span) -> int:
    return max(0, min(span.end, location.end) - max(span.start, location.start))
