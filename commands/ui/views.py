"""Views for cards, texts and buttons."""

from __future__ import annotations

from typing import Any

from discord.ui import Item, LayoutView, TextDisplay


def view_of(*parts: Item[Any] | str) -> LayoutView:
    """Return a view without a timeout; strings are markdown."""
    view = LayoutView(timeout=None)
    for part in parts:
        view.add_item(TextDisplay(part) if isinstance(part, str) else part)
    return view
