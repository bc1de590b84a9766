"""Growth of a stage's processor time with the length of its input."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.hostile.shapes import repeated

FACTOR = 8
_MOST = 4 * FACTOR  # linear is 8 times as long, quadratic 64 times
_FLOOR_S = 0.1  # below, the clock and the caches say more than the code


def superlinear(stage: Callable[[str], object], piece: str, size: int) -> str | None:
    """Return the times for `size` and eight times as much, if they grow faster than the text does."""
    large = processor_seconds(stage, repeated(piece, size * FACTOR))
    if large < _FLOOR_S:
        return None
    small = min(processor_seconds(stage, repeated(piece, size)) for _ in range(3))
    large = min(large, processor_seconds(stage, repeated(piece, size * FACTOR)))
    if large <= _MOST * small:
        return None
    return f"{small:.3f} s for {size:,} characters, {large:.2f} s for {size * FACTOR:,}"


def processor_seconds(stage: Callable[[str], object], text: str) -> float:
    """Return the processor time of one stage for one text."""
    began = time.process_time()
    stage(text)
    return time.process_time() - began
