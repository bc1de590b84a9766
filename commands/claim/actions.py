"""What people do to claims from Discord: one function an action, whichever button or command asks for it.

Each does it once for its interaction and returns its Outcome. It answers nobody and shows nothing yet: the
interaction has been deferred, and `answer` or `spread` follows. `seen` is the version of the claim that the actor
was looking at, where there was one. All raise UserError where the action may not be done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import discord
from discord.ui import LayoutView, TextDisplay

from bot.desk import due_dates
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claims import Author, ClaimChange, ClaimFile, FlagSource, Person, Priority
from commands.claim import threads
from commands.claim.buttons import claim_view
from commands.claim.notifications import assigned_news, duplicate_news, verdict_news
from commands.ui.actor import Used, actor_of, guild_of, request_of
from commands.ui.bylines import small

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an action: the claim as it is now. `tell` are those who should hear the `news` (markdown).

    `repeated`: it had been done before, and nothing was done now. `ruled`: the news are of a verdict.
    """

    file: ClaimFile
    repeated: bool = False
    tell: tuple[Person, ...] = ()
    news: str = ""
    ruled: bool = False


async def answer(interaction: Used, outcome: Outcome, said: str, *, with_card: bool = True) -> None:
    """Tell the actor, privately, what came of it and how the claim stands; then `spread` it.

    `said` is markdown. The interaction's deferred answer is filled in; what is to be known of the claim's place is
    added once that is known. The card's buttons are those that the actor may press.
    """
    claim = outcome.file.claim
    await _show(interaction, outcome.file, said, with_card=with_card)
    # It is done, and others hear of it, whether or not the actor can still be told.
    notices = await spread(interaction, outcome)
    if claim.card is None:
        placed = (await interaction.client.app.desk.get(claim.guild, claim.number)).card
        notices += [f"Its place is <#{placed.thread or placed.channel}>."] if placed else []
    if notices:
        told = "\n".join([said, *(small(notice) for notice in notices)])
        await _show(interaction, outcome.file, told, with_card=with_card)


async def spread(interaction: Used, outcome: Outcome) -> list[str]:
    """Bring the claim's card up to date and let those concerned hear the news; return what the actor should know."""
    if outcome.repeated:
        return []
    claim = outcome.file.claim
    notices = await threads.refresh(interaction.client, claim.guild, claim.number)
    if outcome.tell:
        placed = await interaction.client.app.desk.get(claim.guild, claim.number)
        await threads.notify(interaction.client, placed, outcome.tell, outcome.news)
        if outcome.ruled:
            await interaction.client.app.desk.mark_verdict_notified(placed)
    return notices


async def show(interaction: Used, view: LayoutView) -> None:
    """Fill in the answer to an interaction, or draw the card anew whose button was pressed, as far as it is there."""
    try:
        await interaction.edit_original_response(view=view)
    except discord.HTTPException as refused:
        # Dismissed, deleted, or its fifteen minutes are over.
        _log.info("interaction %d can no longer be answered: %s", interaction.id, refused)


async def flag(interaction: Used, new: NewClaim, *, once: str | None = None) -> Outcome:
    """Add a claim. What bears the same `once` is added once, however many interactions ask for it."""
    request = await request_of(interaction, once=once)
    return await _outcome(interaction, await interaction.client.app.desk.flag(request, new))


async def add_flag(
    interaction: Used, number: int, why: str = "", origin: FlagSource | None = None, *, once: str | None = None
) -> Outcome:
    """Add the actor's flag to a claim that is there already."""
    request = await request_of(interaction, once=once)
    return await _outcome(interaction, await interaction.client.app.desk.add_flag(request, number, why, origin))


async def take(interaction: Used, number: int, *, seen: int | None = None) -> Outcome:
    """Give a claim that nobody has to the actor."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.take(request, number))


async def assign(interaction: Used, number: int, to: discord.abc.User | None, *, seen: int | None = None) -> Outcome:
    """Give a claim to somebody, who hears of it, or (None) to nobody."""
    request = await request_of(interaction, seen=seen)
    author = None if to is None else Author(to.id, to.display_name)
    outcome = await _outcome(interaction, await interaction.client.app.desk.assign(request, number, author))
    assignee = outcome.file.claim.assignee
    if outcome.repeated or assignee is None or assignee.user == interaction.user.id:
        return outcome
    return Outcome(outcome.file, tell=(assignee,), news=assigned_news(outcome.file, interaction.user.display_name))


async def set_due(interaction: Used, number: int, words: str, *, seen: int | None = None) -> Outcome:
    """Set the moment that `words` mean by the newsroom's clock ("tomorrow 17:00"); empty ones take the date away."""
    request = await request_of(interaction, seen=seen)
    at = await moment_of(interaction, words, request.now)
    return await _outcome(interaction, await interaction.client.app.desk.set_due(request, number, at))


async def set_priority(interaction: Used, number: int, priority: Priority, *, seen: int | None = None) -> Outcome:
    """Say how urgent a claim is."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.set_priority(request, number, priority))


async def tag(interaction: Used, number: int, tags: Iterable[str], *, seen: int | None = None) -> Outcome:
    """Let a claim have these tags and no others."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.tag(request, number, tags))


async def start(interaction: Used, number: int, *, seen: int | None = None) -> Outcome:
    """Begin the check of an open claim."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.start(request, number))


async def add_evidence(
    interaction: Used, number: int, new: Iterable[NewEvidence], *, once: str | None = None
) -> Outcome:
    """Add pieces of evidence to a claim."""
    request = await request_of(interaction, once=once)
    return await _outcome(interaction, await interaction.client.app.desk.add_evidence(request, number, new))


async def send_to_review(interaction: Used, number: int, *, seen: int | None = None) -> Outcome:
    """Hand a claim that is being checked to its reviewers."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.send_to_review(request, number))


async def send_back(interaction: Used, number: int, why: str = "", *, seen: int | None = None) -> Outcome:
    """Return a claim from review to checking."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.send_back(request, number, why))


async def rule(interaction: Used, number: int, new: NewVerdict, *, seen: int | None = None) -> Outcome:
    """Rule on a claim; flaggers and watchers hear of it once the verdict is in force."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.rule(request, number, new))


async def approve(interaction: Used, number: int, *, seen: int | None = None) -> Outcome:
    """Put the verdict that waits in force; flaggers and watchers hear of it."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.approve(request, number))


async def correct(interaction: Used, number: int, new: NewVerdict, *, seen: int | None = None) -> Outcome:
    """Put a new verdict in the place of the one in force; flaggers and watchers hear of it."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.correct(request, number, new))


async def publish(interaction: Used, number: int, url: str, *, seen: int | None = None) -> Outcome:
    """Note where the verdict in force was published."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.publish(request, number, url))


async def reopen(interaction: Used, number: int, why: str = "", *, seen: int | None = None) -> Outcome:
    """Take a settled claim up again."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.reopen(request, number, why))


async def mark_duplicate(interaction: Used, number: int, of: int, *, seen: int | None = None) -> Outcome:
    """Set a claim aside as the same as another; its flaggers hear of that, and of the other's verdict."""
    request = await request_of(interaction, seen=seen)
    outcome = await _outcome(interaction, await interaction.client.app.desk.mark_duplicate(request, number, of))
    if outcome.repeated:
        return outcome
    other = await interaction.client.app.desk.file(request.guild, of)
    concerned = {person.number: person for person in (*(f.by for f in outcome.file.flags), *outcome.file.watchers)}
    others = tuple(person for person in concerned.values() if person.user not in (None, interaction.user.id))
    return Outcome(outcome.file, tell=others, news=duplicate_news(outcome.file, other))


async def decline(interaction: Used, number: int, why: str = "", *, seen: int | None = None) -> Outcome:
    """End a claim without a verdict."""
    request = await request_of(interaction, seen=seen)
    return await _outcome(interaction, await interaction.client.app.desk.decline(request, number, why))


async def watch(interaction: Used, number: int) -> Outcome:
    """Let the actor hear of a claim's verdict."""
    return await _outcome(interaction, await interaction.client.app.desk.watch(await request_of(interaction), number))


async def unwatch(interaction: Used, number: int) -> Outcome:
    """Let the actor hear of a claim's verdict no more."""
    return await _outcome(interaction, await interaction.client.app.desk.unwatch(await request_of(interaction), number))


async def moment_of(interaction: Used, words: str, now: datetime) -> datetime | None:
    """Return the moment that `words` mean by the newsroom's clock; None for none. Raises UserError for others."""
    if not words.strip():
        return None
    settings = await interaction.client.app.desk.settings(guild_of(interaction))
    return due_dates.parse_due_date(words, now, settings.time_zone)


async def _outcome(interaction: Used, change: ClaimChange) -> Outcome:
    file = await interaction.client.app.desk.file(change.claim.guild, change.claim.number)
    news = verdict_news(file) if change.notify else ""
    return Outcome(file, change.repeated, change.notify, news, ruled=bool(news))


async def _show(interaction: Used, file: ClaimFile, said: str, *, with_card: bool) -> None:
    view = LayoutView(timeout=None).add_item(TextDisplay(said))
    if with_card:
        claim = file.claim
        settings = await interaction.client.app.desk.settings(claim.guild)
        actor = actor_of(interaction, settings)
        actions = await interaction.client.app.desk.allowed_actions(claim.guild, claim.number, actor)
        for item in claim_view(file, actions).children:
            view.add_item(item)
    await show(interaction, view)
