"""The words that differ between a question and a quote, marked in both."""

from __future__ import annotations

from bot.answer.presentation.comparison import asked_spans, quoted_spans
from bot.model.answers import Slot, SlotComparison


def test_what_differs_is_found_as_whole_words_in_both_texts() -> None:
    lines = (
        SlotComparison(Slot.WHO, "Ida", "Ida", holds=True),
        SlotComparison(Slot.HOW_MUCH, "6 Weeks", "4\nweeks", holds=False),
        SlotComparison(Slot.WHERE, "Orlet", "Varga", holds=False),
    )
    question, text = "did Ida train 6 weeks at Orlets?", "Ida trained 14 weeks, then 4 weeks in Varga."
    assert [span.of(question) for span in asked_spans(question, lines)] == ["6 weeks"]
    assert [span.of(text) for span in quoted_spans(text, lines)] == ["4 weeks", "Varga"]
