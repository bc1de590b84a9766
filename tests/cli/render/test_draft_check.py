"""The card of a draft check in the terminal: summary, limit, repeated items, origin."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.render.draft_check import draft_check_card
from bot.draftcheck.model import CheckedItem, DraftCheck, ItemLevel, ItemOrigin
from tests.draftcheck.checks import checked, finding, sample

WIDTH = 100


def card(*items: CheckedItem, most: int | None = 40) -> str:
    shown = draft_check_card(DraftCheck("draft.md", "", items), WIDTH, colour=False, most=most)
    return " ".join(shown.split())


def test_the_summary_counts_by_title_the_worst_first() -> None:
    shown = draft_check_card(sample(), WIDTH, colour=False)
    places = [shown.index(words) for words in ("Altered quotation 1", "Said by another 1", "Already checked 1")]
    assert places == sorted(places)
    assert "No look needed: Not in the articles 1, The articles agree 1." in " ".join(shown.split())


def test_rows_beyond_the_limit_are_counted() -> None:
    items = [
        checked(f"“Nobody paid {number} crowns here”", f"Nobody paid {number}", ItemLevel.SPLICED)
        for number in range(9)
    ]
    assert "4 further rows are not shown" in card(*items, most=5)
    assert "further rows" not in card(*items, most=None)


def test_a_repeated_item_is_one_row_with_its_places() -> None:
    item = checked("“Nobody asked us at all”", "Nobody asked us at all", ItemLevel.NOT_FOUND)
    again = replace(item, item=replace(item.item, paragraph=7))
    shown = card(item, again, replace(again, item=replace(again.item, speaker="Tor Brandt")))
    assert "2 times: paragraphs 1, 7" in shown
    assert "Quotation not in the articles 3" in shown


def test_the_one_source_behind_several_articles_is_named() -> None:
    item = checked("It closed.", "It closed.", ItemLevel.AGREES, findings=[finding("It closed.")])
    assert "one source behind all of them: AFP (1)" in card(replace(item, origin=ItemOrigin("AFP", 3, 3)))


def test_marks_of_markdown_are_not_shown() -> None:
    item = checked("[^1]: The hall seats **90** guests.", "[^1]: The hall seats **90** guests.", ItemLevel.DIFFERS)
    assert "The hall seats 90 guests." in card(item)
