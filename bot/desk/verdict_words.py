"""A published verdict in words, for cards and the terminal."""

from __future__ import annotations

from bot.corpus.dates import date_in_words
from bot.model.published_verdicts import PublishedVerdict


def checked_line(verdict: PublishedVerdict) -> str:
    """Return "Checked 1 January 2024 by AFP: False", as far as date and outlet are known."""
    date = f" {date_in_words(verdict.date)}" if verdict.date else ""
    author = verdict.author or ("" if verdict.imported else "this desk")
    by = f" by {author}" if author else ""
    return f"Checked{date}{by}: {verdict.rating}"


def duplicate_line(verdict: PublishedVerdict) -> str:
    """Return that the compared claim was closed as a duplicate, or ""."""
    if verdict.duplicate is None:
        return ""
    return f"These words are claim #{verdict.duplicate}, closed as the same as #{verdict.claim}"
