"""Comparison of a statement with a quote: labels, marks, differing spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.model.answers import Slot, SlotComparison
from bot.model.spans import Span

HOLDS, DIFFERS, NOT_QUOTED = "✓", "≠", "–"
_LABELS = {Slot.POLARITY: "yes or no"}


def label(line: SlotComparison) -> str:
    """Return the slot of a line in plain words: "how much"."""
    return _LABELS.get(line.slot, line.slot.value)


def mark(line: SlotComparison) -> str:
    """Return the mark of a slot: ✓ agrees, ≠ differs, – open."""
    if not line.holds:
        return DIFFERS
    return HOLDS if line.quoted is not None else NOT_QUOTED


def differing(lines: Iterable[SlotComparison]) -> list[SlotComparison]:
    """Return the lines without agreement."""
    return [line for line in lines if not line.holds]


def asked_spans(question: str, lines: Sequence[SlotComparison]) -> tuple[Span, ...]:
    """Return the question's spans of all differences."""
    return tuple(_places(question, (line.asked for line in differing(lines))))


def quoted_spans(text: str, lines: Sequence[SlotComparison]) -> tuple[Span, ...]:
    """Return the quote's spans of all differences."""
    return tuple(_places(text, (line.quoted for line in differing(lines) if line.quoted)))


def _places(text: str, phrases: Iterable[str]) -> Iterator[Span]:
    """Yield the first place of each phrase as whole words, in any case."""
    for phrase in phrases:
        words = phrase.split()
        if not words:
            continue
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
        if found := re.search(pattern, text, re.IGNORECASE):
            yield Span(*found.span())
