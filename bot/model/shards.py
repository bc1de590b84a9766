"""Shards: the connections to Discord that share the servers of one bot."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST_SHARDS = 10_000
_RANGE = re.compile(r"(?P<first>\d{1,6})(?:\s*-\s*(?P<last>\d{1,6}))?", re.ASCII)


def read_shard_ids(text: str, count: int) -> tuple[int, ...]:
    """Return the ids of some of `count` shards, in order.

    Raises ValueError for other text, and for ids that don't exist.

    >>> read_shard_ids("5, 0-2", 8)
    (0, 1, 2, 5)
    """
    ids: set[int] = set()
    for part in text.split(","):
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            raise ValueError("it is not a list of shards, such as 0-3 or 0,2,5-7")
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if last < first:
            raise ValueError(f"{part.strip()} begins with the higher number; write {last}-{first}")
        if last >= count:
            raise ValueError(f"there is no shard {last} of {count} (FACTDESK_SHARDS): they are 0 to {count - 1}")
        ids.update(range(first, last + 1))
    return tuple(sorted(ids))


def shards_text(ids: Collection[int]) -> str:
    """Return the names of one or several shards, runs of them as ranges.

    >>> shards_text([2]), shards_text([0, 1]), shards_text([5, 0, 1, 2])
    ('shard 2', 'shards 0, 1', 'shards 0-2, 5')
    """
    ordered = sorted(ids)
    starts = [shard_id for shard_id in ordered if shard_id - 1 not in ids]
    ends = [shard_id for shard_id in ordered if shard_id + 1 not in ids]
    parts = [_range_text(first, last) for first, last in zip(starts, ends, strict=True)]
    return f"{'shard' if len(ordered) == 1 else 'shards'} {', '.join(parts)}"


def _range_text(first: int, last: int) -> str:
    if last - first > 1:
        return f"{first}-{last}"
    return str(first) if first == last else f"{first}, {last}"


def shard_of(guild: int, count: int) -> int:
    """Return the shard that Discord gives a server, by Discord's formula.

    >>> shard_of(5 << 22, 8), shard_of(9 << 22, 8)
    (5, 1)
    """
    return (guild >> 22) % count
