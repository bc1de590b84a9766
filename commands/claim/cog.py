"""`/claim`: everything that is done to one claim, with the same checks as its buttons; verdicts and evidence aside."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice, Range

from bot.client import FactdeskClient
from bot.desk.validation import LONGEST_REMARK
from bot.errors import UserError
from bot.model.claims import RULED, Priority, Status
from commands.claim import actions
from commands.claim.actions import Outcome, answer
from commands.claim.autocomplete import WHICH, number_of, offered
from commands.claim.buttons import claim_view
from commands.claim.cards import moment, status_name
from commands.claim.notifications import given_to
from commands.ui.actor import Used, request_of
from commands.ui.markdown import escape

_PRIORITIES = [Choice(name=each.value, value=each.value) for each in Priority]
_GOALS = [
    Choice(name="checking: start the check, or go back to it", value=Status.CHECKING.value),
    Choice(name="review: ready for a second pair of eyes", value=Status.REVIEW.value),
    Choice(name="open: take it up again after all", value=Status.OPEN.value),
    Choice(name="declined: can't be checked, or not worth it", value=Status.DECLINED.value),
]
Why = Range[str, 0, LONGEST_REMARK]

claim = app_commands.Group(
    name="claim",
    description="One claim of this server's desk",
    allowed_installs=AppInstallationType(guild=True, user=False),
    allowed_contexts=AppCommandContext(guild=True, dm_channel=False, private_channel=False),
)


async def begun(interaction: Used, chosen: str) -> int:
    """Let Discord know that something comes, for the actor alone, and return the number of the claim it is about."""
    await interaction.response.defer(ephemeral=True)
    return await number_of(interaction, chosen)


@claim.command(name="show", description="Show a claim with its evidence, its verdict and what you can do")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def show(interaction: Used, claim: str) -> None:
    """Show a claim as it stands, to the one who asks."""
    number = await begun(interaction, claim)
    request, desk = await request_of(interaction), interaction.client.app.desk
    file = await desk.file(request.guild, number)
    view = claim_view(file, await desk.allowed_actions(request.guild, number, request.actor))
    await interaction.followup.send(view=view, ephemeral=True)


@claim.command(name="take", description="Take a claim that nobody has")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def take(interaction: Used, claim: str) -> None:
    """Give a claim to the one who asks for it."""
    number = await begun(interaction, claim)
    await answer(interaction, await actions.take(interaction, number), f"**#{number} is yours.**")


@claim.command(name="assign", description="Give a claim to somebody, or to nobody")
@app_commands.describe(claim=WHICH, to="Who is to have it; leave it out for nobody")
@app_commands.autocomplete(claim=offered)
async def assign(interaction: Used, claim: str, to: discord.Member | None = None) -> None:
    """Give a claim to somebody, who hears of it."""
    number = await begun(interaction, claim)
    outcome = await actions.assign(interaction, number, to)
    await answer(interaction, outcome, f"**{given_to(outcome.file)}**")


@claim.command(name="due", description="Set by when a claim should be settled")
@app_commands.describe(claim=WHICH, when="tomorrow 17:00, friday, in 3 hours, 2026-11-30; leave it out for no date")
@app_commands.autocomplete(claim=offered)
async def due(interaction: Used, claim: str, when: Range[str, 0, 100] = "") -> None:
    """Set or take away a due date, read by the newsroom's clock."""
    number = await begun(interaction, claim)
    outcome = await actions.set_due(interaction, number, when)
    at = outcome.file.claim.due
    await answer(interaction, outcome, f"**#{number} is due {moment(at)}.**" if at else f"**#{number} has no date.**")


@claim.command(name="tag", description="Let a claim have these tags and no others")
@app_commands.describe(claim=WHICH, tags="Tags with commas between them; leave them out for none")
@app_commands.autocomplete(claim=offered)
async def tag(interaction: Used, claim: str, tags: str = "") -> None:
    """Set a claim's tags."""
    number = await begun(interaction, claim)
    outcome = await actions.tag(interaction, number, tags.split(","))
    named = ", ".join(f"#{escape(each)}" for each in outcome.file.claim.tags)
    await answer(interaction, outcome, f"**#{number} is tagged {named}.**" if named else f"**#{number} has no tags.**")


@claim.command(name="priority", description="Say how urgent a claim is")
@app_commands.describe(claim=WHICH, priority="How urgent it is")
@app_commands.choices(priority=_PRIORITIES)
@app_commands.autocomplete(claim=offered)
async def priority(interaction: Used, claim: str, priority: str) -> None:
    """Set a claim's priority."""
    number = await begun(interaction, claim)
    outcome = await actions.set_priority(interaction, number, Priority(priority))
    await answer(interaction, outcome, f"**#{number} has the priority {priority} now.**")


@claim.command(name="status", description="Bring a claim to another status, as far as that is allowed from where it is")
@app_commands.describe(claim=WHICH, to="Where it is to stand", why="Why, for the history")
@app_commands.choices(to=_GOALS)
@app_commands.autocomplete(claim=offered)
async def status(interaction: Used, claim: str, to: str, why: Why = "") -> None:
    """Do whichever action leads from where a claim stands to where it is wanted."""
    number = await begun(interaction, claim)
    await _told(interaction, await _brought(interaction, number, Status(to), why))


@claim.command(name="start", description="Start the check of an open claim")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def start(interaction: Used, claim: str) -> None:
    """Begin to check; where nobody has the claim, it becomes the actor's."""
    number = await begun(interaction, claim)
    await _told(interaction, await actions.start(interaction, number))


@claim.command(name="review", description="Send a claim that is being checked to review")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def review(interaction: Used, claim: str) -> None:
    """Hand a claim to the reviewers."""
    number = await begun(interaction, claim)
    await _told(interaction, await actions.send_to_review(interaction, number))


@claim.command(name="back", description="Send a claim back from review to checking")
@app_commands.describe(claim=WHICH, why="What is missing")
@app_commands.autocomplete(claim=offered)
async def back(interaction: Used, claim: str, why: Why = "") -> None:
    """Return a claim to whoever checks it."""
    number = await begun(interaction, claim)
    await _told(interaction, await actions.send_back(interaction, number, why))


@claim.command(name="reopen", description="Take a settled claim up again; its verdict stays until there is another")
@app_commands.describe(claim=WHICH, why="What is new")
@app_commands.autocomplete(claim=offered)
async def reopen(interaction: Used, claim: str, why: Why = "") -> None:
    """Take a claim up again."""
    number = await begun(interaction, claim)
    await _told(interaction, await actions.reopen(interaction, number, why))


@claim.command(name="duplicate", description="Set a claim aside as the same as another")
@app_commands.describe(claim=WHICH, of="The claim that it is the same as")
@app_commands.autocomplete(claim=offered, of=offered)
async def duplicate(interaction: Used, claim: str, of: str) -> None:
    """Set a claim aside; its flaggers hear the other's verdict."""
    number = await begun(interaction, claim)
    other = await number_of(interaction, of)
    await _told(interaction, await actions.mark_duplicate(interaction, number, other))


@claim.command(name="decline", description="End a claim without a verdict")
@app_commands.describe(claim=WHICH, why="Why it can't be checked, or is not worth it")
@app_commands.autocomplete(claim=offered)
async def decline(interaction: Used, claim: str, why: Why = "") -> None:
    """End a claim without a verdict."""
    number = await begun(interaction, claim)
    await _told(interaction, await actions.decline(interaction, number, why))


@claim.command(name="watch", description="Hear of a claim's verdict, and of new articles that tell it")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def watch(interaction: Used, claim: str) -> None:
    """Let the actor hear of a claim."""
    number = await begun(interaction, claim)
    said = f"**You watch #{number}:** you will hear of its verdict, and of new articles that tell the same."
    await answer(interaction, await actions.watch(interaction, number), said)


@claim.command(name="unwatch", description="Hear of a claim no more")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def unwatch(interaction: Used, claim: str) -> None:
    """Let the actor hear of a claim no more."""
    number = await begun(interaction, claim)
    await answer(interaction, await actions.unwatch(interaction, number), f"**You no longer watch #{number}.**")


async def setup(client: FactdeskClient) -> None:
    """Add the commands of this group, the rest of which register themselves with it."""
    client.tree.add_command(claim)


async def _told(interaction: Used, outcome: Outcome) -> None:
    stands = status_name(outcome.file.claim)
    await answer(interaction, outcome, f"**#{outcome.file.claim.number}: {stands[:1].lower()}{stands[1:]} now.**")


async def _brought(interaction: Used, number: int, to: Status, why: str) -> Outcome:
    """Do the action that leads a claim to a status. Raises UserError where there is none, or it may not be done."""
    request = await request_of(interaction)
    now = (await interaction.client.app.desk.get(request.guild, number)).status
    if to is now:
        raise UserError(f"#{number} stands there already.")
    if to is Status.REVIEW:
        return await actions.send_to_review(interaction, number)
    if to is Status.DECLINED:
        return await actions.decline(interaction, number, why)
    if to is Status.OPEN or now in RULED:
        return await actions.reopen(interaction, number, why)
    if now is Status.REVIEW:
        return await actions.send_back(interaction, number, why)
    return await actions.start(interaction, number)
