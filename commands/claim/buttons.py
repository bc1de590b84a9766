"""The buttons under a claim's card. What they know stands in their custom_id, so that they outlive a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from discord import ButtonStyle
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskInteraction
from bot.desk import lifecycle
from bot.desk.lifecycle import Action, DeskRole
from bot.model.claims import ClaimFile
from commands.claim.cards import claim_card
from commands.ui.buttons import StatelessButton
from commands.ui.views import view_of


class Press(StrEnum):
    """What a button asks for, by the name in its custom_id."""

    TAKE = "take"
    START = "start"
    REVIEW = "review"
    RULE = "rule"
    APPROVE = "approve"
    BACK = "back"
    CORRECT = "correct"
    REOPEN = "reopen"
    EVIDENCE = "evidence"
    ASSIGN = "assign"
    WATCH = "watch"
    HISTORY = "history"
    DUPLICATE = "duplicate"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class _Look:
    label: str
    action: Action | None
    style: ButtonStyle = ButtonStyle.secondary


# The way forward in the first row, what goes beside it in the second, the ends in the third.
_ROWS: tuple[dict[Press, _Look], ...] = (
    {
        Press.TAKE: _Look("Take", Action.TAKE, ButtonStyle.primary),
        Press.START: _Look("Start check", Action.START, ButtonStyle.primary),
        Press.REVIEW: _Look("Send to review", Action.SEND_TO_REVIEW, ButtonStyle.primary),
        Press.APPROVE: _Look("Approve", Action.APPROVE, ButtonStyle.success),
        Press.RULE: _Look("Rule", Action.RULE, ButtonStyle.primary),
        Press.BACK: _Look("Send back", Action.SEND_BACK),
        Press.CORRECT: _Look("Correct", Action.CORRECT),
        Press.REOPEN: _Look("Reopen", Action.REOPEN),
    },
    {
        Press.EVIDENCE: _Look("Add evidence", Action.ADD_EVIDENCE),
        Press.ASSIGN: _Look("Assign", Action.ASSIGN),
        Press.WATCH: _Look("Watch", Action.WATCH),
        Press.HISTORY: _Look("History", None),
    },
    {
        Press.DUPLICATE: _Look("Duplicate of …", Action.MARK_DUPLICATE),
        Press.DECLINE: _Look("Decline", Action.DECLINE, ButtonStyle.danger),
    },
)

Handler = Callable[[FactdeskInteraction, int, int], Awaitable[None]]


class ClaimButton(
    StatelessButton,
    template=rf"claim:(?P<press>{'|'.join(Press)}):(?P<number>\d{{1,10}}):(?P<seen>\d{{1,10}})",
    state=(Press, int, int),
):
    """One button: what it asks for, of which claim, and which version of it the card showed."""

    handlers: ClassVar[dict[Press, Handler]] = {}

    def __init__(self, button: Button[Any], press: Press, number: int, seen: int) -> None:
        super().__init__(button, "claim", press, number, seen)
        self.press = press
        self.number = number
        self.seen = seen

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Do what the button asks for. discord.py only logs what a dynamic item raises, so nothing may leave here."""
        await self.handlers[self.press](interaction, self.number, self.seen)


def on(press: Press) -> Callable[[Handler], Handler]:
    """Let the function below answer a button."""

    def put(handler: Handler) -> Handler:
        ClaimButton.handlers[press] = handler
        return handler

    return put


def claim_view(file: ClaimFile, actions: Collection[Action] | None = None) -> LayoutView:
    """Return a claim's card with the buttons for what its status allows, or only for these `actions`.

    What everybody sees carries a button for whoever may press it: that is checked when it is pressed.
    """
    if actions is None:
        actions = lifecycle.actions(file.claim.status, frozenset(DeskRole))
    card = claim_card(file)
    for row in _ROWS:
        shown = [_button(file, press, look) for press, look in row.items() if _fits(file, press, look, actions)]
        if shown:
            card.add_item(ActionRow(*shown))
    return view_of(card)


def _button(file: ClaimFile, press: Press, look: _Look) -> ClaimButton:
    return ClaimButton(Button(label=look.label, style=look.style), press, file.claim.number, file.claim.version)


def _fits(file: ClaimFile, press: Press, look: _Look, actions: Collection[Action]) -> bool:
    if press is Press.TAKE and file.claim.assignee:
        return False
    if press is Press.APPROVE and file.pending is None:
        return False
    return look.action is None or look.action in actions
