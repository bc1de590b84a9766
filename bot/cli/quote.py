"""`factdesk quote`: checks quotes against the articles."""

from __future__ import annotations

import asyncio
import json
import shutil

import click

from bot.app import App
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import open_indexed_app
from bot.cli.batch import process_lines
from bot.cli.options import FREE_TEXT, corpus_option, free_text
from bot.cli.render.published_verdicts import verdict_blocks, verdicts_json
from bot.cli.render.quotecheck import quote_card
from bot.model.json_types import Json
from bot.model.published_verdicts import PublishedVerdict
from bot.quotecheck.model import MatchLevel
from bot.quotecheck.serialize import check_json

_WIDEST = 100
_MOST_ARTICLES = 100  # with the same words


@click.command(context_settings=FREE_TEXT)
@click.argument("text", required=False, callback=free_text)
@click.option("--speaker", metavar="NAME", help="The person quoted; the check says if it was somebody else.")
@corpus_option
@click.option("--json", "as_json", is_flag=True, help="Print the check as one JSON object.")
@click.option("--texts", metavar="FILE", help='Check each line of FILE: {"id", "text"}; "-" is stdin.')
def quote(text: str | None, speaker: str | None, corpus: tuple[str, ...], texts: str | None, *, as_json: bool) -> int:
    """Check whether TEXT is in the articles, and who says it there.

    The result is verbatim, altered, spliced from several places, or not found.

    Exit codes: 0 found, 3 not in the articles. With --texts, each check is one line of JSON with the id of its text.
    """
    if (text is None) == (texts is None):
        raise click.UsageError("Give either a TEXT or --texts FILE.")
    return asyncio.run(_quote(text, speaker, corpus, texts, as_json=as_json))


async def _quote(
    text: str | None, speaker: str | None, corpus: tuple[str, ...], texts: str | None, *, as_json: bool
) -> int:
    async with open_indexed_app(corpus) as app:
        if text is None:
            return await process_lines(texts or "-", lambda line: _check_json(app, line, speaker))
        check = await app.quote(text, speaker, most=_MOST_ARTICLES)
        verdicts = await _verdicts(app, text)
    if as_json:
        click.echo(json.dumps(check_json(check) | verdicts_json(verdicts), ensure_ascii=False))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        click.echo("\n\n".join([*verdict_blocks(verdicts, width), quote_card(check, width, colour=True)]))
    return NOTHING_FOUND if check.level is MatchLevel.NOT_FOUND else ANSWERED


async def _check_json(app: App, text: str, speaker: str | None) -> dict[str, Json]:
    check = check_json(await app.quote(text, speaker, most=_MOST_ARTICLES))
    return check | verdicts_json(await _verdicts(app, text))


async def _verdicts(app: App, text: str) -> tuple[PublishedVerdict, ...]:
    return await app.published_verdicts.on_text(await app.desk.default_guild(), text)
