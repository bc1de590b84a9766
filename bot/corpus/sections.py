"""Sections of a list of blocks, looked up without walking over the blocks each time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.corpus.parsed_article import RawBlock
from bot.model.documents import BlockKind


class Sections:
    """Headings and lists around each block, computed in one pass from either end."""

    def __init__(self, raw_blocks: Sequence[RawBlock]) -> None:
        self._count = len(raw_blocks)
        levels = [block.level if block.kind is BlockKind.HEADING else None for block in raw_blocks]
        self._levels = sorted({level for level in levels if level is not None})
        titles = [index for index, block in enumerate(raw_blocks) if block.level == 1]
        self._title = titles[0] if len(titles) == 1 else None
        self._heading_at = _last_headings(levels)
        self._next_by_level = {level: _next_headings(levels, level) for level in self._levels}
        self._end_of_list = _ends_of_lists(raw_blocks)

    def heading_at(self, index: int) -> int | None:
        """Return the index of the last heading up to this block, or None."""
        return self._heading_at[index]

    def is_title(self, heading: int) -> bool:
        """Return True for the only top-level heading, the document's title."""
        return heading == self._title

    def next_heading(self, index: int, level: int) -> int:
        """Return the index of the next heading of this level or above, or the number of blocks."""
        reached = [known for known in self._levels if known <= level]
        return self._next_by_level[reached[-1]][index] if reached else self._count

    def end_of_list(self, start: int) -> int:
        """Return the end of the run of list items that begins at `start`."""
        return self._end_of_list[start]


def _last_headings(levels: Sequence[int | None]) -> list[int | None]:
    last: int | None = None
    found: list[int | None] = []
    for index, level in enumerate(levels):
        last = index if level is not None else last
        found.append(last)
    return found


def _next_headings(levels: Sequence[int | None], level: int) -> list[int]:
    """Return, for each block, the index of the next heading of `level` or above behind it."""
    following = len(levels)
    found = [following] * len(levels)
    for index in reversed(range(len(levels))):
        found[index] = following
        own = levels[index]
        following = index if own is not None and own <= level else following
    return found


def _ends_of_lists(raw_blocks: Sequence[RawBlock]) -> list[int]:
    ends = list(range(len(raw_blocks) + 1))
    for index in reversed(range(len(raw_blocks))):
        if raw_blocks[index].kind is BlockKind.LIST_ITEM:
            ends[index] = ends[index + 1]
    return ends
