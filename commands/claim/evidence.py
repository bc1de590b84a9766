"""Evidence for a claim: quotes from the articles, links and notes."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from discord import SelectOption
from discord.ui import ActionRow, LayoutView, Select

from bot.answer.presentation.states import shown_findings
from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.answers import Answer, Finding
from bot.model.attachments import Attachment
from bot.model.claim_input import NewEvidence
from bot.model.claims import ClaimFile, EvidenceKind
from commands.claim import actions
from commands.claim.uploads import fetch
from commands.ui.actor import request_of
from commands.ui.answer_card import answer_card
from commands.ui.buttons import StatelessItem
from commands.ui.bylines import plural
from commands.ui.markdown import one_line
from commands.ui.saved_answers import load, save
from commands.ui.submitted_values import NOT_OFFERED, submitted_number
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

EMPTY_FORM = "Nothing was added. Give a question for the articles, a link, a note or a file."
NOT_FETCHED = "could not be fetched from Discord. Add it again."
NOTHING_FOUND = "No article has anything close to this. Ask in other words, or give a link or a note."
_MAX_OPTIONS = 25  # in a menu
_MAX_FILE_NAME = 255
_MEGABYTE = 1_000_000
_NOT_IN_A_FILE_NAME = re.compile(r"[^\w.-]+")


class EvidenceMenu(
    StatelessItem[Select[Any]], template=r"evidence:(?P<claim>\d{1,10}):(?P<answer>\d{1,20})", state=(int, str)
):
    """Menu under an answer to add its quotes to a claim."""

    def __init__(self, menu: Select[Any], number: int, answer_id: str) -> None:
        super().__init__(menu, "evidence", number, answer_id)
        self.number = number
        self.answer_id = answer_id

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Add the chosen quotes to the claim."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        findings = _shown_quotes((await load(interaction, self.answer_id)).answer)
        numbers = [submitted_number(value) for value in self.item.values]
        if any(number >= len(findings) for number in numbers):
            raise UserError(NOT_OFFERED)
        await add_evidence(interaction, self.number, [pinned_quote(findings[number]) for number in numbers])


def outside_evidence(link: str, note: str) -> list[NewEvidence]:
    """Return one piece of evidence for a link or note, or none.

    With a link, the note says what the link shows.
    """
    if link.strip():
        return [NewEvidence(EvidenceKind.LINK, note.strip() or link.strip(), url=link.strip())]
    return [NewEvidence(EvidenceKind.NOTE, note)] if note.strip() else []


async def evidence_with_files(
    client: FactdeskClient, uploads: Sequence[Attachment], link: str, note: str
) -> list[NewEvidence]:
    """Return a piece of evidence for each uploaded file, and one for a link.

    That of a file is its name, its SHA-256, and what the note says about it. Raises UserError for a file that is too
    large or can't be fetched.
    """
    files = [await _file_evidence(client, upload, note) for upload in uploads]
    return [*files, *(outside_evidence(link, "") if link.strip() else [])]


async def _file_evidence(client: FactdeskClient, upload: Attachment, note: str) -> NewEvidence:
    name = one_line(upload.name)[:_MAX_FILE_NAME] or "file"
    largest = client.app.settings.max_file_mb
    if upload.size > largest * _MEGABYTE:
        raise UserError(f"“{name}” is larger than {largest} MB. Nothing was added. Link to it instead.")
    try:
        content = await fetch(client, upload.url)
    except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise UserError(f"“{name}” {NOT_FETCHED}") from error
    if content is None:
        raise UserError(f"“{name}” {NOT_FETCHED}")
    digest = await asyncio.to_thread(hashlib.sha256, content)
    kept = content if len(content) <= client.app.attachments.most_bytes else None
    return NewEvidence(EvidenceKind.NOTE, note.strip() or name, sha256=digest.hexdigest(), title=name, content=kept)


async def send_evidence_file(interaction: FactdeskInteraction, file: ClaimFile, number: int) -> None:
    """Send a file that is evidence of a claim; the interaction has been deferred ephemerally.

    Raises UserError if there is none, if its content was not kept, or if the server's limit is lower.
    """
    piece = next((piece for piece in file.evidence if piece.number == number), None)
    if piece is None or not piece.is_file:
        raise UserError(f"Evidence no. {number} of #{file.claim.number} is no file. The claim's card names the files.")
    content = await interaction.client.app.attachments.content(file.claim.guild, piece.sha256 or "")
    if content is None:
        raise UserError("Only the name and the SHA-256 of this file were kept. Ask whoever added it for the file.")
    if interaction.guild is not None and len(content) > interaction.guild.filesize_limit:
        raise UserError("This file is larger than this server lets me upload. Ask the bot's operator for it.")
    name = _NOT_IN_A_FILE_NAME.sub("_", piece.title or "") or "file"
    await interaction.followup.send(file=discord.File(io.BytesIO(content), name), ephemeral=True)


async def offer_quotes(interaction: FactdeskInteraction, number: int, question: str) -> None:
    """Ask the articles and offer the quotes of the answer.

    The interaction has been deferred ephemerally.
    """
    request, app = await request_of(interaction), interaction.client.app
    if Action.ADD_EVIDENCE not in await app.desk.allowed_actions(request.guild, number, request.actor):
        await actions.add_evidence(interaction, number, [])  # raises UserError with the reason
    answer = await app.finish(await app.ask(question))
    if not _shown_quotes(answer):
        raise UserError(NOTHING_FOUND)
    saved = await save(interaction, interaction.client, answer, "private")
    if saved is None:
        raise UserError("The answer could not be saved, so its quotes can't be added. Try again later.")
    await interaction.followup.send(view=quotes_view(answer, number, saved.id), ephemeral=True)


async def add_evidence(interaction: FactdeskInteraction, number: int, new: Sequence[NewEvidence]) -> None:
    """Add evidence to a claim, except quotes already there.

    The interaction has been deferred ephemerally.
    """
    request = await request_of(interaction)
    file = await interaction.client.app.desk.file(request.guild, number)
    existing = {(piece.document, piece.sha256, piece.span) for piece in file.evidence if piece.span}
    fresh = [piece for piece in new if (piece.document, piece.sha256, piece.span) not in existing]
    if not fresh:
        raise UserError(f"#{number} has {'this quote' if len(new) == 1 else 'these quotes'} already. Choose others.")
    outcome = await actions.add_evidence(interaction, number, fresh)
    text = f"{plural(len(fresh), 'piece')} of evidence added to #{number}."
    await actions.reply(interaction, outcome, text, with_card=False)


def quotes_view(answer: Answer, number: int, answer_id: str) -> LayoutView:
    """Return an answer with a menu to add its quotes."""
    options = [
        SelectOption(
            label=cut_label(f"{index + 1}. {finding.quote.text}"),
            description=cut_label(_place_of(finding)),
            value=str(index),
        )
        for index, finding in enumerate(_shown_quotes(answer)[:_MAX_OPTIONS])
    ]
    menu = Select[Any](placeholder=f"Add quotes to #{number} …", max_values=len(options), options=options)
    card = answer_card(answer).add_item(ActionRow(EvidenceMenu(menu, number, answer_id)))
    return view_of(card)


def _shown_quotes(answer: Answer) -> Sequence[Finding]:
    return [shown.finding for shown in shown_findings(answer)]


def _place_of(finding: Finding) -> str:
    document = finding.document
    return " · ".join(filter(None, [document.outlet, document.display_title]))


def pinned_quote(finding: Finding) -> NewEvidence:
    """Return a quote as evidence pinned to its article's hash and span."""
    document, attribution = finding.document, finding.attribution
    return NewEvidence(
        EvidenceKind.QUOTE,
        finding.quote.text,
        document.id,
        document.sha256,
        finding.quote.span,
        document.display_title,
        attribution.source if attribution else None,
        document.url,
        document.read_by_ocr,
    )
