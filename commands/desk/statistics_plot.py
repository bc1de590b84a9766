"""Picture of a desk's statistics: claims in work by age, time to verdict by month."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from bot.desk.statistics_text import duration
from bot.model.desk_statistics import DeskStatistics

_SCALE = 2  # pixels a point, for sharp letters
_WIDTH, _ROW, _MARGIN, _NAME = 520, 26, 16, 130
_BACKGROUND, _TEXT, _MUTED, _BARS = "#242429", "#f2f3f5", "#a5a8ae", ("#5c9ce6", "#e0a33a")

Bar = tuple[str, float, str]


def draw_statistics(stats: DeskStatistics) -> bytes:
    """Return the picture as PNG. It takes some milliseconds: call it in a thread."""
    months = [(month, hours, duration(timedelta(hours=hours))) for month, hours in stats.monthly]
    charts: list[tuple[str, Sequence[Bar]]] = [
        ("Claims in work, by age", [(name, float(count), f"{count:,}") for name, count in stats.by_age]),
        ("Median time to verdict, by month", months or [("none yet", 0.0, "")]),
    ]
    height = _MARGIN + sum(_ROW * (len(bars) + 1) + _MARGIN for _, bars in charts)
    picture = Image.new("RGB", (_WIDTH * _SCALE, height * _SCALE), _BACKGROUND)
    pen, top = ImageDraw.Draw(picture), _MARGIN
    for (title, bars), colour in zip(charts, _BARS, strict=True):
        top = _draw_chart(pen, top, title, bars, colour) + _MARGIN
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_chart(pen: ImageDraw.ImageDraw, top: int, title: str, bars: Sequence[Bar], colour: str) -> int:
    """Draw a title and horizontal bars from `top`, and return where they end."""
    large, small = ImageFont.load_default(15 * _SCALE), ImageFont.load_default(13 * _SCALE)
    pen.text((_MARGIN * _SCALE, top * _SCALE), title, _TEXT, large)
    longest = max((value for _, value, _ in bars), default=0) or 1
    room = _WIDTH - 2 * _MARGIN - _NAME - 80
    for place, (name, value, label) in enumerate(bars, 1):
        y = top + place * _ROW
        pen.text((_MARGIN * _SCALE, y * _SCALE), name, _MUTED, small)
        left, right = _MARGIN + _NAME, _MARGIN + _NAME + max(round(room * value / longest), 2 if value else 0)
        if value:
            pen.rounded_rectangle([left * _SCALE, y * _SCALE, right * _SCALE, (y + 16) * _SCALE], 3 * _SCALE, colour)
        pen.text(((right + 8) * _SCALE, y * _SCALE), label, _TEXT, small)
    return top + _ROW * (len(bars) + 1)
