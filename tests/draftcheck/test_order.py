"""The worst stands on top."""

from __future__ import annotations

from bot.draftcheck.model import CheckedItem, ItemKind, ItemLevel
from bot.draftcheck.order import worst_first
from bot.quotecheck.model import Salience
from tests.draftcheck.checks import change, checked

TEXT = "abcdefghijklmn"


def item(level: ItemLevel, kind: ItemKind = ItemKind.QUOTATION, *, salience: Salience | None = None) -> CheckedItem:
    changes = [change("a", "b", salience)] if level is ItemLevel.ALTERED else []
    return checked(TEXT, "a", level, kind, changes=changes)


def test_wrong_figures_of_quotations_are_worst_and_agreeing_sentences_last() -> None:
    ordered = [
        item(ItemLevel.ALTERED, salience=Salience.NUMBER),
        item(ItemLevel.OTHER_SPEAKER),
        item(ItemLevel.CONTRARY, ItemKind.ATTRIBUTION),
        item(ItemLevel.DIFFERS, ItemKind.FIGURE),
        item(ItemLevel.NOT_FOUND),
        item(ItemLevel.SPLICED),
        item(ItemLevel.ALTERED),
        item(ItemLevel.ALREADY_CHECKED, ItemKind.STATEMENT),
        item(ItemLevel.SIMILAR_CLAIM, ItemKind.STATEMENT),
        item(ItemLevel.DIFFERS, ItemKind.NAME),
        item(ItemLevel.CLOSEST, ItemKind.STATEMENT),
        item(ItemLevel.NOT_FOUND, ItemKind.STATEMENT),
        item(ItemLevel.AGREES, ItemKind.FIGURE),
        item(ItemLevel.VERBATIM),
    ]
    assert worst_first(reversed(ordered)) == ordered


def test_items_of_one_level_stay_in_the_order_of_the_draft() -> None:
    first, second = (checked(TEXT, letter, ItemLevel.SPLICED) for letter in "ab")
    assert worst_first([first, second]) == [first, second]
    assert worst_first([second, first]) == [second, first]


def test_a_sentence_that_is_not_worth_checking_stands_below_all_that_is() -> None:
    idle = checked(TEXT, "a", ItemLevel.NOT_FOUND, ItemKind.STATEMENT, is_checkworthy=False)
    worthy = checked(TEXT, "b", ItemLevel.CLOSEST, ItemKind.STATEMENT)
    assert worst_first([idle, worthy]) == [worthy, idle]
