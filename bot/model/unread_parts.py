"""The sentence about documents of which only a part could be read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.documents import DocumentRef

_MOST_NAMED = 3


def unread_note(in_part: Sequence[DocumentRef]) -> str:
    """Return the note: "Only part of 2 articles could be read, the rest was not searched: “A”, “B”."."""
    named = ", ".join(f"“{reference.display_title}”" for reference in in_part[:_MOST_NAMED])
    more = len(in_part) - _MOST_NAMED
    listed = f"{named} and {more:,} more" if more > 0 else named
    counted = "this article" if len(in_part) == 1 else f"{len(in_part):,} articles"
    return f"Only part of {counted} could be read, the rest was not searched: {listed}."
