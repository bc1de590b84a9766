"""Export of claims to an attached file, and import from one."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import discord

from bot.app import App
from bot.desk.actions.transaction import Request
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claims import ClaimFilter
from commands.ui.bylines import plural

FORMAT_NAMES = {
    Format.JSONLD: "ClaimReview (JSON-LD)",
    Format.CSV: "CSV, for a spreadsheet",
    Format.MARKDOWN: "Markdown, to read",
}
_SUFFIXES = {Format.JSONLD: "jsonld", Format.CSV: "csv", Format.MARKDOWN: "md"}
_BATCH_SIZE = 1_000  # claims in one transaction
_MAX_BYTES = 25 << 20  # of an imported file
_MAX_ERRORS = 5


@dataclass(slots=True)
class ImportSummary:
    """Counts of an import; `errors` explain the first rejected rows."""

    added: int = 0
    known: int = 0
    bad: int = 0
    errors: list[str] = field(default_factory=list)


async def export_file(
    app: App, guild: discord.Guild, claim_filter: ClaimFilter, kind: Format, *, limit: int
) -> tuple[discord.File, Exported]:
    """Return a server's claims as a file of at most `limit` bytes.

    Raises UserError if there is nothing to export, or too much.
    """
    out = io.BytesIO()

    def write(text: str) -> None:
        out.write(text.encode())
        if out.tell() > limit:
            raise UserError(
                f"The file would be larger than {limit >> 20} MB, Discord's limit here. "
                "Use filters to export fewer claims, or ask the bot's operator to run `factdesk claims export`."
            )

    export_result = await export(app.desk.files(guild.id, claim_filter), kind, write, guild.name)
    if not export_result.claims:
        raise UserError(_nothing_exported(export_result))
    out.seek(0)
    return discord.File(out, f"claims.{_SUFFIXES[kind]}"), export_result


def export_summary(exported: Exported) -> str:
    """Return sentences on exported and omitted claims."""
    sentences = [f"{plural(exported.claims, 'claim')} exported."]
    if exported.unruled:
        sentences.append(
            f"Left out: {plural(exported.unruled, 'claim')} without a verdict, which ClaimReview requires."
        )
    if exported.drafts:
        sentences.append(f"{plural(exported.drafts, 'claim')} marked as a draft: no published address is saved.")
    if exported.lacking:
        sentences.append(f"Some claims lack fields that ClaimReview recommends: {', '.join(sorted(exported.lacking))}.")
    return " ".join(sentences)


async def import_file(app: App, request: Request, attached: discord.Attachment) -> ImportSummary:
    """Import earlier fact-checks from an attached file.

    Raises UserError if the file is too large or unreadable.
    """
    if attached.size > _MAX_BYTES:
        raise UserError(
            f"This file is larger than {_MAX_BYTES >> 20} MB. Ask the bot's operator to run `factdesk claims import`."
        )
    content = await attached.read()
    summary = ImportSummary()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims")
        await asyncio.to_thread(path.write_bytes, content)
        try:
            rows = read(path)
            while batch := await asyncio.to_thread(_next_batch, rows):
                claims = [row.claim for row in batch if isinstance(row, ImportRow)]
                imported = await app.desk.import_many(request, claims)
                summary.added += imported.added
                summary.known += imported.known
                _count_errors(summary, batch)
        except UserError as error:
            raise UserError(error.message.replace(str(path), "This file")) from None
    return summary


def _next_batch(rows: Iterator[ImportRow | LeftOut]) -> list[ImportRow | LeftOut]:
    return list(islice(rows, _BATCH_SIZE))


def _count_errors(summary: ImportSummary, rows: list[ImportRow | LeftOut]) -> None:
    bad = [row for row in rows if isinstance(row, LeftOut)]
    summary.bad += len(bad)
    summary.errors += [f"Line {row.place}: {row.why}." for row in bad][: _MAX_ERRORS - len(summary.errors)]


def _nothing_exported(exported: Exported) -> str:
    if exported.unruled:
        return (
            f"None of these {exported.unruled:,} claims has a verdict, which ClaimReview requires. Choose CSV instead."
        )
    return "No claim matches these filters, so nothing was exported."
