"""`factdesk claims similar`: finds claims similar to a text, with their differences."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import click

from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.batch import process_lines
from bot.cli.claims.context import DeskContext, guild_option, open_desk_context
from bot.cli.options import FREE_TEXT, free_text
from bot.cli.render.terminal import Style, StyledText, flow
from bot.desk.similarity.differences import ClaimDifference
from bot.desk.similarity.labels import is_shown, label, phrases
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
    """Find the claims similar to TEXT, the most similar first.

    "Looks the same" is shown only if each of the two accounts for all words of the other. Words that differ are bold,
    and the difference is named.

    Exit codes: 0 found, 3 nothing found. With --queries, each line of JSON has the id of a query and its results.
    """
    if (text is None) == (queries is None):
        raise click.UsageError("Give either a TEXT or --queries FILE.")
    return asyncio.run(_similar(text, guild, limit, queries, as_json=as_json))


async def _similar(text: str | None, guild: int | None, limit: int, queries: str | None, *, as_json: bool) -> int:
    async with open_desk_context(guild) as context:
        if text is None:
            return await process_lines(queries or "-", lambda line: _results(context, line, limit))
        found = await context.similar.similar(context.guild, text, limit)
    if as_json:
        click.echo(json.dumps([similar_claim_json(text, claim) for claim in found], ensure_ascii=False))
    else:
        click.echo(
            "\n".join(line for claim in found for line in similar_claim_lines(text, claim))
            or "No similar claim was found."
        )
    return ANSWERED if found else NOTHING_FOUND


async def _results(context: DeskContext, text: str, limit: int) -> dict[str, Json]:
    found = await context.similar.similar(context.guild, text, limit)
    return {"results": [similar_claim_json(text, claim) for claim in found]}


def similar_claim_json(text: str, claim: SimilarClaim) -> dict[str, Json]:
    """Return the JSON of a claim similar to `text`."""
    return {
        "claim": claim.number,
        "external_id": claim.external_id,
        "text": claim.text,
        "score": claim.score,
        "level": claim.level.value,
        "accounted": claim.accounted,
        "differs": list[Json](claim.differs),
        "differences": [_difference_json(text, claim, difference) for difference in claim.differences],
    }


def _difference_json(text: str, claim: SimilarClaim, difference: ClaimDifference) -> dict[str, Json]:
    return {
        "kind": difference.kind.value,
        "label": label(difference),
        "yours": list[Json](phrases(text, difference.ours)),
        "theirs": list[Json](phrases(claim.text, difference.theirs)),
    }


def similar_claim_lines(text: str, claim: SimilarClaim) -> Iterator[str]:
    """Yield the lines of a similar claim.

    Words that differ from `text` are bold, unless nearly all do.
    """
    probable = "probably the same" if claim.level is Similarity.SAME else "similar"
    similarity = "looks the same" if claim.accounted else probable
    shown = [difference for difference in claim.differences if is_shown(difference)]
    ruled = claim.rating or claim.status.value
    yield flow(
        [StyledText(f"#{claim.number}", Style.BOLD), StyledText(f" {similarity}, {ruled}", Style.DIM)],
        _WIDTH,
        colour=True,
    )
    differing = [span for difference in shown for span in difference.theirs]
    yield flow(_marked(claim.text, differing), _WIDTH, first="  ", rest="  ", colour=True)
    for difference in shown:
        ours = ", ".join(phrases(text, difference.ours)) or "-"
        theirs = ", ".join(phrases(claim.text, difference.theirs)) or "-"
        yield flow(
            [StyledText(f"{label(difference).lower()}: {ours} / {theirs}", Style.DIM)],
            _WIDTH,
            first="  ",
            colour=True,
        )


def _marked(text: str, spans: list[Span]) -> Iterator[StyledText]:
    position = 0
    for span in sorted(set(spans)):
        if span.start >= position:
            yield StyledText(text[position : span.start])
            yield StyledText(span.of(text), Style.BOLD)
            position = span.end
    yield StyledText(text[position:])
