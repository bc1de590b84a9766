"""Buttons and menu under a claim's card.

Their custom_id holds all that they know, so that they outlive a restart.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from discord import AllowedMentions, ButtonStyle, HTTPException, SelectOption
from discord.ui import ActionRow, Button, LayoutView, Select

from bot.client import FactdeskInteraction
from bot.desk import lifecycle
from bot.desk.claim_links import claim_links
from bot.desk.lifecycle import Action, DeskRole
from bot.errors import UserError
from bot.model.attachments import KeptFile
from bot.model.claims import ClaimFile
from commands.claim.cards import claim_card
from commands.claim.gallery import shown_files
from commands.claim.similar_card import SimilarCandidate, add_similar_claims
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.submitted_values import submitted_choice
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
    ARCHIVE = "archive"
    COPY = "copy"
    DUPLICATE = "duplicate"
    MERGE = "merge"
    SPLIT = "split"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class _ButtonSpec:
    label: str
    action: Action | None
    style: ButtonStyle = ButtonStyle.secondary


SPECS: dict[ClaimButtonKind, _ButtonSpec] = {
    ClaimButtonKind.TAKE: _ButtonSpec("Take", Action.TAKE, ButtonStyle.primary),
    ClaimButtonKind.START: _ButtonSpec("Start check", Action.START, ButtonStyle.primary),
    ClaimButtonKind.REVIEW: _ButtonSpec("Send to review", Action.SEND_TO_REVIEW, ButtonStyle.primary),
    ClaimButtonKind.APPROVE: _ButtonSpec("Approve verdict", Action.APPROVE, ButtonStyle.success),
    ClaimButtonKind.RULE: _ButtonSpec("Give verdict", Action.RULE, ButtonStyle.primary),
    ClaimButtonKind.BACK: _ButtonSpec("Send back", Action.SEND_BACK),
    ClaimButtonKind.CORRECT: _ButtonSpec("Correct verdict", Action.CORRECT),
    ClaimButtonKind.REOPEN: _ButtonSpec("Reopen", Action.REOPEN),
    ClaimButtonKind.EVIDENCE: _ButtonSpec("Add evidence", Action.ADD_EVIDENCE),
    ClaimButtonKind.ASSIGN: _ButtonSpec("Assign", Action.ASSIGN),
    ClaimButtonKind.DETAILS: _ButtonSpec("Details …", Action.SET_DETAILS),
    ClaimButtonKind.WATCH: _ButtonSpec("Watch", Action.WATCH),
    ClaimButtonKind.HISTORY: _ButtonSpec("History", None),
    ClaimButtonKind.ARCHIVE: _ButtonSpec("Archive links …", Action.ARCHIVE),
    ClaimButtonKind.COPY: _ButtonSpec("Local copy", None),
    ClaimButtonKind.DUPLICATE: _ButtonSpec("Duplicate of …", Action.MARK_DUPLICATE),
    ClaimButtonKind.MERGE: _ButtonSpec("Merge into …", Action.MERGE),
    ClaimButtonKind.SPLIT: _ButtonSpec("Split …", Action.SPLIT),
    ClaimButtonKind.DECLINE: _ButtonSpec("Decline", Action.DECLINE, ButtonStyle.danger),
}
# The first one offered is the next step: the life cycle offers those of the claim's status alone.
_NEXT_STEPS = (
    *(ClaimButtonKind.APPROVE, ClaimButtonKind.RULE, ClaimButtonKind.REVIEW, ClaimButtonKind.START),
    *(ClaimButtonKind.CORRECT, ClaimButtonKind.REOPEN),
)
# Beside it; the later ones are for those who may do little.
_BESIDE = (ClaimButtonKind.TAKE, ClaimButtonKind.EVIDENCE, ClaimButtonKind.WATCH, ClaimButtonKind.HISTORY)
_MAIN_BUTTONS = 2
_MORE = "More …"

MIN_SPLIT = 2  # flags: some go to the new claim, some stay
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


class ClaimActionMenu(
    StatelessItem[Select[Any]],
    template=r"claim:more:(?P<number>\d{1,10}):(?P<seen>\d{1,10})",
    state=(int, int),
):
    """Menu of a claim card with the actions that have no button; a choice does what its button would."""

    def __init__(self, menu: Select[Any], number: int, seen: int) -> None:
        super().__init__(menu, "claim", "more", number, seen)
        self.number = number
        self.seen = seen

    async def handle(self, interaction: FactdeskInteraction) -> None:
        press = submitted_choice(ClaimButtonKind, next(iter(self.item.values), ""))
        try:
            await ClaimButton.handlers[press](interaction, self.number, self.seen)
        finally:
            await self._clear_choice(interaction)

    async def _clear_choice(self, interaction: FactdeskInteraction) -> None:
        """Draw the claim's card anew: Discord keeps the choice, and a kept one can't be chosen again."""
        message = interaction.message
        with suppress(UserError, HTTPException):
            file = await interaction.client.app.desk.file(guild_of(interaction), self.number)
            if message and file.claim.card and file.claim.card.message == message.id:
                await message.edit(view=posted_view(file), allowed_mentions=AllowedMentions.none())


def posted_view(file: ClaimFile) -> LayoutView:
    """Return a claim's card for the message in Discord that is its card, with the files that this message holds."""
    return claim_view(file, shown=shown_files(file))


def claim_view(
    file: ClaimFile,
    actions: Collection[Action] | None = None,
    similar: Sequence[SimilarCandidate] = (),
    shown: Sequence[KeptFile] = (),
) -> LayoutView:
    """Return a claim's card with two main buttons, and a menu of the rest.

    A private card offers these `actions` only. A public card offers each action that the status allows to anybody;
    permissions are checked at the press. `similar` claims stand below the claim as far as there is room. `shown` are
    the files that the message holds.
    """
    if actions is None:
        actions = lifecycle.actions(file.claim.status, frozenset(DeskRole))
    offered = [press for press, look in SPECS.items() if _is_offered(file, press, look, actions)]
    main = _main_buttons(offered)
    rest = [press for press in offered if press not in main]
    card = claim_card(file, shown)
    add_similar_claims(card, file.claim, similar)
    card.add_item(ActionRow(*(_button(file, press) for press in main)))
    if rest:
        card.add_item(ActionRow(_menu(file, rest)))
    return view_of(card)


def _main_buttons(offered: Collection[ClaimButtonKind]) -> list[ClaimButtonKind]:
    """Return the next step and what stands beside it."""
    step = [press for press in _NEXT_STEPS if press in offered][:1]
    return [*step, *(press for press in _BESIDE if press in offered)][:_MAIN_BUTTONS]


def _button(file: ClaimFile, press: ClaimButtonKind) -> ClaimButton:
    look = SPECS[press]
    return ClaimButton(Button(label=look.label, style=look.style), press, file.claim.number, file.claim.version)


def _menu(file: ClaimFile, rest: Collection[ClaimButtonKind]) -> ClaimActionMenu:
    options = [SelectOption(label=SPECS[press].label, value=press.value) for press in rest]
    return ClaimActionMenu(Select(placeholder=_MORE, options=options), file.claim.number, file.claim.version)


def _is_offered(file: ClaimFile, press: ClaimButtonKind, look: _ButtonSpec, actions: Collection[Action]) -> bool:
    if press is ClaimButtonKind.TAKE and file.claim.assignee:
        return False
    if press is ClaimButtonKind.APPROVE and file.pending is None:
        return False
    if press is ClaimButtonKind.SPLIT and len(file.flags) < MIN_SPLIT:
        return False
    if press is ClaimButtonKind.ARCHIVE and not claim_links(file):
        return False
    if press is ClaimButtonKind.COPY and not any(copy.sha256 for copy in file.copies):
        return False
    return look.action is None or look.action in actions
