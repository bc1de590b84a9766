"""Pipe tables, with or without a leading bar: header, ruler and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RULER = re.compile(
    r"""
    \s*+\|?+\s*+                   # possessive: a line of blanks or dashes is read once
    :?+-{2,}+:?+\s*+                # one cell, ":--:"
    (?:\|\s*+:?+-{2,}+:?+\s*+)*+
    \|?+\s*+\Z
    """,
    re.VERBOSE,
)
_FEWEST_BARE_ROWS = 3
_LONGEST_ROW = 400


def is_ruler(line: str) -> bool:
    """Return True for the `---|---` under a table's header.

    >>> is_ruler("| --- | :--: |")
    True
    """
    return "|" in line and _RULER.match(line) is not None


def cells(line: str) -> int:
    """Return the number of a table line's cells, 0 for other lines.

    >>> cells("| Lund | 3 |"), cells("Lund, 3")
    (2, 0)
    """
    bare = line.strip()
    if "|" not in bare or len(bare) > _LONGEST_ROW:
        return 0
    return bare.strip("|").count("|") + 1


def table_at(lines: Sequence[str], first: int) -> tuple[int, bool] | None:
    """Return the end of the table at `first`, and its ruler's presence.

    The end is exclusive; None without a table. Three or more lines with the same number of cells are a table without a
    header.
    """
    width = cells(lines[first])
    if width == 0 or is_ruler(lines[first]):
        return None
    ruled = first + 1 < len(lines) and is_ruler(lines[first + 1])
    end = first + (2 if ruled else 1)
    while end < len(lines) and (cells(lines[end]) > 0 if ruled else cells(lines[end]) == width):
        end += 1
    if ruled or (end - first >= _FEWEST_BARE_ROWS and width > 1):
        return end, ruled
    return None
