"""Drafts over the articles of the Discord tests, and helpers to check them."""

from __future__ import annotations

from typing import Any

from tests.commands import wire
from tests.commands.conftest import SimulatedDesk

VERBATIM = '"The school at Orlets has never confirmed a single name," Anna Weiss said.'
ALTERED = '"Nobody in Orlets was told who the twelve divers were," Weiss said.'
OTHER_SPEAKER = '"Orlets is open to our friends," said Anna Weiss of the Harbour Institute.'
INVENTED = '"Whales were singing under the keel all night long," Pavel Doric said.'
DRAFT = "\n\n".join(("Divers at Orlets", VERBATIM, ALTERED, OTHER_SPEAKER, INVENTED))
CORRECTED = DRAFT.replace("twelve ", "")


async def check_file(desk: SimulatedDesk, text: str = DRAFT, name: str = "divers.txt", who: Any = None, **options: Any):
    """Run /check on a file; return the result."""
    return await (who or desk.asker).slash(desk.channel, "check", file=(name, text.encode()), **options)


def rows(message: Any) -> dict[str, dict[str, str]]:
    """Return the items that a card lists: their titles, each with the custom_ids of its buttons by label."""
    found = dict[str, dict[str, str]]()
    for card in _cards(message):
        inside = list(wire.walk([card]))
        title = next((line for line in _lines(inside) if line in TITLES), None)
        if title is not None:
            found[title.strip("*")] = {
                button["label"]: button["custom_id"] for button in inside if button["type"] == wire.BUTTON
            }
    return found


def menu_of(message: Any) -> str:
    """Return the custom_id of a card's menu."""
    [menu] = [part for part in wire.walk(_cards(message)) if part["type"] == wire.MENU]
    return menu["custom_id"]


def _cards(message: Any) -> list[dict[str, Any]]:
    return [part if isinstance(part, dict) else part.to_dict() for part in message.components]


def _lines(parts: list[dict[str, Any]]) -> list[str]:
    return [line for part in parts if part["type"] == wire.TEXT for line in part["content"].split("\n")]


TITLES = {
    f"**{title}**"
    for title in (
        *("Altered quotation", "Spliced quotation", "Said by another", "Quotation not in the articles"),
        *("Not in the articles", "The articles differ", "The articles say otherwise", "Name spelled otherwise"),
        "Compare with the closest passage",
    )
}
