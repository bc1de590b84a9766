"""Statistics of a desk in words, for Discord, the terminal and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.model.desk_statistics import Counts, DeskStatistics

TITLES = {
    "by_age": "In work, by age",
    "by_flags": "In work, by flags",
    "by_tag": "By tag",
    "by_claimant": "By claimant",
    "by_outlet": "By site where they appeared",
}


def duration(time: timedelta | None) -> str:
    """Return a duration in words.

    >>> duration(timedelta(hours=30)), duration(timedelta(minutes=5)), duration(None)
    ('1.2 days', '5 minutes', 'none yet')
    """
    if time is None:
        return "none yet"
    hours = time / timedelta(hours=1)
    if hours >= 24:
        return f"{hours / 24:.1f} days"
    return f"{hours:.1f} hours" if hours >= 1 else f"{hours * 60:.0f} minutes"


def headline(stats: DeskStatistics) -> str:
    """Return the totals in one line."""
    return f"{stats.claims:,} claims · {stats.in_work:,} in work · {stats.flags:,} flags by {stats.flaggers:,} people"


def verdict_time(stats: DeskStatistics) -> str:
    """Return the median time to a verdict as a sentence."""
    if stats.to_verdict is None:
        return "Median time from the first flag to the verdict: no verdict yet."
    claims = f"{stats.ruled:,} {'claim' if stats.ruled == 1 else 'claims'}"
    return f"Median time from the first flag to the verdict: {duration(stats.to_verdict)} ({claims})."


def tables(stats: DeskStatistics) -> Iterator[tuple[str, Counts]]:
    """Yield each table that has rows, with its title."""
    for name, title in TITLES.items():
        counts: Counts = getattr(stats, name)
        if counts:
            yield title, counts


def alternative_text(stats: DeskStatistics) -> str:
    """Return what the picture shows."""
    ages = ", ".join(f"{name} {count:,}" for name, count in stats.by_age)
    months = ", ".join(f"{month} {duration(timedelta(hours=hours))}" for month, hours in stats.monthly)
    return f"Two bar charts. Claims in work by age: {ages}. Median time to verdict by month: {months or 'none yet'}."
