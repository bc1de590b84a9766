"""`factdesk claims import` and `export`: claims from a file, and into one."""

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
from bot.cli.claims.context import AtHand, ClaimListOptions, filter_options, guild_option, narrowed, opened_desk
from bot.cli.output_file import opened_output
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read

_AT_ONCE = 1_000  # claims; a running bot waits for so many to be written
_MOST_TOLD = 20
_DROPPED = {"published": "date", "url": "link", "tags": "tags"}
_SUFFIXES = {".json": Format.JSONLD, ".jsonld": Format.JSONLD, ".csv": Format.CSV, ".md": Format.MARKDOWN}


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@guild_option
def import_claims(files: tuple[Path, ...], guild: int | None) -> int:
    """Import earlier fact-checks from CSV files, or from ClaimReview as JSON.

    CSV has the columns id, claim, title, rating, url, published and author; only claim is required. A claim that is
    already there, by its id or by its text and url, stays as it is, so you can import a file again.

    Exit codes: 0 imported, 1 a row was skipped; stderr says which and why.
    """
    return asyncio.run(_import(files, guild))


@click.command("export")
@filter_options
@guild_option
@click.option(
    "--format",
    "kind",
    type=click.Choice([each.value for each in Format]),
    help="The default follows the suffix of FILE, else jsonld.",
)
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE instead of stdout.")
@click.option("--publisher", metavar="NAME", help="The author of your verdicts in ClaimReview.")
def export_claims(
    guild: int | None, kind: str | None, output: Path | None, publisher: str | None, **wanted: Unpack[ClaimListOptions]
) -> int:
    """Write claims as ClaimReview JSON-LD, CSV or Markdown.

    ClaimReview contains only claims with a verdict; a verdict that is not published is marked as a draft.

    Exit codes: 0 written, 3 nothing to write.
    """
    suffix = output.suffix.lower() if output else ""
    chosen = Format(kind) if kind else _SUFFIXES.get(suffix, Format.JSONLD)
    return asyncio.run(_export(guild, chosen, output, publisher, wanted))


async def _import(files: tuple[Path, ...], guild: int | None) -> int:
    code = ANSWERED
    async with opened_desk(guild) as at_hand:
        for path in files:
            told = _ImportProgress(path if len(files) > 1 else None)
            await _import_one(at_hand, path, told)
            click.echo("\n".join(told.lines()))
            code = FAILED if told.bad else code
        await at_hand.similar.index_new_claims()
    return code


async def _import_one(at_hand: AtHand, path: Path, told: _ImportProgress) -> None:
    rows = read(path)
    with told.progress():
        while some := list(islice(rows, _AT_ONCE)):
            good = told.sorted_out(some)
            done = await at_hand.desk.import_many(at_hand.request(), [row.claim for row in good])
            told.count(done.added, done.known)


class _ImportProgress:
    """What is told of an import: the rows left out as they come, and the sum at the end."""

    def __init__(self, path: Path | None) -> None:
        self._name = f"{path}: " if path else ""
        self._without: dict[str, list[int]] = {}
        self.added = self.known = self.bad = 0

    def sorted_out(self, rows: list[ImportRow | LeftOut]) -> list[ImportRow]:
        """Return the rows that can be imported, and tell of the others."""
        good = []
        for row in rows:
            if isinstance(row, LeftOut):
                self.bad += 1
                if self.bad <= _MOST_TOLD:
                    _clear_progress()
                    click.echo(f"{self._name}Line {row.place} was skipped: {row.why}.", err=True)
                continue
            good.append(row)
            for name in row.without:
                self._without.setdefault(name, []).append(row.place)
        return good

    def count(self, added: int, known: int) -> None:
        self.added += added
        self.known += known
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[KImporting: {self.added + self.known:,} claims", err=True, nl=False)

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Leave no line of progress behind."""
        try:
            yield
        finally:
            _clear_progress()

    def lines(self) -> Iterator[str]:
        yield f"{self._name}{self.added:,} imported, {self.known:,} already there, {self.bad:,} skipped."
        for name, places in self._without.items():
            some = ", ".join(map(str, places[:3])) + (" and others" if len(places) > 3 else "")
            yield f"{self._name}{len(places):,} imported without {_DROPPED[name]}, which can't be read: line {some}."


def _clear_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


async def _export(
    guild: int | None, kind: Format, output: Path | None, publisher: str | None, wanted: ClaimListOptions
) -> int:
    async with opened_desk(guild) as at_hand:
        files = at_hand.desk.files(at_hand.guild, await narrowed(at_hand, wanted))
        with opened_output(output) as write:
            done = await export(files, kind, write, publisher)
    for line in _exported(done):
        click.echo(line, err=True)
    return ANSWERED if done.claims else NOTHING_FOUND


def _exported(done: Exported) -> Iterator[str]:
    """Yield what there is to say of an export, a sentence each."""
    if not done.claims and done.unruled:
        yield f"ClaimReview needs a verdict, and {_have(done.unruled)} none. Use --format csv to export every claim."
        return
    if not done.claims:
        yield "Nothing was exported: no claim matches the filters."
        return
    if done.unruled:
        yield f"Skipped: {_have(done.unruled)} no verdict."
    if done.drafts:
        yield f"Marked as drafts: {done.drafts:,} not published anywhere."
    if missing := ", ".join(sorted(done.lacking)):
        yield f"Some of these claims lack fields that ClaimReview recommends: {missing}."


def _have(claims: int) -> str:
    return f"{claims:,} claims have" if claims > 1 else "1 claim has"
