"""Opens the app for a command and shows the progress of indexing."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from bot.app import App, open_app
from bot.cli.counts import counted
from bot.cli.options import folders
from bot.corpus.readers import SUFFIX_NAMES
from bot.errors import UserError
from bot.library.sync import Progress
from bot.library.sync_report import SyncReport
from bot.settings import load_settings


@asynccontextmanager
async def open_indexed_app(corpus: tuple[str, ...]) -> AsyncIterator[App]:
    """Yield the app over an index with articles.

    With `corpus` it uses the private index of those folders and updates it first. Raises UserError if there are no
    articles.
    """
    settings = load_settings()
    async with open_app(settings, corpus=folders(corpus) or None) as app:
        if corpus or (app.folders and not await app.documents.count()):
            report = await sync_with_progress(app)
            if report.added or report.changed or report.removed:
                click.echo("\n".join(report.lines()), err=True)
            elif report.unusable_folders:
                click.echo("\n".join(report.unusable_folders), err=True)
        if not await app.documents.count():
            raise UserError(_no_articles(app))
        yield app


def _no_articles(app: App) -> str:
    if not app.folders:
        return (
            "No articles are indexed yet. Index a folder with `factdesk index DIR`, or add `--corpus DIR` to use one "
            "only this time (`--corpus seeds`: the samples)."
        )
    names = ", ".join(map(str, app.folders))
    return f"There are no articles in {names}. Put {SUFFIX_NAMES} files there."


async def sync_with_progress(app: App) -> SyncReport:
    """Synchronise the app's folders and return the report.

    On a terminal, stderr shows one line of progress.
    """
    if not sys.stderr.isatty():
        return await app.sync()
    try:
        return await app.sync(_show_progress)
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)


def _show_progress(progress: Progress) -> None:
    share = progress.bytes_read / max(progress.bytes_total, 1)
    click.echo(f"\r\x1b[KReading: {share:4.0%}, {counted(progress.documents, 'document')}", err=True, nl=False)
