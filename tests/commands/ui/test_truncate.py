"""Cuts stay within their width for every highlight."""

from __future__ import annotations

import pytest

from bot.model.spans import Span
from commands.ui.truncate import cut_quote

ENDLESS = " ".join(["word"] * 60) + "  "


@pytest.mark.parametrize("start", range(len(ENDLESS) - 2, len(ENDLESS) + 1))
def test_a_highlight_at_the_end_of_an_endless_sentence_breaks_nothing(start: int) -> None:
    cut = cut_quote(ENDLESS, [Span(start, len(ENDLESS))], 60)
    assert cut.startswith("> ")
    assert "word" in cut
    assert len(cut) <= 60
