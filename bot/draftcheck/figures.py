"""Figures of a draft beside those of an article: value, bound ("more than") and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.answer.criteria.conflicting_figures import Figure, bound_before, figures_conflict
from bot.answer.evidence.quantities_with_units import Quantity, english_quantities
from bot.model.spans import Span

_REACH = 60  # characters around a changed word: its number, hedge and unit
_ROUNDED = 0.05  # 10 miles are about 16 kilometres; of one bound, "more than 1,020" is "more than 1,000"
_OPPOSITE = frozenset({"at least", "at most"})


class FigureRelation(IntEnum):
    """How a figure of the draft relates to one of the article; the closest first."""

    SAME = 0
    WITHIN = 1  # one may be the other: "more than 3,000", "about 3,200"
    OTHER_UNIT = 2
    OPPOSITE_BOUND = 3  # "at least 40", "up to 40"
    OTHER = 4


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A quantity with its bound: "about", "at least", "at most" or "".

    `text` is the figure as written, with its bound; `span` is the place of number and unit in the text.
    """

    quantity: Quantity
    bound: str
    text: str
    span: Span


def figures_at(text: str, places: Sequence[Span]) -> list[ComparedFigure]:
    """Return the figures whose number, unit or bound overlaps one of the places."""
    if not places:
        return []
    start = max(min(place.start for place in places) - _REACH, 0)
    window = text[start : max(place.end for place in places) + _REACH]
    found = []
    for quantity in english_quantities(window):
        bound, first = bound_before(window, 0, quantity.span.start)
        with_bound = Span(start + first, start + quantity.span.end)
        if any(with_bound.overlaps(place) for place in places):
            span = Span(start + quantity.span.start, with_bound.end)
            found.append(ComparedFigure(quantity, bound, with_bound.of(text), span))
    return found


def relation(typed: ComparedFigure, original: ComparedFigure) -> FigureRelation:
    """Return how a figure of the draft relates to one of the article."""
    ours, theirs = typed.quantity, original.quantity
    (value, unit), (other, other_unit) = ours.key, theirs.key
    is_comparable = unit == other_unit or not (ours.unit and theirs.unit)
    if unit != other_unit and is_comparable:
        value, other = ours.value, theirs.value
    if is_comparable and value == other:
        is_opposite = {typed.bound, original.bound} == _OPPOSITE
        return FigureRelation.OPPOSITE_BOUND if is_opposite else FigureRelation.SAME
    if ours.value == theirs.value:
        return FigureRelation.OTHER_UNIT
    if not is_comparable:
        return FigureRelation.OTHER
    is_near = abs(value - other) <= _ROUNDED * max(abs(value), abs(other))
    if is_near and ours.unit != theirs.unit:
        return FigureRelation.WITHIN
    is_same_bound = typed.bound == original.bound
    is_apart = figures_conflict(_figure(value, typed), _figure(other, original)) or (is_same_bound and not is_near)
    return FigureRelation.OTHER if is_apart else FigureRelation.WITHIN


def closest_relation(typed: ComparedFigure, originals: Sequence[ComparedFigure]) -> FigureRelation:
    """Return the closest relation to one of the article's figures."""
    return min((relation(typed, original) for original in originals), default=FigureRelation.OTHER)


def _figure(value: float, compared: ComparedFigure) -> Figure:
    return Figure(value, "", compared.span, compared.bound)
