"""`factdesk claims import` and `factdesk claims export`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Unpack

import click

from bot.cli import ANSWERED, FAILED, NOTHING_FOUND
from bot.cli.claims.context import (
    ClaimListOptions,
    DeskContext,
    claim_filter,
    filter_options,
    guild_option,
    open_desk_context,
)
from bot.cli.output_file import open_output
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read
from bot.errors import UserError

_BATCH = 1_000  # claims in one transaction; a running bot waits for it
_MOST_LISTED = 20
_DROPPED = {"published": "date", "url": "link", "tags": "tags"}
_SUFFIXES = {".json": Format.JSONLD, ".jsonld": Format.JSONLD, ".csv": Format.CSV, ".md": Format.MARKDOWN}


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@guild_option
def import_claims(files: tuple[Path, ...], guild: int | None) -> int:
    """Import earlier fact-checks from CSV files, or from ClaimReview as JSON.

    CSV has the columns id, claim, title, rating, url, published and author; only claim is required. A claim that is
    already there, by its id or by its text and url, stays as it is, so you can import a file again.

    Exit codes: 0 imported, 1 a row or a file was skipped; stderr says which and why.
    """
    return asyncio.run(_import(files, guild))


@click.command("export")
@filter_options
@guild_option
@click.option(
    "--format",
    "kind",
    type=click.Choice([form.value for form in Format]),
    help="The default follows the suffix of FILE, else jsonld.",
)
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE instead of stdout.")
@click.option("--publisher", metavar="NAME", help="The author of your verdicts in ClaimReview.")
def export_claims(
    guild: int | None, kind: str | None, output: Path | None, publisher: str | None, **options: Unpack[ClaimListOptions]
) -> int:
    """Write claims as ClaimReview JSON-LD, CSV or Markdown.

    ClaimReview contains only claims with a verdict; a verdict that is not published is marked as a draft.

    Exit codes: 0 written, 3 nothing to write.
    """
    suffix = output.suffix.lower() if output else ""
    chosen = Format(kind) if kind else _SUFFIXES.get(suffix, Format.JSONLD)
    return asyncio.run(_export(guild, chosen, output, publisher, options))


async def _import(files: tuple[Path, ...], guild: int | None) -> int:
    code = ANSWERED
    async with open_desk_context(guild) as context:
        for path in files:
            progress = _ImportProgress(path if len(files) > 1 else None)
            await _import_one(context, path, progress)
            for line in progress.lines():
                click.echo(line)
            code = FAILED if progress.skipped or progress.is_broken else code
        await context.similar.index_new_claims()
    return code


async def _import_one(context: DeskContext, path: Path, progress: _ImportProgress) -> None:
    rows = read(path)
    with progress.shown():
        while batch := _next_batch(rows, progress):
            claims = [row.claim for row in progress.importable_rows(batch)]
            imported = await context.desk.import_many(context.request(), claims)
            progress.count(imported.added, imported.known)


def _next_batch(rows: Iterator[ImportRow | LeftOut], progress: _ImportProgress) -> list[ImportRow | LeftOut]:
    """Return the next rows; a file that can't be read any further ends there, and stops no other file."""
    batch: list[ImportRow | LeftOut] = []
    try:
        batch.extend(islice(rows, _BATCH))
    except UserError as error:
        progress.stop(error)
    return batch


class _ImportProgress:
    """Reports the skipped rows of an import, its progress and its totals."""

    def __init__(self, path: Path | None) -> None:
        self._name = f"{path}: " if path else ""
        self._dropped: dict[str, list[int]] = {}
        self.added = self.known = self.skipped = 0
        self.is_broken = False

    def importable_rows(self, rows: list[ImportRow | LeftOut]) -> list[ImportRow]:
        """Return the valid rows, and report the others on stderr."""
        importable = []
        for row in rows:
            if isinstance(row, LeftOut):
                self.skipped += 1
                if self.skipped <= _MOST_LISTED:
                    _clear_progress()
                    click.echo(f"{self._name}Line {row.place} was skipped: {row.why}.", err=True)
                continue
            importable.append(row)
            for name in row.without:
                self._dropped.setdefault(name, []).append(row.place)
        return importable

    def stop(self, error: UserError) -> None:
        """Report why the rest of the file can't be read."""
        self.is_broken = True
        _clear_progress()
        click.echo(error.message, err=True)

    def count(self, added: int, known: int) -> None:
        self.added += added
        self.known += known
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[KClaims imported: {self.added + self.known:,}", err=True, nl=False)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Remove the line of progress at the end of the block."""
        try:
            yield
        finally:
            _clear_progress()

    def lines(self) -> Iterator[str]:
        if self.is_broken and not (self.added or self.known or self.skipped):
            return
        yield f"{self._name}{self.added:,} imported, {self.known:,} already there, {self.skipped:,} skipped."
        for name, places in self._dropped.items():
            lines = ", ".join(map(str, places[:3])) + (" and others" if len(places) > 3 else "")
            yield f"{self._name}{len(places):,} imported without {_DROPPED[name]}, which can't be read: line {lines}."


def _clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


async def _export(
    guild: int | None, kind: Format, output: Path | None, publisher: str | None, options: ClaimListOptions
) -> int:
    async with open_desk_context(guild) as context:
        files = context.desk.files(context.guild, await claim_filter(context, options))
        with open_output(output) as write:
            exported = await export(files, kind, write, publisher)
    for line in _export_messages(exported):
        click.echo(line, err=True)
    return ANSWERED if exported.claims else NOTHING_FOUND


def _export_messages(exported: Exported) -> Iterator[str]:
    """Yield one sentence for each thing to know about an export."""
    if not exported.claims and exported.unruled:
        unruled = _have(exported.unruled)
        yield f"ClaimReview needs a verdict, and {unruled} none. Use --format csv to export every claim."
        return
    if not exported.claims:
        yield "Nothing was exported: no claim matches the filters."
        return
    if exported.unruled:
        yield f"Skipped: {_have(exported.unruled)} no verdict."
    if exported.drafts:
        yield f"Marked as drafts: {exported.drafts:,} not published anywhere."
    if missing := ", ".join(sorted(exported.lacking)):
        yield f"Some of these claims lack fields that ClaimReview recommends: {missing}."


def _have(claims: int) -> str:
    return f"{claims:,} claims have" if claims > 1 else "1 claim has"
