"""Levels from the states of the answer engine."""

from __future__ import annotations

import pytest

from bot.draftcheck.levels import answer_level
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
