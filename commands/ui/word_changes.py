"""Lines on the words that a typed quote changes, numbers and negations first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.quotecheck.model import Salience, WordChange
from commands.ui.truncate import cut_line

_MAX_CHANGES = 12
_SALIENT_LABELS = {Salience.NUMBER: "⚠ Number", Salience.NEGATION: "⚠ Negation"}


def change_lines(changes: Sequence[WordChange], most: int = _MAX_CHANGES) -> Iterator[str]:
    """Yield a line for each salient change, and one for the others."""
    salient = [change for change in changes if change.salience]
    for change in salient[:most]:
        assert change.salience is not None
        yield f"**{_SALIENT_LABELS[change.salience]}:** {_change_text(change)}"
    minor = [change for change in changes if not change.salience]
    if minor:
        more = f" · and {len(minor) - most} more" if len(minor) > most else ""
        yield "Changed: " + " · ".join(_change_text(change) for change in minor[:most]) + more


def _change_text(change: WordChange) -> str:
    original, typed = cut_line(change.original, 40), cut_line(change.typed, 40)
    if original and typed:
        return f"~~{original}~~ → **{typed}**"
    return f"**{typed}** added" if typed else f"~~{original}~~ left out"
