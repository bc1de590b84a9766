"""Moments as the tables hold them: ISO 8601 in UTC, to the second, so that their order is that of their text."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """Return an aware moment as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(stamped: str) -> datetime:
    return datetime.fromisoformat(stamped)


def moment_or_none(stamped: str | None) -> datetime | None:
    return None if stamped is None else datetime.fromisoformat(stamped)
