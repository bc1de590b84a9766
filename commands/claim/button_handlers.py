"""Handlers of the buttons under a claim's card.

The desk checks every press: an old card may show buttons that are no longer allowed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from discord import AllowedMentions
from discord.ui import LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimProvenance
from bot.model.claims import ClaimFile
from commands.claim import actions
from commands.claim.actions import Outcome
from commands.claim.archive import ArchiveMenu, open_archive, send_local_copies
from commands.claim.buttons import (
    MIN_SPLIT,
    ClaimActionMenu,
    ClaimButton,
    ClaimButtonKind,
    claim_view,
    handles,
    posted_view,
)
from commands.claim.history import HistoryButton, history_view
from commands.claim.modals import (
    assign_modal,
    duplicate_modal,
    encode_state,
    evidence_modal,
    merge_modal,
    reason_modal,
    split_modal,
    verdict_modal,
)
from commands.claim.permitted import require_allowed
from commands.claim.provenance import DETAILS, details_modal
from commands.claim.verdict_templates import BlankVerdictButton, TemplateMenu, template_choice
from commands.ui.actor import guild_of
from commands.ui.messages import suggested_links

ActionCall = Callable[[], Awaitable[Outcome]]
_WATCHING = "You are watching #{}. You will be notified of its verdict."
_NOT_WATCHING = "You are no longer watching #{}."


@handles(ClaimButtonKind.TAKE)
async def _take_claim(interaction: FactdeskInteraction, number: int, seen: int) -> None:
    await _act(interaction, number, partial(actions.take, interaction, number, seen=seen))


@handles(ClaimButtonKind.START)
async def _start_check(interaction: FactdeskInteraction, number: int, seen: int) -> None:
    await _act(interaction, number, partial(actions.start, interaction, number, seen=seen))


@handles(ClaimButtonKind.REVIEW)
async def _send_to_review(interaction: FactdeskInteraction, number: int, seen: int) -> None:
    await _act(interaction, number, partial(actions.send_to_review, interaction, number, seen=seen))


@handles(ClaimButtonKind.APPROVE)
async def _approve_verdict(interaction: FactdeskInteraction, number: int, seen: int) -> None:
    """Approve the pending verdict of a claim: the button "Approve verdict"."""
    await _act(interaction, number, partial(actions.approve, interaction, number, seen=seen))


@handles(ClaimButtonKind.WATCH)
async def _toggle_watch(interaction: FactdeskInteraction, number: int, seen: int) -> None:
    """Start or stop watching a claim; everybody sees the same button.

    A second press on the same card repeats the first.
    """
    await interaction.response.defer()
    file = await interaction.client.app.desk.file(guild_of(interaction), number)
    watches = interaction.user.id in {person.user for person in file.watchers}
    if not await _has_pressed_watch(interaction, number, seen):
        action = actions.unwatch if watches else actions.watch
        await _show_outcome(interaction, await action(interaction, number))
        watches = not watches
    text = _WATCHING.format(number) if watches else _NOT_WATCHING.format(number)
    await interaction.followup.send(text, ephemeral=True)


@handles(ClaimButtonKind.HISTORY)
async def _show_history(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(view=await history_view(interaction, number))


@handles(ClaimButtonKind.ARCHIVE)
async def _open_archive(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await open_archive(interaction, await require_allowed(interaction, number, Action.ARCHIVE))


@handles(ClaimButtonKind.COPY)
async def _send_local_copies(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await send_local_copies(interaction, number)


@handles(ClaimButtonKind.EVIDENCE)
async def _open_evidence_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.ADD_EVIDENCE)).claim
    await interaction.response.send_modal(evidence_modal(claim))


@handles(ClaimButtonKind.ASSIGN)
async def _open_assign_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.ASSIGN)).claim
    await interaction.response.send_modal(assign_modal(claim))


@handles(ClaimButtonKind.DETAILS)
async def _open_details_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    file = await require_allowed(interaction, number, Action.SET_DETAILS)
    claim, known = file.claim, file.claim.provenance
    if known == UNKNOWN_PROVENANCE and file.origin and file.origin.snapshot:
        known = ClaimProvenance(appearances=suggested_links(file.origin.snapshot))
    modal = details_modal(DETAILS, encode_state(claim), f"More about #{number}", known)
    await interaction.response.send_modal(modal)


@handles(ClaimButtonKind.RULE)
async def _open_verdict_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    """Open the verdict form, or first let the editor choose one of the desk's templates."""
    file = await require_allowed(interaction, number, Action.RULE)
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    if templates := await desk.saved_texts.templates(guild):
        await interaction.response.send_message(
            view=template_choice(file.claim, templates), ephemeral=True, allowed_mentions=AllowedMentions.none()
        )
    else:
        await interaction.response.send_modal(verdict_modal(file, await desk.settings(guild), correcting=False))


@handles(ClaimButtonKind.CORRECT)
async def _open_correction_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    file = await require_allowed(interaction, number, Action.CORRECT)
    settings = await interaction.client.app.desk.settings(guild_of(interaction))
    await interaction.response.send_modal(verdict_modal(file, settings, correcting=True))


@handles(ClaimButtonKind.BACK)
async def _open_return_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.SEND_BACK)).claim
    await interaction.response.send_modal(reason_modal("back", claim, "Send back", "What is missing?"))


@handles(ClaimButtonKind.REOPEN)
async def _open_reopen_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.REOPEN)).claim
    await interaction.response.send_modal(reason_modal("reopen", claim, "Reopen", "Why should it be checked again?"))


@handles(ClaimButtonKind.DECLINE)
async def _open_decline_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.DECLINE)).claim
    await interaction.response.send_modal(reason_modal("decline", claim, "Decline", "Why won't it be checked?"))


@handles(ClaimButtonKind.DUPLICATE)
async def _open_duplicate_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.MARK_DUPLICATE)).claim
    await interaction.response.send_modal(duplicate_modal(claim))


@handles(ClaimButtonKind.MERGE)
async def _open_merge_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    claim = (await require_allowed(interaction, number, Action.MERGE)).claim
    await interaction.response.send_modal(merge_modal(claim))


@handles(ClaimButtonKind.SPLIT)
async def _open_split_modal(interaction: FactdeskInteraction, number: int, _seen: int) -> None:
    file = await require_allowed(interaction, number, Action.SPLIT)
    if len(file.flags) < MIN_SPLIT:
        raise UserError(f"#{number} has one flag or none, so there is nothing to split. Flag the other claim instead.")
    await interaction.response.send_modal(split_modal(file))


async def _has_pressed_watch(interaction: FactdeskInteraction, number: int, seen: int) -> bool:
    """Return whether the presser used Watch after the version `seen`."""
    events = await interaction.client.app.desk.history(guild_of(interaction), number, offset=seen)
    own_actions = {event.action for event in events if event.by and event.by.user == interaction.user.id}
    return bool(own_actions & {Action.WATCH, Action.UNWATCH})


async def _act(interaction: FactdeskInteraction, number: int, action: ActionCall) -> None:
    """Do an action without a form and show it on the card."""
    await interaction.response.defer()
    try:
        outcome = await action()
    except UserError:
        # Most refusals come from an outdated card: update it, then report the refusal.
        with suppress(UserError):
            file = await interaction.client.app.desk.file(guild_of(interaction), number)
            await actions.edit_response(interaction, _pressed_view(interaction, file))
        raise
    await _show_outcome(interaction, outcome)


def _pressed_view(interaction: FactdeskInteraction, file: ClaimFile) -> LayoutView:
    """Return the card for the pressed message; a private copy of it holds no files."""
    card = file.claim.card
    is_card = interaction.message is not None and card is not None and card.message == interaction.message.id
    return posted_view(file) if is_card else claim_view(file)


async def _show_outcome(interaction: FactdeskInteraction, outcome: Outcome) -> None:
    """Show an outcome on the pressed card and the claim's own."""
    card = outcome.file.claim.card
    if interaction.message is not None and (card is None or card.message != interaction.message.id):
        await actions.edit_response(interaction, claim_view(outcome.file))
    if notices := await actions.share(interaction, outcome):
        await interaction.followup.send("\n".join(notices), ephemeral=True)


async def setup(client: FactdeskClient) -> None:
    """Register the buttons and menus of claim cards."""
    client.add_dynamic_items(ClaimButton, ClaimActionMenu, HistoryButton, TemplateMenu, BlankVerdictButton, ArchiveMenu)
