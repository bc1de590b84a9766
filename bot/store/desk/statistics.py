"""Statistics of a desk, computed from its tables."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from urllib.parse import urlsplit

from bot.model.desk_statistics import Counts, DeskStatistics
from bot.store.sqlite.timestamps import moment, stamp

_IN_WORK = "status IN ('open', 'checking', 'review')"
_AGES = (
    ("up to a day", timedelta(days=1)),
    ("up to 3 days", timedelta(days=3)),
    ("up to a week", timedelta(days=7)),
    ("up to 4 weeks", timedelta(days=28)),
    ("older", timedelta.max),
)
_FLAGS = (("1 flag", 1), ("2 flags", 2), ("3 to 5 flags", 5), ("6 flags or more", 2**63))
_MONTHS = 6
_MOST = 10  # tags, claimants and outlets


def compute(connection: sqlite3.Connection, desk: int, now: datetime) -> DeskStatistics:
    """Return the statistics of a desk at a moment."""
    times = _times_to_verdict(connection, desk)
    [claims, in_work] = connection.execute(
        f"SELECT count(*), coalesce(sum({_IN_WORK}), 0) FROM claims WHERE desk_id = ?",  # noqa: S608 - a constant
        [desk],
    ).fetchone()
    [flags, flaggers] = connection.execute(
        "SELECT count(*), count(DISTINCT person) FROM flags WHERE desk_id = ?", [desk]
    ).fetchone()
    open_claims = connection.execute(
        f"SELECT created_at, flags FROM claims WHERE desk_id = ? AND {_IN_WORK}",  # noqa: S608 - a constant
        [desk],
    ).fetchall()
    return DeskStatistics(
        claims,
        in_work,
        len(times),
        flags,
        flaggers,
        timedelta(seconds=median(time.total_seconds() for _, time in times)) if times else None,
        _monthly(times),
        _by_age([now - moment(created) for created, _ in open_claims]),
        _by_flags([count for _, count in open_claims]),
        _most(connection, "SELECT tag, count(*) FROM tags WHERE desk_id = ? GROUP BY tag", desk),
        _most(
            connection,
            "SELECT claimant, count(*) FROM claims WHERE desk_id = ? AND claimant IS NOT NULL GROUP BY claimant",
            desk,
        ),
        _by_outlet(connection, desk),
    )


def none_yet() -> DeskStatistics:
    """Return the statistics of a desk without claims."""
    return DeskStatistics(0, 0, 0, 0, 0, None, (), _by_age([]), _by_flags([]), (), (), ())


def _times_to_verdict(connection: sqlite3.Connection, desk: int) -> list[tuple[datetime, timedelta]]:
    """Return the moment of each claim's first verdict in force, and the time since its first flag."""
    rows = connection.execute(
        """
        SELECT c.created_at, min(v.approved_at) FROM verdicts v
        JOIN claims c ON c.desk_id = v.desk_id AND c.number = v.claim
        WHERE v.desk_id = ? AND v.approved_at IS NOT NULL GROUP BY v.claim HAVING max(v.imported) = 0
        """,
        [desk],
    )
    return [(moment(ruled), moment(ruled) - moment(created)) for created, ruled in rows]


def _monthly(times: Iterable[tuple[datetime, timedelta]]) -> tuple[tuple[str, float], ...]:
    months: dict[str, list[float]] = {}
    for ruled, time in times:
        months.setdefault(stamp(ruled)[:7], []).append(time / timedelta(hours=1))
    return tuple((month, round(median(months[month]), 1)) for month in sorted(months)[-_MONTHS:])


def _by_age(ages: Iterable[timedelta]) -> Counts:
    counts = Counter(next(name for name, limit in _AGES if age <= limit) for age in ages)
    return tuple((name, counts[name]) for name, _ in _AGES)


def _by_flags(flags: Iterable[int]) -> Counts:
    counts = Counter(next(name for name, limit in _FLAGS if count <= limit) for count in flags)
    return tuple((name, counts[name]) for name, _ in _FLAGS)


def _most(connection: sqlite3.Connection, query: str, desk: int) -> Counts:
    return tuple(connection.execute(f"{query} ORDER BY count(*) DESC, 1 LIMIT {_MOST}", [desk]).fetchall())


def _by_outlet(connection: sqlite3.Connection, desk: int) -> Counts:
    rows = connection.execute("SELECT appearances FROM claims WHERE desk_id = ? AND appearances <> '[]'", [desk])
    hosts = Counter[str]()
    for (appearances,) in rows:
        urls = (str(line).split(maxsplit=1)[0] for line in json.loads(appearances) if str(line).strip())
        hosts.update({host for url in urls if (host := (urlsplit(url).hostname or "").removeprefix("www."))})
    return tuple(sorted(hosts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])
