"""The comparison of an asked statement with a quote: its lines in words, and what differs in both texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.model.answers import Slot, SlotComparison
from bot.model.spans import Span

HOLDS, DIFFERS, NOT_QUOTED = "✓", "≠", "–"
_LABELS = {Slot.POLARITY: "yes or no"}


def label(line: SlotComparison) -> str:
    """Return what a line compares, in plain words: "who", "how much"."""
    return _LABELS.get(line.slot, line.slot.value)


def mark(line: SlotComparison) -> str:
    """Return ✓ if the slot holds, ≠ if it differs, – if the quote does not fill it."""
    if not line.holds:
        return DIFFERS
    return HOLDS if line.quoted is not None else NOT_QUOTED


def differing(lines: Iterable[SlotComparison]) -> list[SlotComparison]:
    """Return the lines that do not hold."""
    return [line for line in lines if not line.holds]


def asked_spans(question: str, lines: Sequence[SlotComparison]) -> tuple[Span, ...]:
    """Return where the question states what the quote has otherwise."""
    return tuple(_places(question, (line.asked for line in differing(lines))))


def quoted_spans(text: str, lines: Sequence[SlotComparison]) -> tuple[Span, ...]:
    """Return where a quote's text states what the question has otherwise."""
    return tuple(_places(text, (line.quoted for line in differing(lines) if line.quoted)))


def _places(text: str, phrases: Iterable[str]) -> Iterator[Span]:
    """Yield the first place of each phrase as whole words, whatever the case."""
    for phrase in phrases:
        words = phrase.split()
        if not words:
            continue
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
        if found := re.search(pattern, text, re.IGNORECASE):
            yield Span(*found.span())
