"""The scorer of draft checks, with checks written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.draftcheck.model import ItemKind, ItemLevel
from bot.model.spans import Span
from tests.bench.drafts.model import Change, GoldSentence, TrialDraft
from tests.bench.drafts.report import json_report, miss_lines, text_lines
from tests.bench.drafts.scoring import DraftFigure, DraftScore

_TEXT = "“We shall paint all 40 boats,” Ada Lind said."
_QUOTE, _NAME = Span(1, 28), Span(31, 39)


def score_of(
    change: Change, levels: set[ItemLevel], *items: dict[str, Any], kind: ItemKind = ItemKind.QUOTATION
) -> DraftScore:
    """Return the score of a draft of one sentence with these items."""
    quote = _QUOTE if kind is ItemKind.QUOTATION else None
    gold = GoldSentence(
        _TEXT,
        Span(0, len(_TEXT)),
        kind,
        change,
        is_reworded=False,
        document="boats",
        levels=frozenset(levels),
        quote=quote,
        name=_NAME,
        new_words="40",
    )
    score = DraftScore()
    score.add(TrialDraft("draft", _TEXT, (gold,)), {"items": list(items)})
    return score


def item(level: ItemLevel, kind: ItemKind = ItemKind.QUOTATION, span: Span = _QUOTE, **fields: Any) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "level": level.value,
        "start": span.start,
        "end": span.end,
        "speaker": None,
        "changes": [],
        "findings": [],
        "note": None,
        **fields,
    }


def counts(score: DraftScore) -> dict[str, tuple[int, int]]:
    return {figure.name: (figure.count, figure.total) for figure in score.figures() if figure.total}


def test_an_untouched_quotation_is_right_if_it_is_verbatim() -> None:
    right = score_of(Change.NONE, {ItemLevel.VERBATIM}, item(ItemLevel.VERBATIM))
    assert counts(right)["quotations judged right"] == (1, 1)
    assert counts(right)["untouched statements called wrong"] == (0, 1)
    assert not right.misses()
    wrong = score_of(Change.NONE, {ItemLevel.VERBATIM}, item(ItemLevel.ALTERED))
    assert counts(wrong)["quotations judged right"] == (0, 1)
    assert counts(wrong)["untouched statements called wrong"] == (1, 1)
    assert len(wrong.misses()) == 1


def test_an_untouched_sentence_is_called_wrong_by_any_of_its_items() -> None:
    whole = Span(0, len(_TEXT))
    score = score_of(
        Change.NONE,
        {ItemLevel.VERBATIM},
        item(ItemLevel.VERBATIM),
        item(ItemLevel.DIFFERS, ItemKind.ATTRIBUTION, whole),
    )
    assert counts(score)["untouched statements called wrong"] == (1, 1)


def test_a_changed_number_in_a_quotation_is_found_if_it_is_marked() -> None:
    marked = item(ItemLevel.ALTERED, changes=[{"op": "replace", "from": "14", "to": "40"}])
    other = item(ItemLevel.ALTERED, changes=[{"op": "replace", "from": "paint", "to": "sell"}])
    name = "altered figures found"
    assert counts(score_of(Change.NUMBER, {ItemLevel.ALTERED}, marked))[name] == (1, 1)
    assert counts(score_of(Change.NUMBER, {ItemLevel.ALTERED}, other))[name] == (0, 1)


def test_an_indirect_statement_is_found_by_any_of_its_items() -> None:
    whole = Span(0, len(_TEXT))
    levels = {ItemLevel.DIFFERS, ItemLevel.CONTRARY}
    items = [item(ItemLevel.CLOSEST, ItemKind.ATTRIBUTION, whole), item(ItemLevel.DIFFERS, ItemKind.FIGURE, whole)]
    found = score_of(Change.NUMBER, levels, *items, kind=ItemKind.ATTRIBUTION)
    assert counts(found)["altered figures found"] == (1, 1)
    lost = score_of(Change.NUMBER, levels, items[0], kind=ItemKind.ATTRIBUTION)
    assert counts(lost)["altered figures found"] == (0, 1)


@pytest.mark.parametrize("level", [ItemLevel.VERBATIM, ItemLevel.ALTERED, ItemLevel.OTHER_SPEAKER])
def test_an_invented_quotation_is_called_present_by_each_level_that_quotes_an_article(level: ItemLevel) -> None:
    score = score_of(Change.INVENTED, {ItemLevel.NOT_FOUND}, item(level))
    assert counts(score)["invented quotations called present"] == (1, 1)


def test_a_misspelt_name_is_hinted_by_an_item_at_the_name() -> None:
    quotation = item(ItemLevel.VERBATIM)
    hint = item(ItemLevel.DIFFERS, ItemKind.NAME, _NAME)
    name = "misspelt names hinted"
    assert counts(score_of(Change.NAME, {ItemLevel.VERBATIM}, quotation, hint))[name] == (1, 1)
    assert counts(score_of(Change.NAME, {ItemLevel.VERBATIM}, quotation))[name] == (0, 1)
    right_name = score_of(Change.NONE, {ItemLevel.VERBATIM}, quotation, hint)
    assert counts(right_name)["hints at names that are right"] == (1, 1)
    assert counts(right_name)["untouched statements called wrong"] == (0, 1)


def test_a_sentence_without_an_item_is_a_miss_and_shown_as_one() -> None:
    score = score_of(Change.NONE, {ItemLevel.VERBATIM})
    assert dict(score.levels()) == {"quotation, none, as written": {"no item": 1}}
    assert "no item" in "\n".join(miss_lines(score.misses()))


def test_the_report_says_which_figures_are_missed() -> None:
    score = score_of(Change.SPEAKER, {ItemLevel.OTHER_SPEAKER}, item(ItemLevel.VERBATIM))
    (line,) = [line for line in text_lines(score, []) if line.startswith("wrong speakers found")]
    assert line.endswith("MISSED")
    figures = json_report(score, [])["figures"]
    assert isinstance(figures, list)
    assert {"name": "wrong speakers found", "count": 0, "total": 1, "asked": ">= 85 %", "holds": False} in figures


def test_a_share_of_nothing_is_zero() -> None:
    assert DraftFigure("of none", 0, 0).share == 0
