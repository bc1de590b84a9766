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
from bot.cli.render.terminal import printable
from bot.desk.interchange.csv_columns import parse_choices
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_report import ImportReport
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read
from bot.errors import UserError

_BATCH = 1_000  # claims in one transaction; a running bot waits for it
_MOST_LISTED = 20
_CORRECT_HINT = "Import the file again with --correct to make these changes corrections."
_SUFFIXES = {".json": Format.JSONLD, ".jsonld": Format.JSONLD, ".csv": Format.CSV, ".md": Format.MARKDOWN}


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@guild_option
@click.option(
    "--map",
    "chosen",
    multiple=True,
    metavar="COLUMN=NAME",
    help="Read COLUMN from the CSV column called NAME, as in claim=Title; may be repeated.",
)
@click.option("--correct", is_flag=True, help="Make another verdict on a claim that is already there a correction.")
def import_claims(files: tuple[Path, ...], guild: int | None, chosen: tuple[str, ...], *, correct: bool) -> int:
    """Import earlier fact-checks from CSV, ClaimReview as JSON, or a saved page.

    CSV has the columns id, claim, title, rating, url, published and author; only claim is required. Further columns and
    the names that other tools use are read, too. A claim that is already there, by its text and its id or url, stays
    as it is, so you can import a file again; another verdict on it is reported.

    Exit codes: 0 imported, 1 a row or a file was skipped; stderr says which and why.
    """
    columns = {column: name for choice in chosen for column, name in parse_choices(choice).items()}
    return asyncio.run(_import(files, guild, columns, correct=correct))


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
@click.option("--check", is_flag=True, help="Write nothing; list what each claim's ClaimReview lacks.")
def export_claims(
    guild: int | None,
    kind: str | None,
    output: Path | None,
    publisher: str | None,
    *,
    check: bool,
    **options: Unpack[ClaimListOptions],
) -> int:
    """Write claims as ClaimReview JSON-LD, CSV or Markdown.

    ClaimReview contains only claims with a verdict; a verdict without a published link or a date is marked as a draft.

    Exit codes: 0 written, 3 nothing to write; with --check 1, a claim lacks a required field.
    """
    if check:
        return asyncio.run(_check(guild, publisher, options))
    suffix = output.suffix.lower() if output else ""
    chosen = Format(kind) if kind else _SUFFIXES.get(suffix, Format.JSONLD)
    return asyncio.run(_export(guild, chosen, output, publisher, options))


async def _import(files: tuple[Path, ...], guild: int | None, columns: dict[str, str], *, correct: bool) -> int:
    code = ANSWERED
    async with open_desk_context(guild) as context:
        for path in files:
            name = f"{path}: " if len(files) > 1 else ""
            report, is_broken = await _import_one(context, path, columns, name, correct=correct)
            for line in _report_lines(report, is_broken=is_broken):
                click.echo(printable(f"{name}{line}"))
            code = FAILED if report.left_out or is_broken else code
        await context.similar.index_new_claims()
    return code


async def _import_one(
    context: DeskContext, path: Path, columns: dict[str, str], name: str, *, correct: bool
) -> tuple[ImportReport, bool]:
    """Import one file; returns its report, and whether its end can't be read."""
    report, rows, listed, is_broken = ImportReport(), read(path, columns), 0, False
    with _progress_removed():
        while not is_broken:
            batch, is_broken = _next_batch(rows)
            if not batch:
                break
            importable = report.importable(batch)
            for row in report.left_out[listed:_MOST_LISTED]:
                _clear_progress()
                click.echo(printable(f"{name}Line {row.place} was skipped: {row.why}."), err=True)
            listed = len(report.left_out)
            claims = [row.claim for row in importable]
            report.count(importable, await context.desk.import_many(context.request(), claims, correct=correct))
            if sys.stderr.isatty():
                click.echo(f"\r\x1b[KImporting: {report.added + report.known:,} claims", err=True, nl=False)
    return report, is_broken


def _next_batch(rows: Iterator[ImportRow | LeftOut]) -> tuple[list[ImportRow | LeftOut], bool]:
    """Return the next rows; a file that can't be read any further ends there, and stops no other file."""
    batch: list[ImportRow | LeftOut] = []
    try:
        batch.extend(islice(rows, _BATCH))
    except UserError as error:
        _clear_progress()
        click.echo(error.message, err=True)
        return batch, True
    return batch, False


def _report_lines(report: ImportReport, *, is_broken: bool) -> Iterator[str]:
    if is_broken and not (report.added or report.known or report.left_out):
        return
    counts = f"{report.added:,} imported, {report.known:,} already there, {len(report.left_out):,} skipped."
    yield f"{counts} {report.corrected:,} corrected." if report.corrected else counts
    yield from report.lines(_CORRECT_HINT)


@contextmanager
def _progress_removed() -> Iterator[None]:
    """Remove the line of progress at the end of the block."""
    try:
        yield
    finally:
        _clear_progress()


def _clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


async def _export(
    guild: int | None, kind: Format, output: Path | None, publisher: str | None, options: ClaimListOptions
) -> int:
    async with open_desk_context(guild) as context:
        files = context.desk.files(context.guild, await claim_filter(context, options))
        scale = (await context.desk.settings(context.guild)).rating_values
        with open_output(output) as write:
            exported = await export(files, kind, write, publisher, scale)
    for line in _export_messages(exported):
        click.echo(line, err=True)
    return ANSWERED if exported.claims else NOTHING_FOUND


async def _check(guild: int | None, publisher: str | None, options: ClaimListOptions) -> int:
    """List the fields that ClaimReviews lack, one claim a line."""
    async with open_desk_context(guild) as context:
        files = context.desk.files(context.guild, await claim_filter(context, options))
        scale = (await context.desk.settings(context.guild)).rating_values
        exported = await export(files, Format.JSONLD, lambda _text: None, publisher, scale)
    for lacking in exported.gaps:
        parts = (("required", lacking.required), ("recommended", lacking.recommended))
        click.echo(f"#{lacking.number}: " + "; ".join(f"{kind}: {', '.join(names)}" for kind, names in parts if names))
    if not exported.claims:
        click.echo("\n".join(_export_messages(exported)), err=True)
        return NOTHING_FOUND
    incomplete = sum(bool(lacking.required) for lacking in exported.gaps)
    click.echo(f"{exported.claims:,} checked, {incomplete:,} without a required field.", err=True)
    return FAILED if incomplete else ANSWERED


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
        yield f"Marked as drafts: {exported.drafts:,} without a published link or without a date."
    if missing := ", ".join(f"{name} ({claims:,})" for name, claims in exported.count().items()):
        yield f"Missing in ClaimReview: {missing}. Use --check to see for which claims."


def _have(claims: int) -> str:
    return f"{claims:,} claims have" if claims > 1 else "1 claim has"
