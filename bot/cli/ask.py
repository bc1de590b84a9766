"""`factdesk ask`: one question to a card or to JSON, or a file of questions to a JSON line each."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Mapping
from functools import partial

import click

from bot.answer.presentation.serialize import answer_json
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import opened_app
from bot.cli.batch import each_line
from bot.cli.options import FREE_TEXT, corpus_option, exact_option, free_text, limit_options, limits
from bot.cli.render.answer import answer_card
from bot.model.answers import Answer
from bot.model.json_types import Json

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
    **days: str | None,
) -> int:
    """Answer QUESTION with verbatim quotes, or decline.

    Exit codes: 0 answered; 3 the articles say otherwise, only the closest passages, or nothing found. With
    --questions, each answer is one line of JSON with the id of its question.
    """
    if (question is None) == (questions is None):
        raise click.UsageError("Give either a QUESTION or --questions FILE.")
    return asyncio.run(_ask(question, corpus, questions, days, as_json=as_json, exact=exact))


async def _ask(
    question: str | None,
    corpus: tuple[str, ...],
    questions: str | None,
    days: Mapping[str, str | None],
    *,
    as_json: bool,
    exact: bool,
) -> int:
    async with opened_app(corpus) as app:
        asked = partial(app.ask, narrowing=await limits(app.documents, **days), exact=exact)
        if question is None:
            return await each_line(questions or "-", lambda text: _as_json(asked(text)))
        answer = await asked(question)
    if as_json:
        click.echo(json.dumps(answer_json(answer), ensure_ascii=False))
    else:
        click.echo(answer_card(answer, min(shutil.get_terminal_size().columns, _WIDEST), colour=True))
    return ANSWERED if answer.answered else NOTHING_FOUND


async def _as_json(answer: Awaitable[Answer]) -> dict[str, Json]:
    return answer_json(await answer)
