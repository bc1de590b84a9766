"""Claims as an attached file, and out of one."""

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
_BATCH_SIZE = 1_000  # claims of one transaction
_MAX_BYTES = 25 << 20  # what an import reads
_MAX_ERRORS = 5


@dataclass(slots=True)
class ImportSummary:
    """What came of an import; `left_out` are the first rows that were, each with its reason."""

    added: int = 0
    known: int = 0
    bad: int = 0
    errors: list[str] = field(default_factory=list)


async def export_file(
    app: App, guild: discord.Guild, wanted: ClaimFilter, kind: Format, *, limit: int
) -> tuple[discord.File, Exported]:
    """Return a server's claims as a file of at most `limit` bytes, and what is in it.

    Raises UserError where there is nothing to export, or it would be larger.
    """
    out = io.BytesIO()

    def write(text: str) -> None:
        out.write(text.encode())
        if out.tell() > limit:
            raise UserError(
                f"That makes a file of more than {limit >> 20} MB, which Discord does not take here: narrow it with "
                "filters, or let whoever runs the bot use `factdesk claims export`."
            )

    done = await export(app.desk.files(guild.id, wanted), kind, write, guild.name)
    if not done.claims:
        raise UserError(_nothing_exported(done))
    out.seek(0)
    return discord.File(out, f"claims.{_SUFFIXES[kind]}"), done


def export_summary(done: Exported) -> str:
    """Return what there is to say of an export, as sentences."""
    said = [f"{plural(done.claims, 'claim')} exported."]
    if done.unruled:
        said.append(f"{plural(done.unruled, 'claim')} without a verdict left out, which ClaimReview has no form for.")
    if done.drafts:
        said.append(f"{plural(done.drafts, 'claim')} marked as a draft: not published anywhere yet.")
    if done.lacking:
        said.append(f"ClaimReview recommends fields that some of these lack: {', '.join(sorted(done.lacking))}.")
    return " ".join(said)


async def import_file(app: App, request: Request, attached: discord.Attachment) -> ImportSummary:
    """Bring earlier fact-checks in from an attached file. Raises UserError where it can't be read at all."""
    if attached.size > _MAX_BYTES:
        raise UserError(
            f"This file has more than {_MAX_BYTES >> 20} MB: let whoever runs the bot use `factdesk claims import`."
        )
    content = await attached.read()
    brought = ImportSummary()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "claims")
        await asyncio.to_thread(path.write_bytes, content)
        try:
            rows = read(path)
            while some := await asyncio.to_thread(_next_batch, rows):
                good = [row.claim for row in some if isinstance(row, ImportRow)]
                done = await app.desk.import_many(request, good)
                brought.added += done.added
                brought.known += done.known
                _count_errors(brought, some)
        except UserError as error:
            raise UserError(error.message.replace(str(path), "This file")) from None
    return brought


def _next_batch(rows: Iterator[ImportRow | LeftOut]) -> list[ImportRow | LeftOut]:
    return list(islice(rows, _BATCH_SIZE))


def _count_errors(brought: ImportSummary, rows: list[ImportRow | LeftOut]) -> None:
    bad = [row for row in rows if isinstance(row, LeftOut)]
    brought.bad += len(bad)
    brought.errors += [f"Line {row.place}: {row.why}." for row in bad][: _MAX_ERRORS - len(brought.errors)]


def _nothing_exported(done: Exported) -> str:
    if done.unruled:
        return f"ClaimReview needs a verdict, and none of these {done.unruled:,} claims has one: CSV takes every claim."
    return "No claim passes these filters, so that there is nothing to export."
