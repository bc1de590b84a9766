"""`factdesk claims publish`: the published verdicts as a static site."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.app import open_publisher
from bot.cli import ANSWERED, FAILED
from bot.cli.counts import counted
from bot.cli.render.terminal import printable
from bot.desk.publication.folder import PublicationReport
from bot.settings import Settings, load_settings


@click.command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--server", "--guild", "publish_server", type=int, metavar="ID", help="The Discord server to publish.")
@click.option("--url", "publish_url", metavar="URL", help="The address of the site, for whole links in feeds.")
@click.option("--title", "publish_title", metavar="TEXT", help="The title of the site.")
@click.option("--publisher", "publish_author", metavar="NAME", help="The author of your verdicts in ClaimReview.")
@click.option("--people", "publish_people", is_flag=True, default=None, help="Name who gave and approved a verdict.")
@click.option(
    "--verdicts",
    "publish_verdicts",
    type=click.Choice(["linked", "all"]),
    help="linked: those with a saved link; all: every verdict in force.",
)
def publish(folder: Path, **options: str | int | bool | None) -> int:
    """Write the published verdicts into DIR, as pages and feeds for any web server.

    DIR gets a page for each verdict, lists, RSS, JSON Feed and ClaimReview. Only changed files are written; a page is
    removed when its claim is withdrawn; files of others are never touched. Defaults come from FACTDESK_PUBLISH_….

    Exit codes: 0 published, 1 a file could not be written or removed; stderr says which and why.
    """
    settings = load_settings(**{name: value for name, value in options.items() if value is not None})
    report = asyncio.run(_publish(settings, folder))
    files = f"{counted(report.written, 'file')} written, {report.removed:,} removed, {report.unchanged:,} unchanged"
    click.echo(f"{counted(report.verdicts, 'verdict')} in {printable(str(folder))}: {files}.")
    if not settings.publish_url:
        click.echo("Feeds and ClaimReview have relative links: name the site's address with --url.", err=True)
    for problem in report.problems:
        click.echo(printable(problem), err=True)
    return FAILED if report.problems else ANSWERED


async def _publish(settings: Settings, folder: Path) -> PublicationReport:
    async with open_publisher(settings) as publisher:
        return await publisher.publish(folder)
