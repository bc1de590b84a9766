"""Colours and counts for the levels of a draft's items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from discord import Colour

from bot.draftcheck.model import CheckedItem, DraftCheck, ItemKind, ItemLevel
from bot.draftcheck.titles import KINDS, title
from commands.ui.bylines import plural
from commands.ui.cards import AMBER, BLUE, GREEN, GREY, ORANGE, RED

_WRONG = frozenset({ItemLevel.OTHER_SPEAKER, ItemLevel.DIFFERS, ItemLevel.CONTRARY})
_COLOURS: Mapping[ItemLevel, Colour] = {
    ItemLevel.OTHER_SPEAKER: RED,
    ItemLevel.CONTRARY: RED,
    ItemLevel.DIFFERS: RED,
    ItemLevel.SPLICED: ORANGE,
    ItemLevel.ALTERED: ORANGE,
    ItemLevel.CLOSEST: AMBER,
    ItemLevel.ALREADY_CHECKED: BLUE,
    ItemLevel.SIMILAR_CLAIM: BLUE,
    ItemLevel.VERBATIM: GREEN,
    ItemLevel.AGREES: GREEN,
}
_SEVERAL: Mapping[ItemKind, str] = {ItemKind.ATTRIBUTION: "statements with a source"}


def is_red(checked: CheckedItem) -> bool:
    """Return whether an item is probably wrong: what it says is told otherwise, or its quotation is nowhere.

    A name that is only spelled otherwise is not.
    """
    kind, level = checked.item.kind, checked.level
    if level is ItemLevel.ALTERED:
        return any(change.salience for change in checked.changes)
    if level is ItemLevel.NOT_FOUND:
        return kind is ItemKind.QUOTATION
    return level in _WRONG and kind is not ItemKind.NAME


def colour(checked: CheckedItem) -> Colour:
    """Return the colour of an item's card."""
    if is_red(checked):
        return RED
    return AMBER if checked.item.kind is ItemKind.NAME else _COLOURS.get(checked.level, GREY)


def counted_kinds(check: DraftCheck) -> str:
    """Return the number of items of each kind and of those checked before.

    Example: "14 quotations, 9 statements with a source, 22 figures, 6 statements already checked".
    """
    return ", ".join(_counts(check)) or "no quotation and no statement"


def _counts(check: DraftCheck) -> Iterator[str]:
    for kind, name in KINDS.items():
        if count := sum(checked.item.kind is kind for checked in check.items):
            yield plural(count, name, _SEVERAL.get(kind))
    if count := check.counts().get(ItemLevel.ALREADY_CHECKED, 0):
        yield f"{plural(count, 'statement')} already checked"


def counted_levels(items: Sequence[CheckedItem]) -> str:
    """Return the number of items of each title, in the order of the items: "Said by another **2** · …"."""
    titles = [_short_title(checked) for checked in items]
    return " · ".join(f"{words} **{titles.count(words):,}**" for words in dict.fromkeys(titles))


def _short_title(checked: CheckedItem) -> str:
    return title(checked).partition(":")[0]
