"""Handlers of the forms behind a claim's buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import discord

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.attachments import Attachment
from bot.model.claim_input import NewVerdict
from commands.claim import actions
from commands.claim.actions import Outcome
from commands.claim.evidence import EMPTY_FORM, evidence_with_files, offer_quotes, outside_evidence
from commands.claim.message_links import linked_text
from commands.claim.modals import decode_state
from commands.claim.notifications import assignee_sentence
from commands.claim.provenance import DETAILS, FIELD_NAMES, provenance_lines, submitted_provenance
from commands.ui.markdown import escape
from commands.ui.modals import Fields, on_submit, uploads_of
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_quote
from commands.ui.views import view_of

ActionCall = Callable[[], Awaitable[Outcome]]
_MAX_RETURNED = 3_000


@on_submit("rule")
async def _submit_verdict(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    new = _verdict(fields)
    if outcome := await _act(interaction, new.explanation, partial(actions.rule, interaction, number, new, seen=seen)):
        pending = f"Your verdict on #{number} waits for a second reader."
        in_force = f"Verdict on #{number}: **{escape(new.rating)}**"
        await actions.reply(interaction, outcome, pending if outcome.file.pending else in_force, with_card=False)


@on_submit("correct")
async def _submit_correction(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    new = _verdict(fields)
    if outcome := await _act(
        interaction, new.explanation, partial(actions.correct, interaction, number, new, seen=seen)
    ):
        pending = f"Your correction of #{number} waits for a second reader. The verdict stays in force until then."
        in_force = f"Verdict on #{number} corrected: **{escape(new.rating)}**"
        await actions.reply(interaction, outcome, pending if outcome.file.pending else in_force, with_card=False)


@on_submit("evidence")
async def _submit_evidence(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, _ = decode_state(state)
    question, link, note = (_field(fields, name) for name in ("question", "link", "note"))
    uploads = uploads_of(interaction, fields, "file")
    if not (uploads or outside_evidence(link, note)):
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not question.strip():
            raise UserError(EMPTY_FORM)
        await offer_quotes(interaction, number, question)
        return
    add = partial(_add_outside, interaction, number, link, note, uploads)
    if outcome := await _act(interaction, note or link, add):
        if question.strip():
            await actions.share(interaction, outcome)
            await offer_quotes(interaction, number, question)
        else:
            await actions.reply(interaction, outcome, f"Evidence was added to #{number}.", with_card=False)


async def _add_outside(
    interaction: FactdeskInteraction, number: int, link: str, note: str, uploads: Sequence[Attachment]
) -> Outcome:
    """Add a link, a note or files; a link to a message without a note brings the message's text."""
    if uploads:
        return await actions.add_evidence(
            interaction, number, await evidence_with_files(interaction.client, uploads, link, note)
        )
    told = note if note.strip() else await linked_text(interaction, link)
    return await actions.add_evidence(interaction, number, outside_evidence(link, told))


@on_submit("assign")
async def _submit_assignee(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    await interaction.response.defer(ephemeral=True, thinking=True)
    chosen = fields.get("to") or []
    assignee = await find_colleague(interaction, submitted_number(chosen[0])) if chosen else None
    outcome = await actions.assign(interaction, number, assignee, seen=seen)
    await actions.reply(interaction, outcome, assignee_sentence(outcome.file), with_card=False)


@on_submit(DETAILS)
async def _submit_details(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    typed = "\n".join(filter(None, (_field(fields, name) for name in FIELD_NAMES if name != "kind")))

    change = partial(submitted_provenance, fields)
    if outcome := await _act(interaction, typed, partial(actions.set_details, interaction, number, change, seen=seen)):
        lines = [f"The details of #{number} were saved.", *provenance_lines(outcome.file.claim.provenance)]
        await actions.reply(interaction, outcome, "\n".join(lines), with_card=False)


@on_submit("back")
async def _submit_return(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await _act_with_reason(interaction, state, fields, actions.send_back, "#{} was returned to checking.")


@on_submit("reopen")
async def _submit_reopening(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await _act_with_reason(interaction, state, fields, actions.reopen, "#{} was reopened.")


@on_submit("decline")
async def _submit_decline(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    await _act_with_reason(interaction, state, fields, actions.decline, "#{} was declined.")


@on_submit("duplicate")
async def _submit_duplicate(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    await interaction.response.defer(ephemeral=True, thinking=True)
    original = _typed_number(_field(fields, "of"))
    outcome = await actions.mark_duplicate(interaction, number, original, seen=seen)
    text = f"#{number} was marked as a duplicate of #{outcome.file.claim.duplicate_of}."
    await actions.reply(interaction, outcome, text, with_card=False)


@on_submit("merge")
async def _submit_merge(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    await interaction.response.defer(ephemeral=True, thinking=True)
    into = _typed_number(_field(fields, "into"))
    outcome = await actions.merge(interaction, number, into, seen=seen)
    await actions.reply(interaction, outcome, merged_sentence(number, into), with_card=False)


@on_submit("split")
async def _submit_split(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    number, seen = decode_state(state)
    text = _field(fields, "text")
    flags = [submitted_number(value) for value in fields.get("flags", ())]
    if outcome := await _act(interaction, text, partial(actions.split, interaction, number, text, flags, seen=seen)):
        await actions.reply(interaction, outcome, split_sentence(number, outcome), with_card=False)


def merged_sentence(number: int, into: int) -> str:
    """Return the result of a merge."""
    return (
        f"**#{number} was merged into #{into}**, which has its flags, watchers and evidence now. "
        f"Reopening #{number} does not bring them back."
    )


def split_sentence(number: int, outcome: Outcome) -> str:
    """Return the result of a split."""
    return f"**#{outcome.file.claim.number} was split off #{number}**, with the chosen flags."


def _typed_number(typed: str) -> int:
    try:
        return submitted_number(typed.strip().lstrip("#"))
    except UserError:
        raise UserError("That is not the number of a claim. Write it as 12.") from None


async def _act_with_reason(
    interaction: FactdeskInteraction, state: str, fields: Fields, action: Callable[..., Awaitable[Outcome]], text: str
) -> None:
    """Do an action with a reason and reply with `text`.

    `text` has a place {} for the claim number.
    """
    number, seen = decode_state(state)
    why = _field(fields, "why")
    if outcome := await _act(interaction, why, partial(action, interaction, number, why, seen=seen)):
        await actions.reply(interaction, outcome, text.format(number), with_card=False)


async def _act(interaction: FactdeskInteraction, typed: str, action: ActionCall) -> Outcome | None:
    """Return the outcome of a form, or None after a refusal.

    A refusal gives back what was typed.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        return await action()
    except UserError as error:
        if not typed.strip():
            raise
        lines = [escape(error.message), "What you wrote:", cut_quote(typed, (), _MAX_RETURNED)]
        await interaction.edit_original_response(view=view_of("\n".join(lines)))
        return None


async def find_colleague(interaction: FactdeskInteraction, user: int) -> discord.Member:
    """Return the member to assign a claim to.

    Raises UserError if they left the server or are a bot.
    """
    assert interaction.guild is not None
    try:
        member = await interaction.guild.fetch_member(user)
    except discord.NotFound:
        raise UserError("They have left this server. Choose somebody else.") from None
    if member.bot:
        raise UserError("A bot can't check claims. Choose a person.")
    return member


def _verdict(fields: Fields) -> NewVerdict:
    numbers = tuple(submitted_number(value) for value in fields.get("evidence", ()))
    return NewVerdict(_field(fields, "rating"), _field(fields, "explanation"), numbers)


def _field(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


async def setup(_client: FactdeskClient) -> None:
    """Load this module: its handlers register themselves."""
