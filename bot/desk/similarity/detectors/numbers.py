"""Other numbers, and other units of one number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.answer.evidence.quantities_with_units import YEAR
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.reading import ClaimToken

_DIGIT = re.compile(r"\d")


def units(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the numbers left over that the other claim has with another unit."""
    open_theirs: dict[float, list[ClaimToken]] = defaultdict(list)
    for token in reversed(comparison.left_theirs):
        if token.quantity:
            open_theirs[token.quantity.value].append(token)
    ours, theirs = list[ClaimToken](), list[ClaimToken]()
    for token in comparison.left_ours:
        rivals = open_theirs.get(token.quantity.value) if token.quantity else None
        if rivals and _has_other_unit(token, rivals[-1]):
            ours.append(token)
            theirs.append(rivals.pop())
    if ours:
        yield comparison.difference(DifferenceKind.UNITS, ours, theirs, decisive=True)


def numbers(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the numbers left over, if both claims have some.

    A number in only one claim is a word left over.
    """
    ours, theirs = (
        [token for token in left if _is_number(token)] for left in (comparison.left_ours, comparison.left_theirs)
    )
    if ours and theirs:
        yield comparison.difference(DifferenceKind.NUMBERS, ours, theirs, decisive=True)


def _has_other_unit(ours: ClaimToken, theirs: ClaimToken) -> bool:
    if ours.quantity is None or theirs.quantity is None:
        return False
    return ours.quantity.value == theirs.quantity.value and ours.quantity.unit != theirs.quantity.unit


def _is_number(token: ClaimToken) -> bool:
    if token.quantity:
        return token.quantity.unit != YEAR
    return token.is_word and _DIGIT.search(token.key) is not None
