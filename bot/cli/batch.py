"""A file of questions or queries, worked through one line after the other in one process."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import click

from bot.cli.jsonl import BrokenLine, items, opened
from bot.errors import UserError
from bot.model.json_types import Json


async def each_line(path: str, work: Callable[[str], Awaitable[dict[str, Json]]]) -> int:
    """Print what `work` makes of each line's text, with the line's id; tell of lines that can't be worked on.

    Returns the exit code: 1 where a line was left out.
    """
    code = 0
    with opened(path) as lines:
        for item in items(lines):
            if isinstance(item, BrokenLine):
                click.echo(str(item), err=True)
                code = 1
                continue
            try:
                click.echo(json.dumps({"id": item.id, **await work(item.text)}, ensure_ascii=False))
            except UserError as error:
                click.echo(str(BrokenLine(item.line, error.message.rstrip("."))), err=True)
                code = 1
    return code
