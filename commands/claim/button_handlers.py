"""What a claim's buttons do. Who may do it is decided by the desk, at the moment it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from bot.client import FactdeskClient
from bot.desk import lifecycle, messages
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claims import Claim, ClaimFile
from commands.claim import actions
from commands.claim.actions import Outcome
from commands.claim.buttons import ClaimButton, Press, claim_view, on
from commands.claim.history import HistoryButton, history_view
from commands.claim.modals import assigning_form, duplicate_form, evidence_form, reason_form, ruling_form
from commands.ui.actor import Used, actor_of, guild_of

Doing = Callable[[], Awaitable[Outcome]]


@on(Press.TAKE)
async def _take(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(actions.take, interaction, number, seen=seen))


@on(Press.START)
async def _start(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(actions.start, interaction, number, seen=seen))


@on(Press.REVIEW)
async def _review(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(actions.send_to_review, interaction, number, seen=seen))


@on(Press.APPROVE)
async def _approve(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(actions.approve, interaction, number, seen=seen))


@on(Press.WATCH)
async def _watch(interaction: Used, number: int, seen: int) -> None:
    """Watch a claim, or watch it no more: everybody sees the same button. A press on an older card is a repeat."""
    await interaction.response.defer()
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    file = await desk.file(guild, number)
    watches = interaction.user.id in {person.user for person in file.watchers}
    if not await _has_pressed_watch(interaction, number, seen):
        doing = actions.unwatch if watches else actions.watch
        await _shown(interaction, await doing(interaction, number))
        watches = not watches
    said = f"You watch #{number}: you will hear of its verdict." if watches else f"You watch #{number} no more."
    await interaction.followup.send(said, ephemeral=True)


@on(Press.HISTORY)
async def _history(interaction: Used, number: int, _seen: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(view=await history_view(interaction, number))


@on(Press.EVIDENCE)
async def _evidence(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.ADD_EVIDENCE)).claim
    await interaction.response.send_modal(evidence_form(claim))


@on(Press.ASSIGN)
async def _assign(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.ASSIGN)).claim
    await interaction.response.send_modal(assigning_form(claim))


@on(Press.RULE)
async def _rule(interaction: Used, number: int, _seen: int) -> None:
    file = await _free_to(interaction, number, Action.RULE)
    settings = await interaction.client.app.desk.settings(guild_of(interaction))
    await interaction.response.send_modal(ruling_form(file, settings, correcting=False))


@on(Press.CORRECT)
async def _correct(interaction: Used, number: int, _seen: int) -> None:
    file = await _free_to(interaction, number, Action.CORRECT)
    settings = await interaction.client.app.desk.settings(guild_of(interaction))
    await interaction.response.send_modal(ruling_form(file, settings, correcting=True))


@on(Press.BACK)
async def _back(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.SEND_BACK)).claim
    await interaction.response.send_modal(reason_form("back", claim, "Send back", "What is missing?"))


@on(Press.REOPEN)
async def _reopen(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.REOPEN)).claim
    await interaction.response.send_modal(reason_form("reopen", claim, "Reopen", "Why should it be looked at again?"))


@on(Press.DECLINE)
async def _decline(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.DECLINE)).claim
    await interaction.response.send_modal(reason_form("decline", claim, "Decline", "Why is it not checked?"))


@on(Press.DUPLICATE)
async def _duplicate(interaction: Used, number: int, _seen: int) -> None:
    claim = (await _free_to(interaction, number, Action.MARK_DUPLICATE)).claim
    await interaction.response.send_modal(duplicate_form(claim))


async def _has_pressed_watch(interaction: Used, number: int, seen: int) -> bool:
    """Tell whether the presser has begun or ended to watch the claim since the card was drawn that they see."""
    since = await interaction.client.app.desk.history(guild_of(interaction), number, offset=seen)
    actions = {event.action for event in since if event.by and event.by.user == interaction.user.id}
    return bool(actions & {Action.WATCH, Action.UNWATCH})


async def _at_once(interaction: Used, number: int, doing: Doing) -> None:
    """Do what needs no form, and show it where the button was pressed."""
    await interaction.response.defer()
    try:
        outcome = await doing()
    except UserError:
        # Whoever was refused has most often looked at an older card.
        with suppress(UserError):
            file = await interaction.client.app.desk.file(guild_of(interaction), number)
            await actions.show(interaction, claim_view(file))
        raise
    await _shown(interaction, outcome)


async def _shown(interaction: Used, outcome: Outcome) -> None:
    """Show an outcome on the card whose button was pressed, and on the claim's own where that is another."""
    card = outcome.file.claim.card
    if interaction.message is not None and (card is None or card.message != interaction.message.id):
        await actions.show(interaction, claim_view(outcome.file))
    if notices := await actions.spread(interaction, outcome):
        await interaction.followup.send("\n".join(notices), ephemeral=True)


async def _free_to(interaction: Used, number: int, action: Action) -> ClaimFile:
    """Return a claim that the presser may do this to, ahead of a form. Raises UserError where they may not."""
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    file = await desk.file(guild, number)
    actor = actor_of(interaction, await desk.settings(guild))
    if action not in await desk.allowed_actions(guild, number, actor):
        raise UserError(_why_not(file.claim, action))
    return file


def _why_not(claim: Claim, action: Action) -> str:
    if lifecycle.transition_for(action, claim.status) is None:
        return messages.not_from_here(action, claim, "")
    return messages.not_allowed(action, claim.number)


async def setup(client: FactdeskClient) -> None:
    """Let the buttons of every claim's card come here."""
    client.add_dynamic_items(ClaimButton, HistoryButton)
