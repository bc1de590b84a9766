"""Levels from the states of the answer engine."""

from __future__ import annotations

import pytest

from bot.draftcheck.differences import Deviation, FoundDeviation
from bot.draftcheck.levels import answer_level, deviation_note, only_in_itself
from bot.draftcheck.model import CheckedItem, DraftItem, ItemKind, ItemLevel
from bot.model.answers import Answer, AnswerState, Finding, Slot, SlotComparison
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span

TEXT = "Velm sold 40 ferries to Torvik."
FINDING = Finding(DocumentRef("1", "quay", ""), Quote("Velm sold 30 ferries.", Span(0, 21)))


def level(state: AnswerState, *slots: SlotComparison, before: ItemLevel = ItemLevel.NOT_FOUND) -> ItemLevel:
    item = CheckedItem(DraftItem(ItemKind.FIGURE, Span(0, len(TEXT)), TEXT, 1), before)
    answer = Answer(TEXT, state, "", findings=(FINDING,), contrary=(FINDING,), comparison=slots)
    return answer_level(item, answer).level


def slot(kind: Slot, *, holds: bool) -> SlotComparison:
    return SlotComparison(kind, "40", "30", holds)


@pytest.mark.parametrize("kind", [Slot.HOW_MUCH, Slot.WHEN, Slot.WHERE])
def test_another_figure_date_or_place_differs(kind: Slot) -> None:
    assert level(AnswerState.CONTRARY, slot(kind, holds=False), slot(Slot.WHO, holds=True)) is ItemLevel.DIFFERS


@pytest.mark.parametrize("kind", [Slot.WHO, Slot.WHOM, Slot.ACTION, Slot.POLARITY])
def test_other_people_and_a_negation_are_contrary(kind: Slot) -> None:
    assert level(AnswerState.CONTRARY, slot(kind, holds=False), slot(Slot.HOW_MUCH, holds=False)) is ItemLevel.CONTRARY


def test_an_answer_agrees_only_if_every_slot_holds() -> None:
    assert level(AnswerState.ANSWERED, slot(Slot.WHO, holds=True)) is ItemLevel.AGREES
    assert level(AnswerState.ANSWERED) is ItemLevel.CLOSEST
    assert level(AnswerState.ANSWERED, slot(Slot.WHO, holds=False)) is ItemLevel.CLOSEST


def test_an_answer_does_not_settle_what_an_article_says_less_surely() -> None:
    assert level(AnswerState.ANSWERED, slot(Slot.WHO, holds=True), before=ItemLevel.CLOSEST) is ItemLevel.CLOSEST


@pytest.mark.parametrize("state", [AnswerState.CLOSEST, AnswerState.NOTHING])
def test_near_misses_leave_it_not_found(state: AnswerState) -> None:
    assert level(state) is ItemLevel.NOT_FOUND


def test_what_only_the_draft_s_own_article_has_is_no_alarm() -> None:
    item = DraftItem(ItemKind.QUOTATION, Span(0, len(TEXT)), TEXT, 1)
    own = only_in_itself(CheckedItem(item, ItemLevel.NOT_FOUND, note="Not in the articles."))
    assert (own.level, own.needs_eyes, own.note) == (ItemLevel.NOT_FOUND, False, "Only in this article itself.")
    altered = CheckedItem(item, ItemLevel.ALTERED)
    assert only_in_itself(altered) is altered


def test_the_engine_reads_no_bounds_so_figures_that_may_be_one_stay_close() -> None:
    note = deviation_note(FoundDeviation(Deviation.BOUND, "about 3,200", "more than 3,000"))
    item = CheckedItem(DraftItem(ItemKind.FIGURE, Span(0, len(TEXT)), TEXT, 1), ItemLevel.CLOSEST, note=note)
    figure, deed = slot(Slot.HOW_MUCH, holds=False), slot(Slot.ACTION, holds=False)
    for comparison, expected in (((figure,), ItemLevel.CLOSEST), ((figure, deed), ItemLevel.CONTRARY)):
        answer = Answer(TEXT, AnswerState.CONTRARY, "", contrary=(FINDING,), comparison=comparison)
        assert answer_level(item, answer).level is expected
