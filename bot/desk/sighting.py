"""Whether an article tells of a claim: everything it names is met in one sentence, with whatever numbers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answer.evidence.candidates import lexical_score
from bot.answer.evidence.matching import Match, carried, match
from bot.answer.evidence.units import DocumentUnits
from bot.search.query import Part, PartKind
from bot.text import stem

_ENOUGH = 0.75  # of the claim's weight, in the sentence and what stands beside it


def sought(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts of a claim that an article on it must hold: another number may be the very news."""
    return tuple(part for part in parts if part.kind is not PartKind.NUMBER)


def may_tell(parts: tuple[Part, ...], taken: DocumentUnits) -> bool:
    """Tell, quickly, whether the article holds half of the words at all."""
    words = [stem(word) for part in parts for word in part.words]
    return 2 * sum(taken.anywhere(word) for word in words) >= len(words)


def tells_of(parts: tuple[Part, ...], taken: DocumentUnits) -> Match | None:
    """Return the sentence of an article that tells most of what the parts name, or None where none tells enough."""
    told = [
        met
        for met in match(parts, taken)
        if met.coverage >= _ENOUGH and carried(parts, met) and not met.unit.boilerplate and not met.unit.heading
    ]
    return max(told, key=lambda met: (lexical_score(met), -met.position), default=None)
