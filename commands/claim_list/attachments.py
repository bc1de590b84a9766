"""Export of claims to an attached file, and import from one."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import discord

from bot.app import App
from bot.desk.actions.transaction import Request
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_report import ImportReport
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
_MAX_NAMED = 5
_CORRECT_HINT = "Import the file again with the option correct to make these changes corrections."


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

    scale = (await app.desk.settings(guild.id)).rating_values
    export_result = await export(app.desk.files(guild.id, claim_filter), kind, write, guild.name, scale)
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
        sentences.append(
            f"{plural(exported.drafts, 'claim')} marked as a draft: no published address or no date is saved."
        )
    if exported.gaps:
        sentences.append(f"Missing in ClaimReview: {'; '.join(_gaps(exported))}.")
    return " ".join(sentences)


def _gaps(exported: Exported) -> Iterator[str]:
    """Yield each missing field with the claims that lack it, required fields first."""
    for name in exported.count():
        lacking = [gap.number for gap in exported.gaps if name in (*gap.required, *gap.recommended)]
        more = f" and {len(lacking) - _MAX_NAMED} more" if len(lacking) > _MAX_NAMED else ""
        yield f"{name} ({', '.join(f'#{number}' for number in lacking[:_MAX_NAMED])}{more})"


async def import_file(
    app: App, request: Request, attached: discord.Attachment, columns: Mapping[str, str], *, correct: bool
) -> ImportReport:
    """Import earlier fact-checks from an attached file.

    `columns` are names in a CSV file's first line by the column they stand for; `correct` makes changed verdicts
    corrections. Raises UserError if the file is too large or unreadable.
    """
    if attached.size > _MAX_BYTES:
        raise UserError(
            f"This file is larger than {_MAX_BYTES >> 20} MB. Ask the bot's operator to run `factdesk claims import`."
        )
    content = await attached.read()
    report = ImportReport()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims")
        await asyncio.to_thread(path.write_bytes, content)
        try:
            rows = read(path, columns)
            while batch := await asyncio.to_thread(_next_batch, rows):
                importable = report.importable(batch)
                claims = [row.claim for row in importable]
                report.count(importable, await app.desk.import_many(request, claims, correct=correct))
        except UserError as error:
            raise UserError(error.message.replace(str(path), "This file")) from None
    return report


def import_summary(report: ImportReport) -> str:
    """Return the counts of an import, the first rejected rows, and what else to know."""
    counts = [
        f"{report.added:,} imported",
        f"{report.known:,} already known",
        *([f"{report.corrected:,} corrected"] if report.corrected else []),
        f"{len(report.left_out):,} left out",
    ]
    errors = [f"Line {row.place}: {row.why}." for row in report.left_out[:_MAX_ERRORS]]
    return "\n".join([f"{', '.join(counts)}.", *errors, *report.lines(_CORRECT_HINT)])


def _next_batch(rows: Iterator[ImportRow | LeftOut]) -> list[ImportRow | LeftOut]:
    return list(islice(rows, _BATCH_SIZE))


def _nothing_exported(exported: Exported) -> str:
    if exported.unruled:
        return (
            f"None of these {exported.unruled:,} claims has a verdict, which ClaimReview requires. Choose CSV instead."
        )
    return "No claim matches these filters, so nothing was exported."
