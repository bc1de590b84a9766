"""Differences between two claims: all detectors, the most telling first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.desk.similarity.comparison import ClaimDifference, DifferenceDetector, DifferenceKind, Roles, compare
from bot.desk.similarity.detectors.antonyms import contrary_words
from bot.desk.similarity.detectors.left_over import left_over
from bot.desk.similarity.detectors.modality import certainty
from bot.desk.similarity.detectors.names import other_mentions, other_names
from bot.desk.similarity.detectors.numbers import numbers, units
from bot.desk.similarity.detectors.polarity import negation
from bot.desk.similarity.detectors.prepositions import prepositions
from bot.desk.similarity.detectors.quantifiers import article, quantity
from bot.desk.similarity.detectors.roles import roles
from bot.desk.similarity.detectors.times import tense, time
from bot.desk.similarity.detectors.veracity import veracity
from bot.desk.similarity.normalize import NormalizedClaim
from bot.desk.similarity.reading import LexicalKnowledge, read

__all__ = ["ClaimDifference", "DifferenceKind", "comparer", "differences"]

# The first detector that explains a token keeps it; the last one takes all that is left.
DETECTORS: tuple[DifferenceDetector, ...] = (
    contrary_words,
    negation,
    veracity,
    units,
    numbers,
    certainty,
    quantity,
    article,
    time,
    tense,
    other_names,
    other_mentions,
    roles,
    prepositions,
    left_over,
)

ParsedRoles = Mapping[str, Roles]


def differences(
    ours: NormalizedClaim, theirs: NormalizedClaim, knowledge: LexicalKnowledge, parsed: ParsedRoles | None = None
) -> tuple[ClaimDifference, ...]:
    """Return the differences between two claims; none if each accounts for all words of the other.

    `parsed` are the roles by the plain text of a claim. Without them, another order of words is a difference.
    """
    return comparer(ours, knowledge, parsed)(theirs)


def comparer(
    ours: NormalizedClaim, knowledge: LexicalKnowledge, parsed: ParsedRoles | None = None
) -> Callable[[NormalizedClaim], tuple[ClaimDifference, ...]]:
    """Return `differences` for one claim, to compare it with many."""
    our_reading, roles_by_text = read(ours, knowledge), parsed or {}

    def against(theirs: NormalizedClaim) -> tuple[ClaimDifference, ...]:
        comparison = compare(
            our_reading, read(theirs, knowledge), roles_by_text.get(ours.plain), roles_by_text.get(theirs.plain)
        )
        found: list[ClaimDifference] = []
        for detect in DETECTORS:
            for difference in detect(comparison):
                found.append(difference)
                comparison = comparison.without(difference)
        return tuple(_merged(found))

    return against


def _merged(found: list[ClaimDifference]) -> list[ClaimDifference]:
    """Return one difference of each kind, with all its spans."""
    by_kind: dict[DifferenceKind, ClaimDifference] = {}
    for difference in found:
        before = by_kind.get(difference.kind)
        by_kind[difference.kind] = difference if before is None else ClaimDifference(
            difference.kind,
            tuple(sorted({*before.ours, *difference.ours})),
            tuple(sorted({*before.theirs, *difference.theirs})),
            before.decisive or difference.decisive,
        )  # fmt: skip
    return list(by_kind.values())
