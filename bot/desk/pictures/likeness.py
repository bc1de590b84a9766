"""How alike two pictures look by their perceptual hashes.

Copies of 500 photos (compressed, scaled, cut, with a caption, a border or a watermark, in other colours) have at most
MAX_SAME different bits in 90 of 100 cases and MAX_SIMILAR in 95; of 122,265 pairs of two photos none has as few as the
first, and two have the second. The limits were chosen on 500 other photos; docs/explanation/desk.md has the figures.
"""

from __future__ import annotations

from bot.model.attachments import Likeness

MAX_SAME, MAX_SIMILAR = 60, 80  # bits of 288 that differ


def likeness(one: str, other: str) -> Likeness | None:
    """Return how alike two pictures look by their hashes, or None. Equal hashes don't make equal files."""
    distance = hash_distance(one, other)
    if distance <= MAX_SAME:
        return Likeness.SAME_PICTURE
    return Likeness.SIMILAR_PICTURE if distance <= MAX_SIMILAR else None


def hash_distance(one: str, other: str) -> int:
    """Return the number of bits in which two hashes differ (Hamming distance)."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
