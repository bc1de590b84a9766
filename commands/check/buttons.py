"""Buttons and menu of a draft check.

Their custom_id holds all that they know, so that they outlive a restart.
"""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from discord import ButtonStyle, SelectOption
from discord.ui import ActionRow, Button, Container, LayoutView, Select, Separator, TextDisplay

from bot.client import FactdeskInteraction
from bot.draftcheck.model import CheckedItem
from bot.errors import UserError
from commands.check.cards import MAX_FLAGGED, WorkList, confirmation_card, kept_line, row_text, summary_card
from commands.check.labels import colour
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.cards import MAX_TEXT
from commands.ui.markdown import width
from commands.ui.submitted_values import NOT_OFFERED, submitted_choice
from commands.ui.views import view_of


class CheckButtonKind(StrEnum):
    """Kinds of buttons; the values are part of the custom_id."""

    FLAG = "flag"
    CONTEXT = "context"
    FINE = "fine"
    ASK = "ask"
    PAGE = "page"
    ALL_RED = "red"
    CONFIRM = "confirm"


class AnnotatedCopyKind(StrEnum):
    """What the menu offers; the values are those of its options."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    UNMARK = "unmark"


COPY_NAMES = {
    AnnotatedCopyKind.DOCX: "Annotated copy for Word (.docx)",
    AnnotatedCopyKind.HTML: "Annotated copy for a browser (.html)",
    AnnotatedCopyKind.MARKDOWN: "Annotated copy as Markdown (.md)",
    AnnotatedCopyKind.JSON: "All results as JSON (.json)",
}

PressHandler = Callable[[FactdeskInteraction, str, int], Awaitable[None]]
CopyHandler = Callable[[FactdeskInteraction, str, AnnotatedCopyKind], Awaitable[None]]


class CheckButton(
    StatelessButton,
    template=rf"check:(?P<press>{'|'.join(CheckButtonKind)}):(?P<check>\d{{1,20}}):(?P<number>\d{{1,6}})",
    state=(CheckButtonKind, str, int),
):
    """Button of a draft check: an action on an item, or on a page."""

    handlers: ClassVar[dict[CheckButtonKind, PressHandler]] = {}

    def __init__(self, button: Button[Any], press: CheckButtonKind, check: str, number: int) -> None:
        super().__init__(button, "check", press, check, number)
        self.press = press
        self.check = check
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await self.handlers[self.press](interaction, self.check, self.number)


class CheckMenu(StatelessItem[Select[Any]], template=r"check:more:(?P<check>\d{1,20})", state=(str,)):
    """Menu of a draft check: annotated copies, and marks to take back."""

    handlers: ClassVar[list[CopyHandler]] = []

    def __init__(self, menu: Select[Any], check: str) -> None:
        super().__init__(menu, "check:more", check)
        self.check = check

    async def handle(self, interaction: FactdeskInteraction) -> None:
        if len(self.item.values) != 1:
            raise UserError(NOT_OFFERED)
        await self.handlers[0](interaction, self.check, submitted_choice(AnnotatedCopyKind, self.item.values[0]))


def handles(kind: CheckButtonKind) -> Callable[[PressHandler], PressHandler]:
    """Register the decorated function as the handler of a button."""

    def put(handler: PressHandler) -> PressHandler:
        CheckButton.handlers[kind] = handler
        return handler

    return put


def worklist_view(listed: WorkList, hours: int, page: int = 0, above: str = "") -> LayoutView:
    """Return a page of a check: the summary, then the worst items with their buttons.

    `above` is a line on what was just done.
    """
    page = min(page, listed.page_count - 1)
    summary = summary_card(listed)
    if above:
        summary.add_item(Separator()).add_item(TextDisplay(above))
    room = MAX_TEXT - _text_width(summary) - width(kept_line(hours)) - 200
    shown = listed.page(page)
    rows = [_row(listed, checked, room // len(shown)) for checked in shown]
    below = [ActionRow[Any](*turning)] if (turning := _page_buttons(listed, page)) else []
    return view_of(summary, *rows, *below, ActionRow(_menu(listed)), kept_line(hours))


def _row(listed: WorkList, checked: CheckedItem, limit: int) -> Container[Any]:
    text = TextDisplay[Any](row_text(listed, checked, limit))
    return Container(text, _row_buttons(listed, checked), accent_colour=colour(checked))


def confirmation_view(listed: WorkList, unflagged: Sequence[CheckedItem]) -> LayoutView:
    """Return the question before the first of the unflagged red items are flagged."""
    red = unflagged[:MAX_FLAGGED]
    numbers = [listed.number_of(checked) for checked in red]
    button = CheckButton(
        Button(label=f"Flag {len(red)}" if len(red) > 1 else "Flag it", style=ButtonStyle.danger),
        CheckButtonKind.CONFIRM,
        listed.saved.id,
        digest(numbers),
    )
    return view_of(confirmation_card(red, len(unflagged) - len(red)).add_item(ActionRow(button)))


def digest(numbers: Sequence[int]) -> int:
    """Return a number of six digits by which a press knows that it flags the items that were listed.

    >>> digest([3, 12]) == digest([3, 13])
    False
    """
    return zlib.crc32(",".join(map(str, numbers)).encode()) % 1_000_000


def _row_buttons(listed: WorkList, checked: CheckedItem) -> ActionRow[Any]:
    number, id_ = listed.number_of(checked), listed.saved.id

    def button(label: str, kind: CheckButtonKind, style: ButtonStyle = ButtonStyle.secondary) -> CheckButton:
        return CheckButton(Button(label=label, style=style), kind, id_, number)

    buttons = [button("Flag", CheckButtonKind.FLAG, ButtonStyle.primary)] if listed.saved.guild is not None else []
    if checked.findings:
        buttons.append(button("Context", CheckButtonKind.CONTEXT))
    buttons += [button("Mark as fine", CheckButtonKind.FINE), button("Ask", CheckButtonKind.ASK)]
    return ActionRow(*buttons)


def _page_buttons(listed: WorkList, page: int) -> list[CheckButton]:
    """Return the buttons to other pages and "Flag all red"."""
    id_, last = listed.saved.id, listed.page_count - 1
    buttons = [
        CheckButton(Button(label=label), CheckButtonKind.PAGE, id_, target)
        for label, target in ((f"‹ Page {page}", page - 1), (f"Page {page + 2} of {last + 1} ›", page + 1))
        if 0 <= target <= last
    ]
    if listed.red and listed.saved.guild is not None:
        red = Button[Any](label=f"Flag all red ({len(listed.red)}) …", style=ButtonStyle.danger)
        buttons.append(CheckButton(red, CheckButtonKind.ALL_RED, id_, 0))
    return buttons


def _menu(listed: WorkList) -> CheckMenu:
    options = [SelectOption(label=name, value=kind) for kind, name in COPY_NAMES.items()]
    if listed.saved.fine:
        options.append(SelectOption(label="Bring back what you marked as fine", value=AnnotatedCopyKind.UNMARK))
    return CheckMenu(Select(placeholder="Annotated copy …", options=options), listed.saved.id)


def _text_width(card: Container[Any]) -> int:
    return sum(width(part.content) for part in card.walk_children() if isinstance(part, TextDisplay))
