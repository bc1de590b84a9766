"""What a claim's buttons and forms do. Who may do it is decided by the desk, at the moment it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import discord
from discord.ui import LayoutView, TextDisplay

from bot.client import FactdeskClient
from bot.desk import lifecycle, phrases
from bot.desk.lifecycle import Action
from bot.desk.records import Claim, EvidenceKind, File, NewEvidence, NewVerdict
from bot.errors import UserError
from commands import claim_actions
from commands.claim_actions import Outcome
from commands.claim_buttons import ClaimButton, Press, claim_view, on
from commands.claim_evidence import offer_quotes
from commands.claim_forms import (
    assigning_form,
    duplicate_form,
    evidence_form,
    read_state,
    reason_form,
    ruling_form,
)
from commands.claim_history import HistoryButton, history_view
from commands.claim_news import given_to
from commands.cutting import cut_quote
from commands.desk_access import Used, actor_of, guild_of
from commands.escape import escape
from commands.forms import Fields, submitted

NOTHING = "Nothing was filled in: give a link, a note, or a question to ask the articles."

Doing = Callable[[], Awaitable[Outcome]]
_KEPT = 3_000


@on(Press.TAKE)
async def _take(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(claim_actions.take, interaction, number, seen=seen))


@on(Press.START)
async def _start(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(claim_actions.start, interaction, number, seen=seen))


@on(Press.REVIEW)
async def _review(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(claim_actions.send_to_review, interaction, number, seen=seen))


@on(Press.APPROVE)
async def _approve(interaction: Used, number: int, seen: int) -> None:
    await _at_once(interaction, number, partial(claim_actions.approve, interaction, number, seen=seen))


@on(Press.WATCH)
async def _watch(interaction: Used, number: int, _seen: int) -> None:
    """Watch a claim, or watch it no more: everybody sees the same button."""
    await interaction.response.defer()
    file = await interaction.client.app.desk.file(guild_of(interaction), number)
    watches = interaction.user.id in {person.user for person in file.watchers}
    doing = claim_actions.unwatch if watches else claim_actions.watch
    await _shown(interaction, await doing(interaction, number))
    said = f"You watch #{number} no more." if watches else f"You watch #{number}: you will hear of its verdict."
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


@submitted("rule")
async def _ruled(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    new = _verdict(fields)
    outcome = await _sent(
        interaction, new.explanation, partial(claim_actions.rule, interaction, number, new, seen=seen)
    )
    if outcome:
        waits = f"Your verdict on #{number} waits for its second reader."
        said = waits if outcome.file.pending else f"#{number} has its verdict: **{escape(new.rating)}**"
        await claim_actions.answer(interaction, outcome, said, with_card=False)


@submitted("correct")
async def _corrected(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    new = _verdict(fields)
    outcome = await _sent(
        interaction, new.explanation, partial(claim_actions.correct, interaction, number, new, seen=seen)
    )
    if outcome:
        waits = f"Your correction of #{number} waits for its second reader; the verdict stays in force until then."
        said = waits if outcome.file.pending else f"The verdict on #{number} is corrected: **{escape(new.rating)}**"
        await claim_actions.answer(interaction, outcome, said, with_card=False)


@submitted("evidence")
async def _brought(interaction: Used, carried: str, fields: Fields) -> None:
    number, _ = read_state(carried)
    question, link, note = (_typed(fields, name) for name in ("question", "link", "note"))
    new = _from_outside(link, note)
    doing = partial(claim_actions.add_evidence, interaction, number, new) if new else None
    if doing is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not question.strip():
            raise UserError(NOTHING)
        await offer_quotes(interaction, number, question)
    elif outcome := await _sent(interaction, note or link, doing):
        if question.strip():
            await claim_actions.spread(interaction, outcome)
            await offer_quotes(interaction, number, question)
        else:
            await claim_actions.answer(interaction, outcome, f"It is kept as evidence of #{number}.", with_card=False)


@submitted("assign")
async def _assigned(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = fields.get("to") or []
    to = await _colleague(interaction, int(chosen[0])) if chosen else None
    outcome = await claim_actions.assign(interaction, number, to, seen=seen)
    await claim_actions.answer(interaction, outcome, given_to(outcome.file), with_card=False)


@submitted("back")
async def _sent_back(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    why = _typed(fields, "why")
    if outcome := await _sent(interaction, why, partial(claim_actions.send_back, interaction, number, why, seen=seen)):
        await claim_actions.answer(interaction, outcome, f"#{number} is back at checking.", with_card=False)


@submitted("reopen")
async def _reopened(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    why = _typed(fields, "why")
    if outcome := await _sent(interaction, why, partial(claim_actions.reopen, interaction, number, why, seen=seen)):
        await claim_actions.answer(interaction, outcome, f"#{number} is taken up again.", with_card=False)


@submitted("decline")
async def _declined(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    why = _typed(fields, "why")
    if outcome := await _sent(interaction, why, partial(claim_actions.decline, interaction, number, why, seen=seen)):
        await claim_actions.answer(interaction, outcome, f"#{number} is declined.", with_card=False)


@submitted("duplicate")
async def _set_aside(interaction: Used, carried: str, fields: Fields) -> None:
    number, seen = read_state(carried)
    await interaction.response.defer(ephemeral=True, thinking=True)
    typed = _typed(fields, "of").strip().lstrip("#")
    if not typed.isascii() or not typed.isdigit():
        raise UserError("That is no claim's number: write it as 12.")
    outcome = await claim_actions.mark_duplicate(interaction, number, int(typed), seen=seen)
    said = f"#{number} is set aside as the same as #{outcome.file.claim.duplicate_of}."
    await claim_actions.answer(interaction, outcome, said, with_card=False)


async def _at_once(interaction: Used, number: int, doing: Doing) -> None:
    """Do what needs no form, and show it where the button was pressed."""
    await interaction.response.defer()
    try:
        outcome = await doing()
    except UserError:
        # Whoever was refused has most often looked at an older card.
        with suppress(UserError, discord.HTTPException):
            file = await interaction.client.app.desk.file(guild_of(interaction), number)
            await interaction.edit_original_response(view=claim_view(file))
        raise
    await _shown(interaction, outcome)


async def _shown(interaction: Used, outcome: Outcome) -> None:
    """Show an outcome on the card whose button was pressed, and on the claim's own where that is another."""
    card = outcome.file.claim.card
    if interaction.message is not None and (card is None or card.message != interaction.message.id):
        await interaction.edit_original_response(view=claim_view(outcome.file))
    if notices := await claim_actions.spread(interaction, outcome):
        await interaction.followup.send("\n".join(notices), ephemeral=True)


async def _sent(interaction: Used, written: str, doing: Doing) -> Outcome | None:
    """Return what came of a form; where it is refused, give back what was written in it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        return await doing()
    except UserError as fault:
        if not written.strip():
            raise
        parts = [escape(fault.message), "What you wrote:", cut_quote(written, (), _KEPT)]
        view = LayoutView(timeout=None).add_item(TextDisplay("\n".join(parts)))
        await interaction.edit_original_response(view=view)
        return None


async def _free_to(interaction: Used, number: int, action: Action) -> File:
    """Return a claim that the presser may do this to, ahead of a form. Raises UserError where they may not."""
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    file = await desk.file(guild, number)
    actor = actor_of(interaction, await desk.settings(guild))
    if action not in await desk.can(guild, number, actor):
        raise UserError(_why_not(file.claim, action))
    return file


def _why_not(claim: Claim, action: Action) -> str:
    if lifecycle.step(action, claim.status) is None:
        return phrases.not_from_here(action, claim, "")
    return phrases.not_allowed(action, claim.number)


def _from_outside(link: str, note: str) -> list[NewEvidence]:
    """Return what somebody brings from outside the corpus: a link, with a note or without, or a note alone."""
    if link.strip():
        return [NewEvidence(EvidenceKind.LINK, note, url=link.strip())]
    return [NewEvidence(EvidenceKind.NOTE, note)] if note.strip() else []


async def _colleague(interaction: Used, user: int) -> discord.Member:
    """Return a member who can be given a claim. Raises UserError where they have left, or are a bot."""
    assert interaction.guild is not None
    try:
        member = await interaction.guild.fetch_member(user)
    except discord.NotFound:
        raise UserError("They are no longer on this server: choose somebody who is.") from None
    if member.bot:
        raise UserError("A bot can't check claims: choose a person.")
    return member


def _verdict(fields: Fields) -> NewVerdict:
    numbers = tuple(int(value) for value in fields.get("evidence", ()))
    return NewVerdict(_typed(fields, "rating"), _typed(fields, "explanation"), numbers)


def _typed(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


async def setup(client: FactdeskClient) -> None:
    """Let the buttons of every claim's card come here."""
    client.add_dynamic_items(ClaimButton, HistoryButton)
