"""`factdesk search`: lists the passages for a query, the best first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import click

from bot.answer.presentation.serialize import hit_json
from bot.app import App
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import open_indexed_app
from bot.cli.batch import process_lines
from bot.cli.options import FREE_TEXT, corpus_option, exact_option, free_text, limit_options, limits
from bot.cli.render.answer import publication_line, quoted_pieces, reading_notes
from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.answers import Finding
from bot.model.json_types import Json
from bot.model.search import NO_FILTER, SearchFilter

_WIDTH = 100


@click.command(context_settings=FREE_TEXT)
@click.argument("query", required=False, callback=free_text)
@corpus_option
@limit_options
@exact_option
@click.option("--newest", is_flag=True, help="Show the best passages in order of date, the newest first.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most this many passages."
)
@click.option("--json", "as_json", is_flag=True, help="Print each passage as one line of JSON.")
@click.option("--queries", metavar="FILE", help='Search for each line of FILE: {"id", "text"}; "-" is stdin.')
def search(
    query: str | None,
    corpus: tuple[str, ...],
    queries: str | None,
    limit: int,
    *,
    as_json: bool,
    exact: bool,
    newest: bool,
    **limit_texts: str | None,
) -> int:
    """Find the passages with the words of QUERY, the best first.

    "A phrase" must occur word for word, a -word must not occur. outlet:NAME and title:WORD limit the articles. Every
    passage holds one of the words; link lists and appeals to readers are left out. Nothing is judged.

    Exit codes: 0 found, 3 nothing found. With --queries, each line of JSON has the id of a query and its results.
    """
    if (query is None) == (queries is None):
        raise click.UsageError("Give either a QUERY or --queries FILE.")
    options = _SearchOptions(limit, exact=exact, newest=newest)
    return asyncio.run(_search(query, corpus, queries, options, limit_texts, as_json=as_json))


@dataclass(frozen=True, slots=True)
class _SearchOptions:
    limit: int
    narrowing: SearchFilter = NO_FILTER
    exact: bool = False
    newest: bool = False


async def _search(
    query: str | None,
    corpus: tuple[str, ...],
    queries: str | None,
    options: _SearchOptions,
    limit_texts: Mapping[str, str | None],
    *,
    as_json: bool,
) -> int:
    async with open_indexed_app(corpus) as app:
        options = replace(options, narrowing=await limits(app.documents, **limit_texts))
        if query is None:
            return await process_lines(queries or "-", lambda text: _results(app, text, options))
        if as_json:
            hits = await _hits(app, query, options)
            click.echo("\n".join(json.dumps(hit, ensure_ascii=False) for hit in hits), nl=bool(hits))
            return ANSWERED if hits else NOTHING_FOUND
        answer = await app.passage_search.list_passages(
            query, options.limit, options.narrowing, exact=options.exact, newest=options.newest
        )
    for line in reading_notes(answer):
        click.echo(line, err=True)
    click.echo(
        "\n\n".join(map(_passage_lines, answer.findings)) if answer.answered else answer.reason, err=not answer.answered
    )
    return ANSWERED if answer.answered else NOTHING_FOUND


async def _results(app: App, text: str, options: _SearchOptions) -> dict[str, Json]:
    return {"results": list[Json](await _hits(app, text, options))}


async def _hits(app: App, text: str, options: _SearchOptions) -> list[dict[str, Json]]:
    found = await app.search(text, options.limit, options.narrowing, exact=options.exact, newest=options.newest)
    return [hit_json(hit, excerpt) for hit, excerpt in found.hits]


def _passage_lines(finding: Finding) -> str:
    place = f"{finding.document.name} [{finding.quote.span.start}:{finding.quote.span.end}]"
    location = flow(
        [StyledText(f"{publication_line(finding.document)} · {place}", Style.DIM)],
        _WIDTH,
        first="  ",
        rest="  ",
        colour=True,
    )
    return f"{flow(quoted_pieces(finding), _WIDTH, rest=' ', colour=True)}\n{location}"
