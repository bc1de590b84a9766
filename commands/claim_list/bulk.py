"""Changes of several claims of a list at once: assign, tag, close.

Each claim is changed by an action and an event of its own, so that one refusal stops no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, Label, LayoutView, Separator, TextDisplay, UserSelect

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.actions.transaction import Request
from bot.desk.desk import Desk
from bot.desk.validation import LONGEST_REMARK
from bot.errors import UserError
from bot.model.claims import Author, Claim, ClaimChange
from commands.claim.modal_handlers import find_colleague
from commands.claim.outbox_worker import worker_of
from commands.ui.actor import request_of
from commands.ui.buttons import StatelessButton
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE, GREEN
from commands.ui.markdown import escape
from commands.ui.modals import Fields, on_submit, stateful_modal, text_field
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_line
from commands.ui.views import view_of

EDITORS_ONLY = "Only an editor can change several claims at once. Choose one claim to open it."
_MAX_CLAIM = 120
_MAX_TAGS = 400  # characters
_MAX_REASON = 300

ClaimAct = Callable[[Desk, Request, int], Awaitable[ClaimChange]]


class BulkKind(StrEnum):
    """Steps of a change; the values are part of the custom_id."""

    ASSIGN = "assign"
    TAG = "tag"
    CLOSE = "close"
    DECLINE = "decline"


class BulkButton(
    StatelessButton,
    template=rf"bulk:(?P<kind>{'|'.join(BulkKind)}):(?P<numbers>\d{{1,10}}(?:,\d{{1,10}}){{0,24}})",
    state=(BulkKind, str),
):
    """Button under several chosen claims; its custom_id holds their numbers."""

    def __init__(self, button: Button[Any], kind: BulkKind, numbers: str) -> None:
        super().__init__(button, "bulk", kind, numbers)
        self.kind = kind
        self.numbers = numbers

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await _require_editor(interaction)
        if self.kind is BulkKind.CLOSE:
            await interaction.response.defer()
            claims = await _claims(interaction, _read(self.numbers))
            await interaction.edit_original_response(view=confirmation_view(claims))
            return
        await interaction.response.send_modal(_MODALS[self.kind](self.numbers))


@dataclass(slots=True)
class BulkResult:
    """Numbers of the changed claims, and a sentence for each refused one."""

    changed: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


async def bulk_view(interaction: FactdeskInteraction, numbers: Sequence[int]) -> LayoutView:
    """Return the chosen claims with the changes to choose from.

    Raises UserError for somebody who is no editor.
    """
    await _require_editor(interaction)
    return chosen_view(await _claims(interaction, numbers))


def chosen_view(claims: Sequence[Claim]) -> LayoutView:
    """Return the card of chosen claims with its buttons."""
    card = _card(f"{plural(len(claims), 'claim')} chosen", claims)
    written = _write([claim.number for claim in claims])
    card.add_item(
        ActionRow(
            BulkButton(Button(label="Assign …", style=ButtonStyle.primary), BulkKind.ASSIGN, written),
            BulkButton(Button(label="Add tags …"), BulkKind.TAG, written),
            BulkButton(Button(label="Close …", style=ButtonStyle.danger), BulkKind.CLOSE, written),
        )
    )
    return view_of(card)


def confirmation_view(claims: Sequence[Claim]) -> LayoutView:
    """Return the question before claims are closed."""
    card = _card(f"Close {plural(len(claims), 'claim')} without a verdict?", claims, AMBER)
    card.add_item(TextDisplay(subtext("Each can be reopened later. A claim that is settled already stays as it is.")))
    label = f"Decline {plural(len(claims), 'claim')} …"
    button = BulkButton(
        Button(label=label, style=ButtonStyle.danger), BulkKind.DECLINE, _write([claim.number for claim in claims])
    )
    return view_of(card.add_item(ActionRow(button)))


def _card(title: str, claims: Sequence[Claim], colour: Any = BLUE) -> Container[Any]:  # noqa: ANN401 - a Colour
    lines = [f"**#{claim.number}** {cut_line(claim.text, _MAX_CLAIM)}" for claim in claims]
    return Container(TextDisplay(f"### {title}"), Separator(), TextDisplay("\n".join(lines)), accent_colour=colour)


def _assign_modal(numbers: str) -> Any:  # noqa: ANN401 - a Modal
    chosen = UserSelect[Any](custom_id="to", min_values=0, max_values=1, required=False)
    about = Label[Any](text="Assignee", description="Leave empty to unassign the claims", component=chosen)
    return stateful_modal("bulk-assign", numbers, f"Assign {_named(numbers)}", [about])


def _tag_modal(numbers: str) -> Any:  # noqa: ANN401 - a Modal
    about = "Separated by commas; the tags that a claim has stay"
    tags = text_field("tags", "Tags to add", description=about, max_length=_MAX_TAGS, required=True)
    return stateful_modal("bulk-tag", numbers, f"Tag {_named(numbers)}", [tags])


def _decline_modal(numbers: str) -> Any:  # noqa: ANN401 - a Modal
    why = text_field("why", "Why won't they be checked?", max_length=LONGEST_REMARK, multiline=True)
    return stateful_modal("bulk-decline", numbers, f"Decline {_named(numbers)}", [why])


_MODALS = {BulkKind.ASSIGN: _assign_modal, BulkKind.TAG: _tag_modal, BulkKind.DECLINE: _decline_modal}


@on_submit("bulk-assign")
async def _submit_assignee(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = fields.get("to") or []
    member = await find_colleague(interaction, submitted_number(chosen[0])) if chosen else None
    to = Author(member.id, member.display_name) if member else None
    done = f"assigned to {escape(to.name)}" if to else "unassigned"
    await _change_each(interaction, _read(state), lambda desk, request, number: desk.assign(request, number, to), done)


@on_submit("bulk-tag")
async def _submit_tags(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    tags = next(iter(fields.get("tags", ())), "").split(",")
    await _change_each(
        interaction, _read(state), lambda desk, request, number: desk.add_tags(request, number, tags), "tagged"
    )


@on_submit("bulk-decline")
async def _submit_decline(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    why = next(iter(fields.get("why", ())), "")
    await _change_each(
        interaction, _read(state), lambda desk, request, number: desk.decline(request, number, why), "declined"
    )


async def _change_each(interaction: FactdeskInteraction, numbers: Sequence[int], act: ClaimAct, done: str) -> None:
    """Change claims one after another, reply with what was done, and send their cards."""
    result, desk = BulkResult(), interaction.client.app.desk
    for number in numbers:
        request = await request_of(interaction, once=f"{interaction.id}.{number}")
        try:
            await act(desk, request, number)
        except UserError as error:
            result.refused.append((number, error.message))
        else:
            result.changed.append(number)
    await interaction.edit_original_response(view=view_of(result_card(result, done)))
    worker, guild = worker_of(interaction.client), interaction.guild_id
    assert guild is not None
    await asyncio.gather(*(worker.deliver(guild, number) for number in result.changed))


def result_card(result: BulkResult, done: str) -> Container[Any]:
    """Return what was done, and each refusal with its reason."""
    changed = ", ".join(f"#{number}" for number in result.changed)
    head = f"**{plural(len(result.changed), 'claim')} {done}:** {changed}" if changed else "**No claim was changed.**"
    card: Container[Any] = Container(TextDisplay(head), accent_colour=AMBER if result.refused else GREEN)
    if result.refused:
        lines = [f"**#{number}** {cut_line(why, _MAX_REASON)}" for number, why in result.refused]
        card.add_item(Separator()).add_item(TextDisplay("\n".join(["**Not changed:**", *lines])))
    return card


async def setup(client: FactdeskClient) -> None:
    """Register the buttons; the forms register themselves."""
    client.add_dynamic_items(BulkButton)


async def _require_editor(interaction: FactdeskInteraction) -> None:
    if not (await request_of(interaction)).actor.is_editor:
        raise UserError(EDITORS_ONLY)


async def _claims(interaction: FactdeskInteraction, numbers: Sequence[int]) -> list[Claim]:
    request = await request_of(interaction)
    return [await interaction.client.app.desk.get(request.guild, number) for number in numbers]


def _write(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def _read(numbers: str) -> list[int]:
    return [submitted_number(number) for number in numbers.split(",")]


def _named(numbers: str) -> str:
    return plural(len(_read(numbers)), "claim")
