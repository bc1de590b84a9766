"""`/claim rule, approve, correct, publish, evidence, history, archive`."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.validation import LONGEST_EXPLANATION, LONGEST_LINK, LONGEST_NOTE
from bot.errors import UserError
from bot.model.attachments import Attachment
from bot.model.claim_input import NewVerdict
from commands.claim import actions
from commands.claim.actions import Outcome, reply
from commands.claim.autocomplete import claim_number, rating_choices
from commands.claim.buttons import ClaimButton, ClaimButtonKind
from commands.claim.cog import claim_command, defer_for_claim
from commands.claim.evidence import (
    EMPTY_FORM,
    EvidenceMenu,
    add_evidence,
    evidence_with_files,
    offer_quotes,
    outside_evidence,
)
from commands.claim.message_links import linked_text
from commands.ui.actor import request_of
from commands.ui.truncate import cut_line

_VERDICT_OPTIONS = {
    "rating": "A rating from the desk's scale; leave out to open a form",
    "explanation": "The reasons for the verdict, in a sentence or two",
    "evidence": "The numbers of the evidence for it: 1, 3",
}
_NUMBERS = re.compile(r"[\s,]*+(?:\d{1,6}(?!\d)[\s,]*+)*+")
_MAX_QUERY = 1_000
Explanation = Range[str, 0, LONGEST_EXPLANATION]


@claim_command("rule", "Give a verdict on a claim in checking or review", **_VERDICT_OPTIONS)
@app_commands.autocomplete(rating=rating_choices)
async def rule(
    interaction: FactdeskInteraction, claim: str, rating: str = "", explanation: Explanation = "", evidence: str = ""
) -> None:
    """Rule on a claim; without rating and explanation, open the form."""
    if not (rating and explanation):
        await _open_modal(interaction, ClaimButtonKind.RULE, claim)
        return
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.rule(interaction, number, NewVerdict(rating, explanation, _evidence_numbers(evidence)))
    await reply(interaction, outcome, _verdict_sentence(outcome))


@claim_command("correct", "Replace the verdict in force by a corrected one", **_VERDICT_OPTIONS)
@app_commands.autocomplete(rating=rating_choices)
async def correct(
    interaction: FactdeskInteraction, claim: str, rating: str = "", explanation: Explanation = "", evidence: str = ""
) -> None:
    """Correct a verdict; without rating and explanation, open the form."""
    if not (rating and explanation):
        await _open_modal(interaction, ClaimButtonKind.CORRECT, claim)
        return
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.correct(interaction, number, NewVerdict(rating, explanation, _evidence_numbers(evidence)))
    await reply(interaction, outcome, _verdict_sentence(outcome))


@claim_command("approve", "Approve a verdict that waits for a second reader")
async def approve(interaction: FactdeskInteraction, claim: str) -> None:
    """Approve a pending verdict as the second reader."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.approve(interaction, number)
    await reply(interaction, outcome, _verdict_sentence(outcome))


@claim_command(
    "publish",
    "Save the address of the published verdict, for ClaimReview",
    url="The article's address, starting with https://",
)
async def publish(interaction: FactdeskInteraction, claim: str, url: Range[str, 1, LONGEST_LINK]) -> None:
    """Save the address of the published verdict."""
    number = await defer_for_claim(interaction, claim)
    outcome = await actions.publish(interaction, number, url)
    await reply(interaction, outcome, f"**The address of the verdict on #{number} was saved.**")


@claim_command(
    "evidence",
    "Add evidence to a claim: quotes from the articles, a link or a note",
    query="A question to the articles; you then choose from the quotes",
    link="A web page; it is marked as from outside the articles",
    note="What you learned elsewhere; with a link or a file, what it shows",
    file="A file; /claim show gives it back",
)
async def evidence(
    interaction: FactdeskInteraction,
    claim: str,
    *,
    query: Range[str, 0, _MAX_QUERY] = "",
    link: Range[str, 0, LONGEST_LINK] = "",
    note: Range[str, 0, LONGEST_NOTE] = "",
    file: discord.Attachment | None = None,
) -> None:
    """Add a link, a note or a file, and offer quotes for a question.

    A link to a message of this server brings the message's text as its note.
    """
    number = await defer_for_claim(interaction, claim)
    new = outside_evidence(link, note if note.strip() else await linked_text(interaction, link))
    if file is not None:
        upload = Attachment(file.filename, file.content_type or "", file.size, file.url)
        new = await evidence_with_files(interaction.client, [upload], link, note)
    if not (new or query.strip()):
        raise UserError(EMPTY_FORM)
    if new:
        await add_evidence(interaction, number, new)
    if query.strip():
        await offer_quotes(interaction, number, query)


@claim_command("history", "Show who did what to a claim, and when")
async def history(interaction: FactdeskInteraction, claim: str) -> None:
    """Show the claim's history, as its button does."""
    await ClaimButton.handlers[ClaimButtonKind.HISTORY](interaction, await claim_number(interaction, claim), 0)


@claim_command("archive", "Show the pages that a claim links, and keep copies of them")
async def archive(interaction: FactdeskInteraction, claim: str) -> None:
    """Show the claim's links, as the entry of its card's menu does."""
    await ClaimButton.handlers[ClaimButtonKind.ARCHIVE](interaction, await claim_number(interaction, claim), 0)


async def setup(client: FactdeskClient) -> None:
    """Register the menu of quotes.

    The commands register themselves with the `/claim` group.
    """
    client.add_dynamic_items(EvidenceMenu)


async def _open_modal(interaction: FactdeskInteraction, press: ClaimButtonKind, chosen: str) -> None:
    """Open the form of a claim button."""
    request = await request_of(interaction)
    file = await interaction.client.app.desk.get(request.guild, await claim_number(interaction, chosen))
    await ClaimButton.handlers[press](interaction, file.number, file.version)


def _evidence_numbers(typed: str) -> tuple[int, ...]:
    if not _NUMBERS.fullmatch(typed):
        raise UserError("Give the evidence by its numbers, separated by commas: 1, 3.")
    return tuple(map(int, re.findall(r"\d+", typed)))


def _verdict_sentence(outcome: Outcome) -> str:
    number, pending, verdict = outcome.file.claim.number, outcome.file.pending, outcome.file.verdict
    if pending:
        return f"**#{number} waits for a second reader:** {cut_line(pending.rating, 60)}"
    assert verdict is not None
    return f"**Verdict on #{number}:** {cut_line(verdict.rating, 60)}"
