"""Actions on claims, one function each, for all buttons and commands.

Each acts once for its interaction, which has been deferred, and returns its Outcome; `reply` or `share` follows.
`seen` is the version of the claim on the card that the actor saw. All raise UserError if the action is not allowed.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import discord
from discord.ui import Item, LayoutView

from bot.client import FactdeskInteraction
from bot.desk import due_dates
from bot.desk.actions.transaction import Request
from bot.desk.desk import Desk
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import Author, ClaimChange, ClaimFile, FlagSource, Priority
from bot.model.page_copies import CopyKind
from commands.claim import threads
from commands.claim.buttons import claim_view
from commands.claim.outbox_worker import worker_of
from commands.ui.actor import actor_of, guild_of, request_of
from commands.ui.bylines import subtext
from commands.ui.views import view_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of an action: the claim now.

    `repeated`: an earlier interaction did the action, and nothing was done now. `others` are further claims that it
    changed.
    """

    file: ClaimFile
    repeated: bool = False
    others: tuple[int, ...] = ()


async def reply(
    interaction: FactdeskInteraction,
    outcome: Outcome,
    text: str,
    *,
    with_card: bool = True,
    offers: Callable[[], Iterable[Item[Any]]] = tuple,
) -> None:
    """Answer the actor privately, then share the outcome.

    `text` is markdown, `offers` gives rows of buttons below it. The card has the buttons that the actor may press.
    """
    claim = outcome.file.claim
    await _show(interaction, outcome.file, text, with_card=with_card, offers=offers)
    # The action is done: others hear of it even if the actor can no longer be answered.
    notices = await share(interaction, outcome)
    if claim.card is None:
        location = (await interaction.client.app.desk.get(claim.guild, claim.number)).card
        notices += [f"Discussed in <#{location.thread or location.channel}>."] if location else []
    if notices:
        lines = [text, *(subtext(notice) for notice in notices)]
        await _show(interaction, outcome.file, "\n".join(lines), with_card=with_card, offers=offers)


async def share(interaction: FactdeskInteraction, outcome: Outcome) -> list[str]:
    """Send the claim's card and notifications, and return notices for the actor."""
    if outcome.repeated:
        return []
    claim = outcome.file.claim
    notices = list[str]()
    # The first card is drawn again once it can link to the others.
    for number in (claim.number, *outcome.others, *([claim.number] if outcome.others else [])):
        notices += await worker_of(interaction.client).deliver(claim.guild, number)
    if claim.card is None and (await interaction.client.app.desk.settings(claim.guild)).channel is None:
        notices.append(threads.NO_DESK)
    return list(dict.fromkeys(notices))


async def edit_response(interaction: FactdeskInteraction, view: LayoutView) -> None:
    """Edit the response or the pressed message.

    One that was dismissed, deleted or is too old is left as it is.
    """
    try:
        await interaction.edit_original_response(view=view)
    except discord.HTTPException as refused:
        # Dismissed, deleted, or its fifteen minutes are over.
        _log.info("interaction %d can no longer be answered: %s", interaction.id, refused)


async def flag(interaction: FactdeskInteraction, new: NewClaim, *, once: str | None = None) -> Outcome:
    """Add a claim.

    A key `once` makes several interactions one action.
    """
    return await _act(interaction, lambda desk, request: desk.flag(request, new), once=once)


async def add_flag(
    interaction: FactdeskInteraction,
    number: int,
    why: str = "",
    origin: FlagSource | None = None,
    *,
    once: str | None = None,
) -> Outcome:
    """Add the actor's flag to an existing claim."""
    return await _act(interaction, lambda desk, request: desk.add_flag(request, number, why, origin), once=once)


async def take(interaction: FactdeskInteraction, number: int, *, seen: int | None = None) -> Outcome:
    """Assign an unassigned claim to the actor."""
    return await _act(interaction, lambda desk, request: desk.take(request, number), seen=seen)


async def assign(
    interaction: FactdeskInteraction, number: int, to: discord.abc.User | None, *, seen: int | None = None
) -> Outcome:
    """Assign a claim to a member, or to nobody for None.

    A new assignee is notified, unless they assigned the claim themselves.
    """
    author = None if to is None else Author(to.id, to.display_name)
    return await _act(interaction, lambda desk, request: desk.assign(request, number, author), seen=seen)


async def set_due(interaction: FactdeskInteraction, number: int, words: str, *, seen: int | None = None) -> Outcome:
    """Set the due date from words; empty words remove it.

    Example: "tomorrow 17:00".
    """
    request = await request_of(interaction, seen=seen)
    due = await due_date(interaction, words, request.now)
    return await _act(interaction, lambda desk, request: desk.set_due(request, number, due), seen=seen)


async def set_priority(
    interaction: FactdeskInteraction, number: int, priority: Priority, *, seen: int | None = None
) -> Outcome:
    """Set a claim's priority."""
    return await _act(interaction, lambda desk, request: desk.set_priority(request, number, priority), seen=seen)


async def tag(
    interaction: FactdeskInteraction, number: int, tags: Iterable[str], *, seen: int | None = None
) -> Outcome:
    """Replace a claim's tags."""
    return await _act(interaction, lambda desk, request: desk.tag(request, number, tags), seen=seen)


async def set_details(
    interaction: FactdeskInteraction,
    number: int,
    change: Callable[[ClaimProvenance], ClaimProvenance],
    *,
    seen: int | None = None,
) -> Outcome:
    """Replace a claim's claimant, appearances, date and language by the change of those it has."""
    known = (await interaction.client.app.desk.get(guild_of(interaction), number)).provenance
    new = change(known)
    return await _act(interaction, lambda desk, request: desk.set_details(request, number, new), seen=seen)


async def start(interaction: FactdeskInteraction, number: int, *, seen: int | None = None) -> Outcome:
    """Start the check of an open claim."""
    return await _act(interaction, lambda desk, request: desk.start(request, number), seen=seen)


async def add_evidence(
    interaction: FactdeskInteraction, number: int, new: Iterable[NewEvidence], *, once: str | None = None
) -> Outcome:
    """Add evidence to a claim."""
    return await _act(interaction, lambda desk, request: desk.add_evidence(request, number, new), once=once)


async def archive(interaction: FactdeskInteraction, number: int, kind: CopyKind, urls: Sequence[str]) -> Outcome:
    """Queue copies of pages that a claim links."""
    return await _act(interaction, lambda desk, request: desk.archive(request, number, kind, urls))


async def send_to_review(interaction: FactdeskInteraction, number: int, *, seen: int | None = None) -> Outcome:
    """Send a claim from checking to review."""
    return await _act(interaction, lambda desk, request: desk.send_to_review(request, number), seen=seen)


async def send_back(
    interaction: FactdeskInteraction, number: int, why: str = "", *, seen: int | None = None
) -> Outcome:
    """Return a claim from review to checking."""
    return await _act(interaction, lambda desk, request: desk.send_back(request, number, why), seen=seen)


async def rule(interaction: FactdeskInteraction, number: int, new: NewVerdict, *, seen: int | None = None) -> Outcome:
    """Rule on a claim; a verdict in force notifies flaggers and watchers."""
    return await _act(interaction, lambda desk, request: desk.rule(request, number, new), seen=seen)


async def approve(interaction: FactdeskInteraction, number: int, *, seen: int | None = None) -> Outcome:
    """Approve the pending verdict and notify flaggers and watchers."""
    return await _act(interaction, lambda desk, request: desk.approve(request, number), seen=seen)


async def correct(
    interaction: FactdeskInteraction, number: int, new: NewVerdict, *, seen: int | None = None
) -> Outcome:
    """Replace the verdict in force and notify flaggers and watchers."""
    return await _act(interaction, lambda desk, request: desk.correct(request, number, new), seen=seen)


async def publish(interaction: FactdeskInteraction, number: int, url: str, *, seen: int | None = None) -> Outcome:
    """Save the address of the published verdict."""
    return await _act(interaction, lambda desk, request: desk.publish(request, number, url), seen=seen)


async def reopen(interaction: FactdeskInteraction, number: int, why: str = "", *, seen: int | None = None) -> Outcome:
    """Reopen a settled claim."""
    return await _act(interaction, lambda desk, request: desk.reopen(request, number, why), seen=seen)


async def mark_duplicate(interaction: FactdeskInteraction, number: int, of: int, *, seen: int | None = None) -> Outcome:
    """Mark a claim as a duplicate and notify its flaggers and watchers."""
    return await _act(interaction, lambda desk, request: desk.mark_duplicate(request, number, of), seen=seen)


async def merge(interaction: FactdeskInteraction, number: int, into: int, *, seen: int | None = None) -> Outcome:
    """Merge a claim into another and notify its flaggers and watchers."""
    outcome = await _act(interaction, lambda desk, request: desk.merge(request, number, into), seen=seen)
    return replace(outcome, others=(into,))


async def split(
    interaction: FactdeskInteraction, number: int, text: str, flags: Sequence[int], *, seen: int | None = None
) -> Outcome:
    """Move some flags of a claim to a new one; the outcome is the new claim."""
    outcome = await _act(interaction, lambda desk, request: desk.split(request, number, text, flags), seen=seen)
    return replace(outcome, others=(number,))


async def decline(interaction: FactdeskInteraction, number: int, why: str = "", *, seen: int | None = None) -> Outcome:
    """Close a claim without a verdict."""
    return await _act(interaction, lambda desk, request: desk.decline(request, number, why), seen=seen)


async def watch(interaction: FactdeskInteraction, number: int) -> Outcome:
    """Let the actor watch a claim."""
    return await _act(interaction, lambda desk, request: desk.watch(request, number))


async def unwatch(interaction: FactdeskInteraction, number: int) -> Outcome:
    """End the actor's watching of a claim."""
    return await _act(interaction, lambda desk, request: desk.unwatch(request, number))


async def due_date(interaction: FactdeskInteraction, words: str, now: datetime) -> datetime | None:
    """Return a due date in the newsroom's time zone, or None.

    Raises UserError for words that are not a date.
    """
    if not words.strip():
        return None
    settings = await interaction.client.app.desk.settings(guild_of(interaction))
    return due_dates.parse_due_date(words, now, settings.time_zone)


async def _act(
    interaction: FactdeskInteraction,
    action: Callable[[Desk, Request], Awaitable[ClaimChange]],
    *,
    seen: int | None = None,
    once: str | None = None,
) -> Outcome:
    desk = interaction.client.app.desk
    change = await action(desk, await request_of(interaction, seen=seen, once=once))
    file = await desk.file(change.claim.guild, change.claim.number)
    return Outcome(file, change.repeated)


async def _show(
    interaction: FactdeskInteraction,
    file: ClaimFile,
    text: str,
    *,
    with_card: bool,
    offers: Callable[[], Iterable[Item[Any]]],
) -> None:
    view = view_of(text, *offers())
    if with_card:
        desk, claim = interaction.client.app.desk, file.claim
        actor = actor_of(interaction, await desk.settings(claim.guild))
        for item in claim_view(file, await desk.allowed_actions(claim.guild, claim.number, actor)).children:
            view.add_item(item)
    await edit_response(interaction, view)
