"""The order of items: what needs eyes first stands on top."""

from __future__ import annotations

from collections.abc import Iterable

from bot.draftcheck.model import CheckedItem, ItemLevel

_WORST_FIRST = (
    ItemLevel.OTHER_SPEAKER,
    ItemLevel.CONTRARY,
    ItemLevel.DIFFERS,
    ItemLevel.NOT_FOUND,
    ItemLevel.SPLICED,
    ItemLevel.ALTERED,
    ItemLevel.ALREADY_CHECKED,
    ItemLevel.SIMILAR_CLAIM,
    ItemLevel.CLOSEST,
    ItemLevel.AGREES,
    ItemLevel.VERBATIM,
)


def worst_first(items: Iterable[CheckedItem]) -> list[CheckedItem]:
    """Return the items that need eyes first, in the order of their levels; stable."""
    return sorted(items, key=lambda checked: (not checked.needs_eyes, _WORST_FIRST.index(checked.level)))
