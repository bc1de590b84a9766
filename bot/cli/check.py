"""`factdesk check`: checks whole drafts against the articles and the desk's verdicts."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from bot.app import App
from bot.cli import ANSWERED, FAILED, NOTHING_FOUND
from bot.cli.app import open_indexed_app
from bot.cli.options import corpus_option
from bot.cli.output_file import write_bytes
from bot.cli.render.draft_check import MOST_ROWS, draft_check_card
from bot.desk.draft_checks.service import DraftProgress
from bot.draftcheck.annotate import annotated, check_suffix
from bot.draftcheck.model import DraftCheck
from bot.draftcheck.serialize import check_json
from bot.errors import UserError
from bot.library.folder_scan import shown

_WIDEST = 100
_STANDARD_INPUT = "-"
_PASTED = "pasted text"


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@corpus_option
@click.option("--json", "as_json", is_flag=True, help="Print each check as one line of JSON.")
@click.option(
    "--annotate",
    "copy",
    metavar="COPY",
    type=click.Path(path_type=Path),
    help="Also write the draft with its notes to COPY: .docx, .html, .md or .json.",
)
@click.option("--all", "show_all", is_flag=True, help=f"Show all rows, not only the {MOST_ROWS} worst.")
def check(files: tuple[str, ...], corpus: tuple[str, ...], copy: Path | None, *, as_json: bool, show_all: bool) -> int:
    """Check each draft FILE: its quotations, statements, figures and names.

    A FILE is .txt, .md, .html, .pdf or .docx; "-" is text on stdin. Nothing of a draft is stored.

    Exit codes: 0 nothing needs eyes, 3 something does, 1 a file could not be read.
    """
    if copy is not None:
        _refuse_unfit(copy, files)
    show = _print_json if as_json else partial(_print_card, most=None if show_all else MOST_ROWS)
    return asyncio.run(_check(files, corpus, copy, show))


def _refuse_unfit(copy: Path, files: tuple[str, ...]) -> None:
    """Raise UserError for an annotated copy that can't be written, before anything is checked."""
    if len(files) > 1:
        raise UserError("An annotated copy is of one draft; check one FILE at a time with --annotate.")
    check_suffix(copy.suffix)
    if files[0] != _STANDARD_INPUT and copy.resolve() == Path(files[0]).resolve():
        raise UserError(f"{shown(str(copy))} is the draft itself; name another file for its annotated copy.")


async def _check(
    files: tuple[str, ...], corpus: tuple[str, ...], copy: Path | None, show: Callable[[DraftCheck, bool], None]
) -> int:
    codes: set[int] = set()
    async with open_indexed_app(corpus) as app:
        for number, name in enumerate(files):
            try:
                checked = await _checked(app, name)
            except UserError as error:
                click.echo(error.message, err=True)
                codes.add(FAILED)
                continue
            show(checked, not number)
            if copy is not None:
                write_bytes(copy, annotated(checked, copy.suffix))
            codes.add(NOTHING_FOUND if any(item.needs_eyes for item in checked.items) else ANSWERED)
    return next(code for code in (FAILED, NOTHING_FOUND, ANSWERED) if code in codes)


async def _checked(app: App, name: str) -> DraftCheck:
    """Return the check of one file. Raises UserError if it can't be read."""
    if name == _STANDARD_INPUT:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        draft = await app.draft_reader.read_text(text, _PASTED)
    else:
        draft = await app.draft_reader.read(_bytes_of(Path(name)), Path(name).name)
    try:
        return await app.draft_checks.check(await app.desk.default_guild(), draft, _show_progress)
    finally:
        _hide_progress()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
        raise UserError(f"{shown(str(path))} can't be read: {reason}.") from None


def _print_json(checked: DraftCheck, _is_first: bool) -> None:
    click.echo(json.dumps(check_json(checked), ensure_ascii=False))


def _print_card(checked: DraftCheck, is_first: bool, most: int | None) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    card = draft_check_card(checked, width, colour=True, most=most)
    click.echo(("" if is_first else f"\n{'─' * width}\n\n") + card)


def _show_progress(progress: DraftProgress) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[KChecking: {progress.done:,} of {progress.total:,}", err=True, nl=False)


def _hide_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
