"""`factdesk ask`: answers one question, or every question of a file."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Mapping

import click

from bot.answer.presentation.serialize import answer_json
from bot.app import App
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import open_indexed_app
from bot.cli.batch import process_lines
from bot.cli.options import FREE_TEXT, corpus_option, exact_option, free_text, limit_options, limits
from bot.cli.render.answer import answer_card
from bot.cli.render.published_verdicts import verdict_blocks, verdicts_json
from bot.model.json_types import Json
from bot.model.published_verdicts import PublishedVerdict
from bot.model.search import SearchFilter

_WIDEST = 100


@click.command(context_settings=FREE_TEXT)
@click.argument("question", required=False, callback=free_text)
@corpus_option
@limit_options
@exact_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--questions", metavar="FILE", help='Answer each line of FILE: {"id", "question"}; "-" is stdin.')
def ask(
    question: str | None,
    corpus: tuple[str, ...],
    questions: str | None,
    *,
    as_json: bool,
    exact: bool,
    **limit_texts: str | None,
) -> int:
    """Answer QUESTION with verbatim quotes, or decline.

    Exit codes: 0 answered; 3 the articles say otherwise, only the closest passages, or nothing found. With
    --questions, each answer is one line of JSON with the id of its question.
    """
    if (question is None) == (questions is None):
        raise click.UsageError("Give either a QUESTION or --questions FILE.")
    return asyncio.run(_ask(question, corpus, questions, limit_texts, as_json=as_json, exact=exact))


async def _ask(
    question: str | None,
    corpus: tuple[str, ...],
    questions: str | None,
    limit_texts: Mapping[str, str | None],
    *,
    as_json: bool,
    exact: bool,
) -> int:
    async with open_indexed_app(corpus) as app:
        narrowing = await limits(app.documents, **limit_texts)
        if question is None:
            return await process_lines(questions or "-", lambda line: _answer_json(app, line, narrowing, exact=exact))
        answer = await app.ask(question, narrowing, exact=exact)
        verdicts = await _verdicts(app, question)
    if as_json:
        click.echo(json.dumps(answer_json(answer) | verdicts_json(verdicts), ensure_ascii=False))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        click.echo("\n\n".join([*verdict_blocks(verdicts, width), answer_card(answer, width, colour=True)]))
    return ANSWERED if answer.answered else NOTHING_FOUND


async def _answer_json(app: App, question: str, narrowing: SearchFilter, *, exact: bool) -> dict[str, Json]:
    answer = answer_json(await app.ask(question, narrowing, exact=exact))
    return answer | verdicts_json(await _verdicts(app, question))


async def _verdicts(app: App, question: str) -> tuple[PublishedVerdict, ...]:
    return await app.published_verdicts.on_question(await app.desk.default_guild(), question)
