"""`factdesk search`: the passages that a query finds, best first."""

from __future__ import annotations

import asyncio
import json

import click

from bot.answer.contract import Json, hit_json
from bot.app import App
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.batch import each_line
from bot.cli.opening import opened_app
from bot.cli.options import FREE_TEXT, corpus_option, free_text
from bot.cli.terminal import Piece, Style, flow

_WIDTH = 100


@click.command(context_settings=FREE_TEXT)
@click.argument("query", required=False, callback=free_text)
@corpus_option
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="The most passages to give.")
@click.option("--json", "as_json", is_flag=True, help="Print each passage as a line of JSON.")
@click.option("--queries", metavar="FILE", help='Search for each line of FILE: {"id", "text"}; "-" is stdin.')
def search(query: str | None, corpus: tuple[str, ...], limit: int, queries: str | None, *, as_json: bool) -> int:
    """Find the passages that hold the words of QUERY.

    Best first; nothing is judged, nothing left out.

    Exit codes: 0 found, 3 nothing found. With --queries each line of JSON holds a query's id and its results.
    """
    if (query is None) == (queries is None):
        raise click.UsageError("Give either a QUERY or --queries FILE.")
    return asyncio.run(_search(query, corpus, limit, queries, as_json=as_json))


async def _search(query: str | None, corpus: tuple[str, ...], limit: int, queries: str | None, *, as_json: bool) -> int:
    async with opened_app(corpus) as app:
        if query is None:
            return await each_line(queries or "-", lambda text: _results(app, text, limit))
        found = await _hits(app, query, limit)
    for hit in found:
        click.echo(json.dumps(hit, ensure_ascii=False) if as_json else _shown(hit))
    if not found and not as_json:
        click.echo("Nothing found.", err=True)
    return ANSWERED if found else NOTHING_FOUND


async def _results(app: App, text: str, limit: int) -> dict[str, Json]:
    return {"results": list[Json](await _hits(app, text, limit))}


async def _hits(app: App, text: str, limit: int) -> list[dict[str, Json]]:
    return [hit_json(hit, excerpt) for hit, excerpt in (await app.search(text, limit)).hits]


def _shown(hit: dict[str, Json]) -> str:
    place = f"{hit['document']} [{hit['start']}:{hit['end']}]"
    text = flow([Piece(str(hit["text"]))], _WIDTH, first="  ", rest="  ")
    return f"{flow([Piece(place, Style.DIM)], _WIDTH, colour=True)}\n{text}"
