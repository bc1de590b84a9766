"""Names of differences, and their words, for people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.similarity.comparison import ClaimDifference, DifferenceKind
from bot.model.spans import Span

_LABELS = {
    DifferenceKind.NUMBERS: "Other number",
    DifferenceKind.UNITS: "Other unit",
    DifferenceKind.NAMES: "Other name",
    DifferenceKind.NEGATION: "The contrary",
    DifferenceKind.VERACITY: "Truth disputed",
    DifferenceKind.CERTAINTY: "Hedged",
    DifferenceKind.QUANTITY: "Other quantity",
    DifferenceKind.TIME: "Other time",
    DifferenceKind.ROLES: "Roles or order swapped",
    DifferenceKind.WORDS: "Other words",
}
_MOST_LEFT_OVER = 6  # words, if little else is the same
_NEAR = 4  # characters between two words of one phrase: "plans to buy"


def label(difference: ClaimDifference) -> str:
    """Return a difference's name: "Other unit"."""
    return _LABELS[difference.kind]


def is_shown(difference: ClaimDifference) -> bool:
    """Check whether a difference helps a reader.

    Between texts with few words in common, nearly every word is left over.
    """
    is_short = len(difference.ours) + len(difference.theirs) <= _MOST_LEFT_OVER
    return difference.decisive or is_short or difference.kind is not DifferenceKind.WORDS


def phrases(text: str, spans: Sequence[Span]) -> list[str]:
    """Return the words at the spans, neighbours as one phrase.

    >>> phrases("It plans to buy a ship", [Span(3, 8), Span(12, 15)])
    ['plans to buy']
    """
    merged: list[Span] = []
    for span in sorted(spans):
        between = text[merged[-1].end : span.start] if merged else ""
        if merged and len(between) <= _NEAR and all(sign.isalpha() or sign.isspace() for sign in between):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return [span.of(text) for span in merged]
