"""The order of items: what needs eyes first stands on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.draftcheck.model import CheckedItem, ItemKind, ItemLevel

_WORST_FIRST = (
    ItemLevel.OTHER_SPEAKER,
    ItemLevel.CONTRARY,
    ItemLevel.DIFFERS,
    ItemLevel.SPLICED,
    ItemLevel.ALTERED,
    ItemLevel.ALREADY_CHECKED,
    ItemLevel.SIMILAR_CLAIM,
    ItemLevel.CLOSEST,
    ItemLevel.NOT_FOUND,
    ItemLevel.AGREES,
    ItemLevel.VERBATIM,
)
_AFTER_DIFFERENCES = _WORST_FIRST.index(ItemLevel.DIFFERS) + 0.5
_HINT = _WORST_FIRST.index(ItemLevel.CLOSEST) - 0.5


def worst_first(items: Iterable[CheckedItem]) -> list[CheckedItem]:
    """Return the items that need eyes first, worst on top; stable."""
    return sorted(items, key=lambda checked: (not checked.needs_eyes, _rank(checked)))


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """An item that a draft has once or more with the same words and the same result, and its paragraphs."""

    checked: CheckedItem
    paragraphs: Sequence[int]


def repeated_once(items: Iterable[CheckedItem]) -> list[RepeatedItem]:
    """Return each item once, in the order of their first places."""
    places: dict[tuple[str, ItemLevel, str | None, str | None], list[CheckedItem]] = {}
    for checked in items:
        key = checked.item.key, checked.level, checked.item.speaker, checked.note
        places.setdefault(key, []).append(checked)
    return [RepeatedItem(same[0], [checked.item.paragraph for checked in same]) for same in places.values()]


def _rank(checked: CheckedItem) -> float:
    """Return the place of an item; a changed number or negation of a quotation stands above all.

    An invented quotation is worse than a statement beside which nothing stands, and another spelling is a hint.
    """
    kind, level = checked.item.kind, checked.level
    if level is ItemLevel.ALTERED and any(change.salience for change in checked.changes):
        return -1
    if level is ItemLevel.NOT_FOUND and kind is ItemKind.QUOTATION:
        return _AFTER_DIFFERENCES
    if kind is ItemKind.NAME:
        return max(_HINT, _WORST_FIRST.index(level))
    return _WORST_FIRST.index(level)
