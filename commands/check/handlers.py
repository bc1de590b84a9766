"""Handlers of the buttons of a draft check.

Each press is checked: the person who asked for the check, in the same server, before it has expired.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from weakref import WeakValueDictionary

import discord
from discord import AllowedMentions
from discord.ui import LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.corpus.sentences import sentences
from bot.desk import validation
from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.draftcheck.model import CheckedItem
from bot.draftcheck.order import worst_first
from bot.draftcheck.titles import title
from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence
from bot.model.spans import Span
from commands.ask.buttons import answer_view, verdicts_on
from commands.ask.context import context_card
from commands.ask.pending_reply import reply_to_command
from commands.check.buttons import (
    AnnotatedCopyKind,
    CheckButton,
    CheckButtonKind,
    CheckMenu,
    confirmation_view,
    digest,
    handles,
    worklist_view,
)
from commands.check.cards import MAX_FLAGGED, PAGE_SIZE, WorkList, flagged_card
from commands.check.copies import copy_of
from commands.check.runs import listed
from commands.claim import actions
from commands.claim.actions import Outcome
from commands.claim.evidence import pinned_quote
from commands.claim.similar_card import find_similar
from commands.flag.cog import open_flag_modal
from commands.ui.actor import guild_of
from commands.ui.buttons import turn_page
from commands.ui.markdown import one_line
from commands.ui.saved_answers import save
from commands.ui.truncate import cut_label, cut_line
from commands.ui.views import view_of

EXPIRED = "This draft check has expired, and the draft’s text with it. Check the draft again."
NOT_YOURS = "This draft check is somebody else's. Check the draft yourself with /check."
ELSEWHERE = "This draft check belongs to another server. Check the draft here."
CHANGED = "The list has changed since it was shown, so this press flagged nothing. Press “Flag all red” again."
ALL_FLAGGED = "“Flag all red” has flagged every red item of this draft."
NO_QUOTE = "No passage of an article was found for this. Press “Ask” to look for one."
TOO_LARGE = "The copy is larger than Discord's limit for files here. Choose Markdown, or check a part of the draft."
_LARGEST_FILE = 10_000_000  # in direct messages
_MAX_EVIDENCE = 3
_MAX_QUESTION = 1_000
_mark_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


@handles(CheckButtonKind.PAGE)
async def _show_page(interaction: FactdeskInteraction, id_: str, page: int) -> None:
    async def view() -> LayoutView:
        return await _view(interaction, await _load(interaction, id_), page)

    await turn_page(interaction, view)


@handles(CheckButtonKind.FINE)
async def _mark_as_fine(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    """Take an item off the list, for the next versions of the draft, too."""
    await interaction.response.defer()
    saved = await _load(interaction, id_)
    checked = _item(saved, number)
    # Of two fast presses, the list with both marks has to be the last that is shown.
    async with _mark_locks.setdefault(id_, asyncio.Lock()):
        marked = await interaction.client.app.saved_draft_checks.mark(saved, checked.item.key)
        done = f"Marked as fine, also for the next version: “{cut_line(checked.item.text, 120)}”"
        await actions.edit_response(interaction, await _view(interaction, marked, _page_of(marked, checked), done))


@handles(CheckButtonKind.CONTEXT)
async def _show_context(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    checked = _item(await _load(interaction, id_), number)
    if not checked.findings:
        raise UserError(NO_QUOTE)
    finding = checked.findings[0]
    documents = await interaction.client.app.documents.get([finding.document.id])
    card = context_card(finding, documents.get(finding.document.id))
    await interaction.followup.send(view=view_of(card), ephemeral=True)


@handles(CheckButtonKind.ASK)
async def _ask(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    """Ask the articles an item's words, privately."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    checked = _item(await _load(interaction, id_), number)
    question = one_line(checked.item.text)[:_MAX_QUESTION]
    async with reply_to_command(interaction, public=False) as pending:
        app = interaction.client.app
        answer = await app.finish(await app.ask(question, on_wait=pending.show_position))
        saved = await save(interaction, interaction.client, answer, "draft", asked=_as_if_asked_before(interaction))
        await pending.answer(
            answer_view(answer, saved, verdicts=await verdicts_on(interaction, interaction.client, answer))
        )


@handles(CheckButtonKind.FLAG)
async def _flag(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    """Open the flag form with the draft's sentence and the quotes found."""
    guild_of(interaction)
    saved = await _load(interaction, id_)
    checked = _item(saved, number)
    await open_flag_modal(
        interaction, claim_of(saved, checked), evidence=evidence_of(checked), why=why_flagged(checked)
    )


@handles(CheckButtonKind.ALL_RED)
async def _list_red(interaction: FactdeskInteraction, id_: str, _number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild_of(interaction)
    shown = await listed(interaction, await _load(interaction, id_))
    if not shown.red:
        raise UserError(CHANGED)
    unflagged = await _unflagged(interaction, shown)
    if not unflagged:
        raise UserError(ALL_FLAGGED)
    await interaction.followup.send(view=confirmation_view(shown, unflagged), ephemeral=True)


@handles(CheckButtonKind.CONFIRM)
async def _flag_all_red(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    """Flag the items that the confirmation listed, and reply with the claims' numbers."""
    await interaction.response.defer()
    guild_of(interaction)
    saved = await _load(interaction, id_)
    shown = await listed(interaction, saved)
    unflagged = await _unflagged(interaction, shown)
    red = _listed_red(shown, unflagged, number)
    flagged, refused, outcomes = list[tuple[int, str]](), list[tuple[str, str]](), list[Outcome]()
    for checked in red:
        try:
            outcome = await _flag_item(interaction, saved, checked)
        except UserError as fault:
            refused.append((checked.item.text, fault.message))
        else:
            outcomes.append(outcome)
            flagged.append((outcome.file.claim.number, checked.item.text))
    await actions.edit_response(interaction, view_of(flagged_card(flagged, refused, len(unflagged) - len(red))))
    for outcome in outcomes:
        await actions.share(interaction, outcome)


async def _choose(interaction: FactdeskInteraction, id_: str, kind: AnnotatedCopyKind) -> None:
    """Send an annotated copy, or take the marks back."""
    if kind is AnnotatedCopyKind.UNMARK:
        await interaction.response.defer()
        saved = await interaction.client.app.saved_draft_checks.unmark(await _load(interaction, id_))
        await actions.edit_response(interaction, await _view(interaction, saved))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    saved = await _load(interaction, id_)
    copy = await asyncio.to_thread(copy_of, saved.check, kind)
    limit = interaction.guild.filesize_limit if interaction.guild else _LARGEST_FILE
    if len(copy.content) > limit:
        raise UserError(TOO_LARGE)
    file = discord.File(io.BytesIO(copy.content), copy.name)
    text = "The draft with what was found. It is a file of yours now: the bot keeps no copy."
    await interaction.followup.send(text, file=file, ephemeral=True, allowed_mentions=AllowedMentions.none())


def claim_of(saved: SavedDraftCheck, checked: CheckedItem) -> str:
    """Return the claim to flag: the draft's sentences around an item, or its words alone if these are too long."""
    text, span = saved.check.text, checked.item.span
    start = text.rfind("\n\n", 0, span.start) + 1
    end = text.find("\n\n", span.end)
    paragraph = Span(max(start, 0), end if end >= 0 else len(text))
    around = [sentence for sentence in sentences(text, paragraph) if sentence.overlaps(span)]
    whole = one_line(Span(around[0].start, around[-1].end).of(text)) if around else ""
    if 0 < len(whole) <= validation.LONGEST_CLAIM:
        return whole
    return cut_label(checked.item.text, validation.LONGEST_CLAIM)


async def setup(client: FactdeskClient) -> None:
    """Register the buttons and the menu."""
    CheckMenu.handlers[:] = [_choose]
    client.add_dynamic_items(CheckButton, CheckMenu)


async def _load(interaction: FactdeskInteraction, id_: str) -> SavedDraftCheck:
    """Return a saved check. Raises UserError if it has expired, or is not the presser's in this server."""
    saved = await interaction.client.app.saved_draft_checks.get(id_)
    if saved is None:
        raise UserError(EXPIRED)
    if saved.user != interaction.user.id:
        raise UserError(NOT_YOURS)
    if saved.guild != interaction.guild_id:
        raise UserError(ELSEWHERE)
    return saved


def _item(saved: SavedDraftCheck, number: int) -> CheckedItem:
    if number >= len(saved.check.items):
        raise UserError(EXPIRED)
    return saved.check.items[number]


def _page_of(saved: SavedDraftCheck, checked: CheckedItem) -> int:
    """Return the page of an item, also if another press has taken it off the list already."""
    open_keys = {other.item.key for other in saved.open_items()} | {checked.item.key}
    around = worst_first(other for other in saved.check.items if other.item.key in open_keys)
    return around.index(checked) // PAGE_SIZE


async def _view(interaction: FactdeskInteraction, saved: SavedDraftCheck, page: int = 0, above: str = "") -> LayoutView:
    hours = interaction.client.app.saved_draft_checks.hours
    return await asyncio.to_thread(worklist_view, await listed(interaction, saved), hours, page, above)


async def _unflagged(interaction: FactdeskInteraction, shown: WorkList) -> list[CheckedItem]:
    """Return the red items that "Flag all red" has not flagged yet."""
    keys = {_flagging_key(shown.saved, checked): checked for checked in shown.red}
    done = await interaction.client.app.desk.done(guild_of(interaction), keys)
    return [checked for key, checked in keys.items() if key not in done]


def _flagging_key(saved: SavedDraftCheck, checked: CheckedItem) -> str:
    """Return what makes presses for one item one action."""
    return f"draft check {saved.id} {saved.check.items.index(checked)}"


def _listed_red(shown: WorkList, unflagged: Sequence[CheckedItem], number: int) -> Sequence[CheckedItem]:
    red = unflagged[:MAX_FLAGGED]
    if digest([shown.number_of(checked) for checked in red]) != number:
        raise UserError(CHANGED)
    return red


async def _flag_item(interaction: FactdeskInteraction, saved: SavedDraftCheck, checked: CheckedItem) -> Outcome:
    """Flag an item once; the flag goes to the same claim if the desk has it."""
    guild = guild_of(interaction)
    once = _flagging_key(saved, checked)
    new = NewClaim(validation.claim_text(claim_of(saved, checked)), why_flagged(checked), evidence=evidence_of(checked))
    similar = await find_similar(interaction.client.app, guild, new.text)
    same = next((candidate.flag_target for candidate in similar if candidate.is_same and candidate.flag_target), None)
    if same is not None:
        return await actions.add_flag(interaction, same, new.why, once=once)
    return await actions.flag(interaction, new, once=once)


def evidence_of(checked: CheckedItem) -> tuple[NewEvidence, ...]:
    """Return the quotes found for an item, to be pinned."""
    return tuple(map(pinned_quote, checked.findings[:_MAX_EVIDENCE]))


def why_flagged(checked: CheckedItem) -> str:
    """Return the reason for a flag: what was found about the item."""
    return cut_label(f"In a draft. {title(checked)}. {checked.note or ''}".strip(), validation.LONGEST_REMARK)


def _as_if_asked_before(interaction: FactdeskInteraction) -> datetime:
    """Return a time by which the answer, which holds the draft's sentence, expires with the draft."""
    app = interaction.client.app
    return datetime.now(UTC) - timedelta(days=app.settings.answer_days, hours=-app.saved_draft_checks.hours)
