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
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def forget(user: str, *, yes: bool) -> int:
    """Forget the Discord user with the id USER.

    Deleted are their name, the texts of their messages and their feedback on answers. Claims, evidence and verdicts
    stay under a pseudonym, and the log still verifies.

    Exit codes: 0 forgotten, 3 no user with this id is known.
    """
    mention = _MENTION.fullmatch(user.strip())
    if mention is None:
        raise click.BadParameter(
            "give the numeric id: in developer mode, right-click the user in Discord, then Copy User ID."
        )
    if not yes:
        click.confirm("Their name and messages can't be restored. Continue?", abort=True, err=True)
    return asyncio.run(_forget(int(mention[1])))


async def _forget(user: int) -> int:
    async with open_app(load_settings()) as app:
        feedback = await app.feedback.count_of(user)
        desks = await app.desk.forget(user)
    if not desks and not feedback:
        click.echo("No user with this id is known.", err=True)
        return NOTHING_FOUND
    deleted = f" Feedback on {feedback:,} answer{'s' * (feedback > 1)} deleted." if feedback else ""
    click.echo(f"Forgotten on {desks} desk{'s' * (desks != 1)}.{deleted} Earlier backups still name them.")
    return ANSWERED
