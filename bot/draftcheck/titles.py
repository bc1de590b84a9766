"""Words for what was found about an item."""

from __future__ import annotations

from collections.abc import Mapping

from bot.draftcheck.model import CheckedItem, ItemKind, ItemLevel

KINDS: Mapping[ItemKind, str] = {
    ItemKind.QUOTATION: "quotation",
    ItemKind.ATTRIBUTION: "statement with a source",
    ItemKind.FIGURE: "figure",
    ItemKind.NAME: "name",
    ItemKind.STATEMENT: "statement",
}
_TITLES: Mapping[ItemLevel, str] = {
    ItemLevel.VERBATIM: "Word for word",
    ItemLevel.ALTERED: "Altered",
    ItemLevel.SPLICED: "Spliced",
    ItemLevel.OTHER_SPEAKER: "Said by another",
    ItemLevel.NOT_FOUND: "Not in the articles",
    ItemLevel.AGREES: "The articles agree",
    ItemLevel.DIFFERS: "The articles differ",
    ItemLevel.CONTRARY: "The articles say otherwise",
    ItemLevel.CLOSEST: "Compare with the closest passage",
    ItemLevel.ALREADY_CHECKED: "Already checked",
    ItemLevel.SIMILAR_CLAIM: "Like a checked claim",
}


def title(checked: CheckedItem) -> str:
    """Return what was found about an item, such as "Altered quotation"."""
    kind, level = checked.item.kind, checked.level
    if kind is ItemKind.NAME and level is ItemLevel.DIFFERS:
        return "Name spelled otherwise"
    if level in {ItemLevel.ALTERED, ItemLevel.SPLICED}:
        return f"{_TITLES[level]} {KINDS[kind]}"
    if level is ItemLevel.NOT_FOUND and kind is ItemKind.QUOTATION:
        return "Quotation not in the articles"
    if level in {ItemLevel.ALREADY_CHECKED, ItemLevel.SIMILAR_CLAIM} and checked.claim:
        return f"{_TITLES[level]}: #{checked.claim}"
    return _TITLES[level]
