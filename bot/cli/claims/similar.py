"""`factdesk claims similar`: which claims a text may already stand among, and where they disagree with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import click

from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.batch import each_line
from bot.cli.claims.context import AtHand, guild_option, opened_desk
from bot.cli.options import FREE_TEXT, free_text
from bot.cli.render.terminal import Style, StyledText, flow
from bot.desk.similarity.search import MOST, SimilarClaim, Similarity
from bot.model.json_types import Json
from bot.model.spans import Span

_WIDTH = 100


@click.command(context_settings=FREE_TEXT)
@click.argument("text", required=False, callback=free_text)
@guild_option
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=MOST, show_default=True, help="At most this many claims."
)
@click.option("--json", "as_json", is_flag=True, help="Print the claims as one array of JSON.")
@click.option("--queries", metavar="FILE", help='Compare each line of FILE: {"id", "text"}; "-" is stdin.')
def similar(text: str | None, guild: int | None, limit: int, queries: str | None, *, as_json: bool) -> int:
    """Find the claims that are similar to TEXT, the most similar first.

    "Looks the same" is shown only if that is nearly certain. Words that differ in a number, a name or a denial are
    bold.

    Exit codes: 0 found, 3 nothing found. With --queries, each line of JSON has the id of a query and its results.
    """
    if (text is None) == (queries is None):
        raise click.UsageError("Give either a TEXT or --queries FILE.")
    return asyncio.run(_similar(text, guild, limit, queries, as_json=as_json))


async def _similar(text: str | None, guild: int | None, limit: int, queries: str | None, *, as_json: bool) -> int:
    async with opened_desk(guild) as at_hand:
        if text is None:
            return await each_line(queries or "-", lambda line: _results(at_hand, line, limit))
        found = await at_hand.similar.similar(at_hand.guild, text, limit)
    if as_json:
        click.echo(json.dumps([match_json(match) for match in found], ensure_ascii=False))
    else:
        click.echo(
            "\n".join(line for match in found for line in match_lines(text, match)) or "No similar claim was found."
        )
    return ANSWERED if found else NOTHING_FOUND


async def _results(at_hand: AtHand, text: str, limit: int) -> dict[str, Json]:
    found = await at_hand.similar.similar(at_hand.guild, text, limit)
    return {"results": [match_json(match) for match in found]}


def match_json(match: SimilarClaim) -> dict[str, Json]:
    """Return what a script learns of a claim that is like the text."""
    return {
        "claim": match.number,
        "external_id": match.external_id,
        "text": match.text,
        "score": match.score,
        "level": match.level.value,
        "differs": list[Json](match.differs),
    }


def match_lines(asked: str, match: SimilarClaim) -> Iterator[str]:
    """Yield what a person sees of a claim that is like the text; the words that differ are bold."""
    told = "looks the same" if match.level is Similarity.SAME else "similar"
    ruled = match.rating or match.status.value
    yield flow(
        [StyledText(f"#{match.number}", Style.BOLD), StyledText(f" {told}, {ruled}", Style.DIM)], _WIDTH, colour=True
    )
    theirs = [span for each in match.differences for span in each.theirs]
    yield flow(_marked(match.text, theirs), _WIDTH, first="  ", rest="  ", colour=True)
    for each in match.differences:
        ours = ", ".join(span.of(asked) for span in each.ours) or "-"
        other = ", ".join(span.of(match.text) for span in each.theirs) or "-"
        yield flow(
            [StyledText(f"differs in {each.kind.value}: {ours} | {other}", Style.DIM)], _WIDTH, first="  ", colour=True
        )


def _marked(text: str, spans: list[Span]) -> Iterator[StyledText]:
    at = 0
    for span in sorted(set(spans)):
        if span.start >= at:
            yield StyledText(text[at : span.start])
            yield StyledText(span.of(text), Style.BOLD)
            at = span.end
    yield StyledText(text[at:])
