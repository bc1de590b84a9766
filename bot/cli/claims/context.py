"""Opens the claims desk for a command, and reads its filter options."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

import click

from bot.app import open_desk
from bot.desk.actions.transaction import Request
from bot.desk.desk import Desk
from bot.desk.similarity.search import SimilarClaims
from bot.model.claims import TERMINAL_USER, Actor, ClaimFilter, Status
from bot.settings import load_settings

_ACTOR = Actor(TERMINAL_USER, "the terminal", is_editor=True)


@dataclass(frozen=True, slots=True)
class DeskContext:
    """A desk with its index of similar claims and the command's guild."""

    desk: Desk
    similar: SimilarClaims
    guild: int

    def request(self) -> Request:
        """Return a request with the terminal as the actor."""
        return self.desk.request(self.guild, _ACTOR)


@asynccontextmanager
async def open_desk_context(guild: int | None) -> AsyncIterator[DeskContext]:
    """Yield the desk of `guild`.

    Without a guild: the only one that is set up, else the newsroom's own desk.
    """
    settings = load_settings()
    async with open_desk(settings) as (desk, similar_claims):
        yield DeskContext(desk, similar_claims, await desk.default_guild() if guild is None else guild)


class ClaimListOptions(TypedDict):
    """The filter options of the command line."""

    status: tuple[str, ...]
    tag: str | None
    rating: str | None
    assignee: int | None
    unassigned: bool
    overdue: bool
    text: str
    claimant: str


guild_option = click.option("--guild", type=int, metavar="ID", help="Use the desk of this Discord server.")

_FILTERS = (
    click.option(
        "--status",
        multiple=True,
        type=click.Choice([status.value for status in Status]),
        help="Only claims with this status; may be repeated.",
    ),
    click.option("--tag", help="Only claims with this tag."),
    click.option("--rating", help="Only claims with this rating."),
    click.option("--assignee", type=int, metavar="USER", help="Only claims assigned to this Discord user."),
    click.option("--unassigned", is_flag=True, help="Only unassigned claims."),
    click.option("--overdue", is_flag=True, help="Only claims past their due date."),
    click.option("--claimant", default="", metavar="NAME", help="Only claims of this person or organization."),
    click.option("--text", default="", metavar="WORDS", help="Only claims that contain all of these words."),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filter options to a command."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


async def claim_filter(context: DeskContext, options: ClaimListOptions) -> ClaimFilter:
    """Return the claim filter for the options.

    The rating is matched to the desk's scale: `"FALSE"` -> `False`.
    """
    scale = (await context.desk.settings(context.guild)).ratings
    rating = options["rating"]
    rating_name = next((name for name in scale if rating and name.casefold() == rating.casefold()), rating)
    return ClaimFilter(
        statuses=frozenset(map(Status, options["status"])),
        assignee=options["assignee"],
        unassigned=options["unassigned"],
        tag=options["tag"].casefold() if options["tag"] else None,
        rating=rating_name,
        overdue=datetime.now(UTC) if options["overdue"] else None,
        text=options["text"],
        claimant=options["claimant"],
    )
