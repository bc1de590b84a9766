"""Greetings of a server that the bot has joined, for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Button, LayoutView

from bot.model.claims import DeskSettings
from commands.ui.views import view_of
from commands.welcome.cards import IN_THE_CHANNEL, TO_THE_ADDER, go_to_server, greeting_card

POSTED = ("greeting", "greeting-server")
_CHANNEL = SimpleNamespace(name="claims")
_ROLE = SimpleNamespace(name="Editors")
SERVER: Any = SimpleNamespace(
    name="Orlets Gazette",
    get_channel=lambda id_: _CHANNEL if id_ else None,
    get_role=lambda id_: _ROLE if id_ else None,
)


def cards() -> Iterator[tuple[str, LayoutView]]:
    """Yield the greetings, and what leads from a direct message to the server, with their names."""
    yield "greeting", _greeting(DeskSettings(), 0, TO_THE_ADDER)
    ready = DeskSettings(channel=1, editor_role=2, set_up=True)
    yield "greeting-server", _greeting(ready, 2_416, IN_THE_CHANNEL)
    link = Button[Any](label="Open the server", url="https://discord.com/channels/1/2")
    yield "greeting-setup", view_of(go_to_server(SERVER, _CHANNEL), ActionRow(link))  # type: ignore[arg-type]


def _greeting(settings: DeskSettings, documents: int, note: str) -> LayoutView:
    labels = ["How to add articles", "Set up the desk", *(["Show examples"] if documents else [])]
    buttons = [
        Button[Any](label=label, style=ButtonStyle.primary if not documents else ButtonStyle.secondary)
        for label in labels
    ]
    return view_of(greeting_card(SERVER, settings, documents, ActionRow(*buttons), note))
