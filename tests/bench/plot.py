"""A plot of cost against size as SVG: both axes logarithmic, one line a peer, a bar from the median to the 95th."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import cycle
from xml.sax.saxutils import escape

Point = tuple[float, float, float]  # passages, median, 95th percentile
_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 130, 30, 50
_OVER = 0.01  # of a decade: an archive is a few passages larger than its size
_COLOURS = ("#0b6e4f", "#c1121f", "#1d4e89", "#b7791f", "#6b4c9a")
_LABEL_HEIGHT = 15.0


def svg(lines: Mapping[str, Sequence[Point]]) -> str:
    """Return the picture of CPU milliseconds a question over the number of passages."""
    measured = [point for points in lines.values() for point in points]
    across = _scale([size for size, _, _ in measured], _LEFT, _WIDTH - _RIGHT)
    up = _scale([value for _, *values in measured for value in values], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="18">CPU milliseconds a question: median, and up to the 95th percentile</text>',
        *(_tick(across(size), _HEIGHT - _BOTTOM + 20, f"{size:,.0f}", "middle") for size in _decades(across.bounds)),
        *(_tick(_LEFT - 8, up(value) + 4, f"{value:,g}", "end") for value in _decades(up.bounds)),
        *(_rule(_LEFT, up(value), _WIDTH - _RIGHT, up(value), "#dddddd") for value in _decades(up.bounds)),
        _tick((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, "passages of about 150 words", "middle"),
    ]
    drawn = {
        name: [(across(size), up(median), up(high)) for size, median, high in line] for name, line in lines.items()
    }
    labels = _labels({name: places[-1][:2] for name, places in drawn.items()})
    for (name, places), colour in zip(drawn.items(), cycle(_COLOURS), strict=False):
        parts += _line(places, colour)
        x, y = labels[name]
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


class _scale:  # noqa: N801 - called like a function
    """A logarithmic scale over whole decades."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) - _OVER)
        self.bounds = low, max(high, low + 1)
        self._begin, self._end = begin, end

    def __call__(self, value: float) -> float:
        low, high = self.bounds
        return self._begin + (math.log10(value) - low) / (high - low) * (self._end - self._begin)


def _decades(bounds: tuple[int, int]) -> list[float]:
    return [10.0**power for power in range(bounds[0], bounds[1] + 1)]


def _labels(ends: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return where each line's name stands: beside its end, and below the name above if they would overlap."""
    placed: dict[str, tuple[float, float]] = {}
    for name, (x, y) in sorted(ends.items(), key=lambda end: end[1][1]):
        lowest = max((other_y for other_x, other_y in placed.values() if other_x == x + 10), default=0.0)
        placed[name] = (x + 10, max(y + 4, lowest + _LABEL_HEIGHT))
    return placed


def _line(places: Sequence[tuple[float, float, float]], colour: str) -> list[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(_rule(x, y, x, high, colour) for x, y, high in places),
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y, _ in places),
    ]


def _rule(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"/>'


def _tick(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#444444">{escape(text)}</text>'
