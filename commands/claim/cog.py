"""`/claim`: subcommands with the same checks as the buttons.

Those on verdicts and evidence are in verdict_commands.py.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice, Command, Range

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.provenance_input import LONGEST_NAME, LONGEST_URL
from bot.desk.validation import LONGEST_REMARK
from bot.errors import UserError
from bot.model.claim_provenance import ClaimantKind
from bot.model.claims import RULED, Priority, Status
from commands.claim import actions
from commands.claim.actions import Outcome, reply
from commands.claim.autocomplete import CLAIM_OPTION, claim_choices, claim_number
from commands.claim.buttons import ClaimButton, ClaimButtonKind, claim_view
from commands.claim.cards import status_name, timestamp
from commands.claim.evidence import send_evidence_file
from commands.claim.modal_handlers import merged_sentence
from commands.claim.notifications import assignee_sentence
from commands.claim.provenance import changed_provenance, provenance_lines
from commands.claim.similar_card import similar_to
from commands.ui.actor import request_of
from commands.ui.markdown import escape
from commands.ui.submitted_values import submitted_choice

_PRIORITIES = [Choice(name=priority.value, value=priority.value) for priority in Priority]
_STATUS_CHOICES = [
    Choice(name="checking: start the check, or return to it", value=Status.CHECKING.value),
    Choice(name="review: ready for a reviewer", value=Status.REVIEW.value),
    Choice(name="open: reopen it after all", value=Status.OPEN.value),
    Choice(name="declined: can't be checked, or not worth it", value=Status.DECLINED.value),
]
_KINDS = [
    Choice(name="a person", value=ClaimantKind.PERSON.value),
    Choice(name="an organization", value=ClaimantKind.ORGANIZATION.value),
    Choice(name="not known", value="unknown"),
]
_DETAILS = {
    "claimant": "Who made the claim; - removes it. Leave out every option to open a form",
    "kind": "Whether that is a person or an organization",
    "about": "A link to a page about them; - removes it",
    "appearances": "Links to where it appeared, with spaces between; a web archive's link is a copy of the one before",
    "claimed": "When it was claimed: 20 April 2024, April 2024 or 2024-04-20; - removes it",
    "language": "Its language as a code: en, de, pt-BR; - removes it",
}
Why = Range[str, 0, LONGEST_REMARK]
Callback: TypeAlias = Callable[..., Coroutine[Any, Any, None]]
Subcommand: TypeAlias = Command[Any, ..., None]

claim = app_commands.Group(
    name="claim",
    description="One claim of this server's desk",
    allowed_installs=AppInstallationType(guild=True, user=False),
    allowed_contexts=AppCommandContext(guild=True, dm_channel=False, private_channel=False),
)


def claim_command(name: str, description: str, /, **options: str) -> Callable[[Callback], Subcommand]:
    """Register a `/claim` subcommand with autocompletion of claims.

    `options` describe the options after `claim`.
    """

    def register(callback: Callback) -> Subcommand:
        described = app_commands.describe(claim=CLAIM_OPTION, **options)(callback)
        completed = app_commands.autocomplete(claim=claim_choices)(described)
        return claim.command(name=name, description=description)(completed)

    return register


async def defer_for_claim(interaction: FactdeskInteraction, chosen: str) -> int:
    """Defer the interaction ephemerally and return the claim number."""
    await interaction.response.defer(ephemeral=True)
    return await claim_number(interaction, chosen)


@claim_command(
    "show",
    "Show a claim with its evidence, its verdict and your buttons",
    evidence="The number of a file among its evidence, to get that file",
)
async def show(interaction: FactdeskInteraction, claim: str, evidence: Range[int, 1, 100_000] | None = None) -> None:
    """Show a claim privately with the asker's buttons and the similar claims, or send a file of its evidence."""
    number = await defer_for_claim(interaction, claim)
    request, desk = await request_of(interaction), interaction.client.app.desk
    file = await desk.file(request.guild, number)
    if evidence is not None:
        await send_evidence_file(interaction, file, evidence)
        return
    similar = await similar_to(interaction.client.app, file)
    view = claim_view(file, await desk.allowed_actions(request.guild, number, request.actor), similar)
    await interaction.followup.send(view=view, ephemeral=True)


@claim_command("take", "Assign an unassigned claim to yourself")
async def take(interaction: FactdeskInteraction, claim: str) -> None:
    """Assign an unassigned claim to the actor."""
    number = await defer_for_claim(interaction, claim)
    await reply(interaction, await actions.take(interaction, number), f"**#{number} is assigned to you.**")


@claim_command("assign", "Assign a claim, or unassign it", to="The new assignee; leave out to unassign the claim")
async def assign(interaction: FactdeskInteraction, claim: str, to: discord.Member | None = None) -> None:
    """Assign a claim to a member, or unassign it."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.assign(interaction, number, to)
    await reply(interaction, outcome, f"**{assignee_sentence(outcome.file)}**")


@claim_command(
    "due",
    "Set a claim's due date",
    when="tomorrow 17:00, friday, in 3 hours, 2026-11-30; leave out to remove it",
)
async def due(interaction: FactdeskInteraction, claim: str, when: Range[str, 0, 100] = "") -> None:
    """Set or remove a due date in the newsroom's time zone."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.set_due(interaction, number, when)
    at = outcome.file.claim.due
    await reply(
        interaction, outcome, f"**#{number} is due {timestamp(at)}.**" if at else f"**#{number} has no due date.**"
    )


@claim_command("tag", "Replace a claim's tags", tags="Tags separated by commas; leave out to remove all")
async def tag(interaction: FactdeskInteraction, claim: str, tags: str = "") -> None:
    """Replace a claim's tags."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.tag(interaction, number, tags.split(","))
    named = ", ".join(f"#{escape(name)}" for name in outcome.file.claim.tags)
    await reply(interaction, outcome, f"**#{number} is tagged {named}.**" if named else f"**#{number} has no tags.**")


@claim_command("details", "Set who made a claim, where it appeared, when and in which language", **_DETAILS)
@app_commands.choices(kind=_KINDS)
async def details(
    interaction: FactdeskInteraction,
    claim: str,
    *,
    claimant: Range[str, 0, LONGEST_NAME] = "",
    kind: str = "",
    about: Range[str, 0, LONGEST_URL] = "",
    appearances: Range[str, 0, LONGEST_URL] = "",
    claimed: Range[str, 0, 60] = "",
    language: Range[str, 0, 40] = "",
) -> None:
    """Change the given details of a claim; without any, open the form."""
    options = {"claimant": claimant, "kind": kind, "url": about, "appearances": appearances}
    options |= {"claimed": claimed, "language": language}
    if not any(options.values()):
        number = await claim_number(interaction, claim)
        await ClaimButton.handlers[ClaimButtonKind.DETAILS](interaction, number, 0)
        return
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.set_details(interaction, number, lambda known: changed_provenance(known, options))
    lines = [f"**The details of #{number} were saved.**", *provenance_lines(outcome.file.claim.provenance)]
    await reply(interaction, outcome, "\n".join(lines))


@claim_command("priority", "Set a claim's priority", priority="The new priority")
@app_commands.choices(priority=_PRIORITIES)
async def priority(interaction: FactdeskInteraction, claim: str, priority: str) -> None:
    """Set a claim's priority."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.set_priority(interaction, number, submitted_choice(Priority, priority))
    await reply(interaction, outcome, f"**#{number} now has {priority} priority.**")


@claim_command(
    "status",
    "Change a claim's status",
    to="The new status",
    why="The reason, for the history",
)
@app_commands.choices(to=_STATUS_CHOICES)
async def status(interaction: FactdeskInteraction, claim: str, to: str, why: Why = "") -> None:
    """Change a claim's status by the fitting action."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await _change_status(interaction, number, submitted_choice(Status, to), why))


@claim_command("start", "Start checking an open claim")
async def start(interaction: FactdeskInteraction, claim: str) -> None:
    """Start the check; an unassigned claim goes to the actor."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await actions.start(interaction, number))


@claim_command("review", "Send a claim from checking to review")
async def review(interaction: FactdeskInteraction, claim: str) -> None:
    """Send a claim to review."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await actions.send_to_review(interaction, number))


@claim_command("back", "Return a claim from review to checking", why="What is missing")
async def back(interaction: FactdeskInteraction, claim: str, why: Why = "") -> None:
    """Return a claim from review to checking."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await actions.send_back(interaction, number, why))


@claim_command("reopen", "Reopen a settled claim; its verdict stays until there is a new one", why="What is new")
async def reopen(interaction: FactdeskInteraction, claim: str, why: Why = "") -> None:
    """Reopen a settled claim."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await actions.reopen(interaction, number, why))


@claim_command("duplicate", "Mark a claim as a duplicate of another", of="The original claim")
@app_commands.autocomplete(of=claim_choices)
async def duplicate(interaction: FactdeskInteraction, claim: str, of: str) -> None:
    """Mark a claim as a duplicate of another."""
    number = await defer_for_claim(interaction, claim)
    other = await claim_number(interaction, of)
    await _reply_with_status(interaction, await actions.mark_duplicate(interaction, number, other))


@claim_command(
    "merge", "Merge a claim into another, with its flags, watchers and evidence", into="The claim that stays"
)
@app_commands.autocomplete(into=claim_choices)
async def merge(interaction: FactdeskInteraction, claim: str, into: str) -> None:
    """Merge a claim into another."""
    number = await defer_for_claim(interaction, claim)
    other = await claim_number(interaction, into)
    await reply(interaction, await actions.merge(interaction, number, other), merged_sentence(number, other))


@claim_command("split", "Move some flags of a claim to a new claim, in a form")
async def split(interaction: FactdeskInteraction, claim: str) -> None:
    """Open the form for a new claim with some of the flags."""
    await ClaimButton.handlers[ClaimButtonKind.SPLIT](interaction, await claim_number(interaction, claim), 0)


@claim_command("decline", "Close a claim without a verdict", why="Why it can't be checked, or is not worth it")
async def decline(interaction: FactdeskInteraction, claim: str, why: Why = "") -> None:
    """Close a claim without a verdict."""
    number = await defer_for_claim(interaction, claim)
    await _reply_with_status(interaction, await actions.decline(interaction, number, why))


@claim_command("watch", "Get notified of a claim's verdict and of new articles that mention it")
async def watch(interaction: FactdeskInteraction, claim: str) -> None:
    """Watch a claim."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.watch(interaction, number)
    notice = "You will be notified of its verdict and of new articles that mention it."
    await reply(interaction, outcome, f"**You are watching #{number}.** {notice}")


@claim_command("unwatch", "Stop watching a claim")
async def unwatch(interaction: FactdeskInteraction, claim: str) -> None:
    """Stop watching a claim."""
    number = await defer_for_claim(interaction, claim)
    await reply(interaction, await actions.unwatch(interaction, number), f"**You are no longer watching #{number}.**")


async def setup(client: FactdeskClient) -> None:
    """Add the `/claim` group.

    verdict_commands.py adds its subcommands to the same group.
    """
    client.tree.add_command(claim)


async def _reply_with_status(interaction: FactdeskInteraction, outcome: Outcome) -> None:
    claim = outcome.file.claim
    await reply(interaction, outcome, f"**Status of #{claim.number}: {status_name(claim)}**")


async def _change_status(interaction: FactdeskInteraction, number: int, to: Status, why: str) -> Outcome:
    """Do the action for a new status.

    Raises UserError if the claim has this status, or the action is not allowed.
    """
    request = await request_of(interaction)
    now = (await interaction.client.app.desk.get(request.guild, number)).status
    if to is now:
        raise UserError(f"#{number} has this status already.")
    if to is Status.REVIEW:
        return await actions.send_to_review(interaction, number)
    if to is Status.DECLINED:
        return await actions.decline(interaction, number, why)
    if to is Status.OPEN or now in RULED:
        return await actions.reopen(interaction, number, why)
    if now is Status.REVIEW:
        return await actions.send_back(interaction, number, why)
    return await actions.start(interaction, number)
