"""The app as the commands open it: over the folders named, in step with them, its progress on the terminal."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from bot.app import App, open_app
from bot.cli.options import folders
from bot.errors import UserError
from bot.library.sync import Progress
from bot.library.sync_report import SyncReport
from bot.settings import load_settings


@asynccontextmanager
async def opened_app(corpus: tuple[str, ...]) -> AsyncIterator[App]:
    """Yield the app over what is indexed, or over the folders of `corpus` alone, brought in step first.

    Raises UserError where there is no article to work on.
    """
    settings = load_settings()
    async with open_app(settings, corpus=folders(corpus) or None) as app:
        if corpus or (app.folders and not await app.documents.count()):
            report = await brought_in_step(app)
            if report.added or report.changed or report.removed:
                click.echo("\n".join(report.lines()), err=True)
        if not await app.documents.count():
            raise UserError(_nothing_there(app))
        yield app


def _nothing_there(app: App) -> str:
    if not app.folders:
        return (
            "No articles are indexed yet. Index a folder with `factdesk index DIR`, or add `--corpus DIR` to use one "
            "only this time (`--corpus seeds`: the samples)."
        )
    names = ", ".join(map(str, app.folders))
    return f"There are no articles in {names}. Put .txt, .md, .html, .pdf or .jsonl files there."


async def brought_in_step(app: App) -> SyncReport:
    """Bring the app's folders in step, with a line of progress where stderr is a terminal."""
    if not sys.stderr.isatty():
        return await app.sync()
    try:
        return await app.sync(_show)
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)


def _show(progress: Progress) -> None:
    share = progress.bytes_read / max(progress.bytes_in_all, 1)
    click.echo(f"\r\x1b[KReading: {share:4.0%}, {progress.documents:,} documents", err=True, nl=False)
