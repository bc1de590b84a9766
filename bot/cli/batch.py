"""Runs a command on every line of a file of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import click

from bot.cli.jsonl import BrokenLine, open_lines, read_items
from bot.errors import UserError
from bot.model.json_types import Json


async def process_lines(path: str, work: Callable[[str], Awaitable[dict[str, Json]]]) -> int:
    """Print the result of `work` for each line, with the line's id.

    Lines that can't be processed are named on stderr. Returns the exit code: 1 if a line was skipped.
    """
    code = 0
    with open_lines(path) as lines:
        for item in read_items(lines):
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
