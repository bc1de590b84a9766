"""`factdesk forget`: somebody's right to be forgotten."""

from __future__ import annotations

import asyncio
import re

import click

from bot.app import open_app
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.settings import load_settings

_MENTION = re.compile(r"(?:<@!?)?(\d{1,18}|[1-8]\d{18})>?")


@click.command
@click.argument("user")
@click.option("--yes", is_flag=True, help="Don't ask whether you are sure.")
def forget(user: str, *, yes: bool) -> int:
    """Forget the Discord user whose id is USER: their name, the texts of their messages, their feedback on answers.

    Claims, evidence and verdicts stay, with a pseudonym in place of the name, and the log still verifies.

    Exit codes: 0 forgotten, 3 nobody of that id is known.
    """
    known = _MENTION.fullmatch(user.strip())
    if known is None:
        raise click.BadParameter("give the user's id: Discord copies it from their profile, in developer mode.")
    if not yes:
        click.confirm("Their name and messages can't be brought back. Go on?", abort=True, err=True)
    return asyncio.run(_forget(int(known[1])))


async def _forget(user: int) -> int:
    async with open_app(load_settings()) as app:
        feedback = await app.feedback.count_of(user)
        desks = await app.desk.forget(user)
    if not desks and not feedback:
        click.echo("No desk knows anybody of that id.", err=True)
        return NOTHING_FOUND
    deleted = f" Feedback on {feedback:,} answer{'s' * (feedback > 1)} deleted." if feedback else ""
    click.echo(f"Forgotten at {desks} desk{'s' * (desks != 1)}.{deleted} Backups made before now still name them.")
    return ANSWERED
