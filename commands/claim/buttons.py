"""Buttons under a claim's card.

Their custom_id holds all that they know, so that they outlive a restart.
"""

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


class ClaimButtonKind(StrEnum):
    """Kinds of claim buttons; the values are part of the custom_id."""

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
    DETAILS = "details"
    WATCH = "watch"
    HISTORY = "history"
    DUPLICATE = "duplicate"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class _ButtonSpec:
    label: str
    action: Action | None
    style: ButtonStyle = ButtonStyle.secondary


# First row: next steps. Second row: what is possible at any time. Third row: closing without a verdict.
_ROWS: tuple[dict[ClaimButtonKind, _ButtonSpec], ...] = (
    {
        ClaimButtonKind.TAKE: _ButtonSpec("Take", Action.TAKE, ButtonStyle.primary),
        ClaimButtonKind.START: _ButtonSpec("Start check", Action.START, ButtonStyle.primary),
        ClaimButtonKind.REVIEW: _ButtonSpec("Send to review", Action.SEND_TO_REVIEW, ButtonStyle.primary),
        ClaimButtonKind.APPROVE: _ButtonSpec("Approve verdict", Action.APPROVE, ButtonStyle.success),
        ClaimButtonKind.RULE: _ButtonSpec("Give verdict", Action.RULE, ButtonStyle.primary),
        ClaimButtonKind.BACK: _ButtonSpec("Send back", Action.SEND_BACK),
        ClaimButtonKind.CORRECT: _ButtonSpec("Correct verdict", Action.CORRECT),
        ClaimButtonKind.REOPEN: _ButtonSpec("Reopen", Action.REOPEN),
    },
    {
        ClaimButtonKind.EVIDENCE: _ButtonSpec("Add evidence", Action.ADD_EVIDENCE),
        ClaimButtonKind.ASSIGN: _ButtonSpec("Assign", Action.ASSIGN),
        ClaimButtonKind.DETAILS: _ButtonSpec("Details …", Action.SET_DETAILS),
        ClaimButtonKind.WATCH: _ButtonSpec("Watch", Action.WATCH),
        ClaimButtonKind.HISTORY: _ButtonSpec("History", None),
    },
    {
        ClaimButtonKind.DUPLICATE: _ButtonSpec("Duplicate of …", Action.MARK_DUPLICATE),
        ClaimButtonKind.DECLINE: _ButtonSpec("Decline", Action.DECLINE, ButtonStyle.danger),
    },
)

PressHandler = Callable[[FactdeskInteraction, int, int], Awaitable[None]]


class ClaimButton(
    StatelessButton,
    template=rf"claim:(?P<press>{'|'.join(ClaimButtonKind)}):(?P<number>\d{{1,10}}):(?P<seen>\d{{1,10}})",
    state=(ClaimButtonKind, int, int),
):
    """Button of a claim card: kind, claim number and the card's version."""

    handlers: ClassVar[dict[ClaimButtonKind, PressHandler]] = {}

    def __init__(self, button: Button[Any], press: ClaimButtonKind, number: int, seen: int) -> None:
        super().__init__(button, "claim", press, number, seen)
        self.press = press
        self.number = number
        self.seen = seen

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await self.handlers[self.press](interaction, self.number, self.seen)


def handles(press: ClaimButtonKind) -> Callable[[PressHandler], PressHandler]:
    """Register the decorated function as the handler of a button."""

    def put(handler: PressHandler) -> PressHandler:
        ClaimButton.handlers[press] = handler
        return handler

    return put


def claim_view(file: ClaimFile, actions: Collection[Action] | None = None) -> LayoutView:
    """Return a claim's card with its buttons.

    A private card has buttons for these `actions` only. A public card has a button for each action that the status
    allows to anybody; permissions are checked at the press.
    """
    if actions is None:
        actions = lifecycle.actions(file.claim.status, frozenset(DeskRole))
    card = claim_card(file)
    for row in _ROWS:
        shown = [_button(file, press, look) for press, look in row.items() if _is_offered(file, press, look, actions)]
        if shown:
            card.add_item(ActionRow(*shown))
    return view_of(card)


def _button(file: ClaimFile, press: ClaimButtonKind, look: _ButtonSpec) -> ClaimButton:
    return ClaimButton(Button(label=look.label, style=look.style), press, file.claim.number, file.claim.version)


def _is_offered(file: ClaimFile, press: ClaimButtonKind, look: _ButtonSpec, actions: Collection[Action]) -> bool:
    if press is ClaimButtonKind.TAKE and file.claim.assignee:
        return False
    if press is ClaimButtonKind.APPROVE and file.pending is None:
        return False
    return look.action is None or look.action in actions
