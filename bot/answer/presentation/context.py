"""Context of a quote: the sentences before and after, in its section."""

from __future__ import annotations

from bot.answer.evidence.units import DocumentUnits
from bot.model.documents import BlockKind

_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION})  # rows and bullets stand alone


def adjacent_sentences(units: DocumentUnits, position: int) -> list[int]:
    """Return the positions of the sentences before and after a unit.

    Rows, bullets and headings have none.
    """
    unit = units.units[position]
    if unit.block.kind not in _RUNNING:
        return []
    return [
        neighbour
        for neighbour in (position - 1, position + 1)
        if 0 <= neighbour < len(units.units)
        and units.units[neighbour].section == unit.section
        and units.units[neighbour].block.kind in _RUNNING
    ]
