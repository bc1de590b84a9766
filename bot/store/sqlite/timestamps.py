"""Timestamps of the tables: ISO 8601 in UTC, to the second.

Their order as text is their order in time.
"""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """Return an aware datetime as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def moment(stamped: str) -> datetime:
    return datetime.fromisoformat(stamped)


def moment_or_none(stamped: str | None) -> datetime | None:
    return None if stamped is None else datetime.fromisoformat(stamped)
