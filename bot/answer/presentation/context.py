"""Context of a quote: the sentences before and after, in its section."""

from __future__ import annotations

from bot.answer.evidence.units import DocumentUnits
from bot.model.documents import BlockKind

_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION})  # a row or a bullet says a thing of its own


def adjacent_sentences(units: DocumentUnits, position: int) -> list[int]:
    """Return the positions of the sentences before and after a unit.

    Rows, bullets and headings have none.
    """
    unit = units.units[position]
    if unit.block.kind not in _RUNNING:
        return []
    return [
        other
        for other in (position - 1, position + 1)
        if 0 <= other < len(units.units)
        and units.units[other].section == unit.section
        and units.units[other].block.kind in _RUNNING
    ]
