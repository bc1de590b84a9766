"""Swapped roles: who does it to whom, and which word belongs to which."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind, Roles
from bot.desk.similarity.detectors.role_words import is_passive, may_tell_other_roles
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

_OPERATORS = (Category.NEGATION, Category.QUANTIFIER, Category.HEDGE)


def roles(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the words in another role, if all words are the same.

    Without a parse, or in another language than English, every other order counts as another role.
    """
    if comparison.alignment.left_ours or comparison.alignment.left_theirs:
        return
    moved = _moved(comparison)
    if not moved and not may_tell_other_roles(comparison):
        return
    if operators := _moved_operators(comparison):
        yield _difference(comparison, operators)
        return
    if _is_passive_of(comparison):
        return
    if comparison.our_roles is None or comparison.their_roles is None:
        yield _difference(comparison, moved or list(range(len(comparison.alignment.pairs))))
        return
    ours = _on_pairs(comparison, comparison.ours, comparison.our_roles, is_ours=True)
    theirs = _on_pairs(comparison, comparison.theirs, comparison.their_roles, is_ours=False)
    if ours != theirs:
        swapped = sorted({dependent for _, _, dependent in ours ^ theirs})
        yield _difference(comparison, swapped or moved)


def _is_passive_of(comparison: ClaimComparison) -> bool:
    """Check one claim for the passive of the other, word by word.

    "A was seen by B in C" has the same roles as "B saw A in C".
    """
    if not comparison.is_english:
        return False
    ours = [number for number, pair in enumerate(comparison.alignment.pairs) for _ in pair.ours]
    theirs_by_place = sorted(
        (place, number) for number, pair in enumerate(comparison.alignment.pairs) for place in pair.theirs
    )
    theirs = [number for _, number in theirs_by_place]
    our_actives, their_actives = _actives(comparison.ours, ours), _actives(comparison.theirs, theirs)
    if our_actives and their_actives:
        return False  # "A was seen by B", "B was seen by A"
    return theirs in our_actives or ours in their_actives


def _actives(reading: ClaimReading, numbers: list[int]) -> list[list[int]]:
    """Return the orders of the pairs that the active of a passive claim may have."""
    places = [at for at, token in enumerate(reading.tokens) if token.folded == "by" and token.is_light]
    if len(places) != 1:
        return []
    verb = sum(not token.is_light for token in reading.tokens[: places[0]]) - 1
    at = next((at for at, token in enumerate(reading.tokens) if token is reading.content[verb]), 0) if verb > 0 else 0
    if verb <= 0 or not is_passive(reading, at):
        return []
    patient, after = numbers[:verb], numbers[verb + 1 :]
    return [[*after[:end], numbers[verb], *patient, *after[end:]] for end in range(1, len(after) + 1)]


def _difference(comparison: ClaimComparison, pairs: list[int]) -> ClaimDifference:
    found = [comparison.alignment.pairs[number] for number in pairs if number >= 0]
    ours = [comparison.ours.content[position] for pair in found for position in pair.ours]
    theirs = [comparison.theirs.content[position] for pair in found for position in pair.theirs]
    return comparison.difference(DifferenceKind.ROLES, ours, theirs, decisive=True)


def _moved_operators(comparison: ClaimComparison) -> list[int]:
    """Return the pairs of negations, quantifiers and hedges, if their order differs: "not all", "all not"."""
    operators = [
        number
        for number, pair in enumerate(comparison.alignment.pairs)
        if any(comparison.ours.is_in(comparison.ours.content[pair.ours[0]], category) for category in _OPERATORS)
    ]
    places = [comparison.alignment.pairs[number].theirs for number in operators]
    return operators if places != sorted(places) else []


def _moved(comparison: ClaimComparison) -> list[int]:
    """Return the numbers of pairs that stand elsewhere in their order."""
    pairs = comparison.alignment.pairs
    order = sorted(range(len(pairs)), key=lambda number: pairs[number].theirs)
    return [number for number, place in zip(range(len(pairs)), order, strict=True) if number != place]


def _on_pairs(
    comparison: ClaimComparison, reading: ClaimReading, edges: Roles, *, is_ours: bool
) -> frozenset[tuple[int, str, int]]:
    """Return the edges between aligned pairs, by their numbers."""
    number_of: dict[int, int] = {}
    for number, pair in enumerate(comparison.alignment.pairs):
        for position in pair.ours if is_ours else pair.theirs:
            number_of[position] = number
    found = set()
    for head, role, dependent in edges:
        at_head, at_dependent = (_pair_at(reading, offset, number_of) for offset in (head, dependent))
        if at_dependent is not None and at_head != at_dependent:
            found.add((-1 if at_head is None else at_head, role, at_dependent))
    return frozenset(found)


def _pair_at(reading: ClaimReading, offset: int, number_of: dict[int, int]) -> int | None:
    for position, token in enumerate(reading.content):
        if _covers(token, offset):
            return number_of.get(position)
    return None


def _covers(token: ClaimToken, offset: int) -> bool:
    return token.span.start <= offset < token.span.end
