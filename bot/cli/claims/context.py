"""The claims desk as the terminal's commands open it: whose desk, and which of its claims."""

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
class AtHand:
    """The desk with the guild that a command works on."""

    desk: Desk
    similar: SimilarClaims
    guild: int

    def request(self) -> Request:
        """Return the terminal as the one who acts."""
        return self.desk.request(self.guild, _ACTOR)


@asynccontextmanager
async def opened_desk(guild: int | None) -> AsyncIterator[AtHand]:
    """Yield the desk of `guild`; of the only one that is set up where none is named, else the newsroom's own."""
    settings = load_settings()
    async with open_desk(settings) as (desk, similar_claims):
        yield AtHand(desk, similar_claims, await desk.default_guild() if guild is None else guild)


class ClaimListOptions(TypedDict):
    """The filters as the command line gives them."""

    status: tuple[str, ...]
    tag: str | None
    rating: str | None
    assignee: int | None
    unassigned: bool
    overdue: bool
    text: str


guild_option = click.option("--guild", type=int, metavar="ID", help="The Discord server whose desk this is about.")

_FILTERS = (
    click.option(
        "--status",
        multiple=True,
        type=click.Choice([each.value for each in Status]),
        help="Claims of this status; may be repeated.",
    ),
    click.option("--tag", help="Claims that bear this tag."),
    click.option("--rating", help="Claims ruled so."),
    click.option("--assignee", type=int, metavar="USER", help="Claims of this Discord user."),
    click.option("--unassigned", is_flag=True, help="Claims that nobody has taken."),
    click.option("--overdue", is_flag=True, help="Claims whose due date has passed."),
    click.option("--text", default="", metavar="WORDS", help="Claims that hold all of these words."),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that narrow which claims it is about."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


async def narrowed(at_hand: AtHand, wanted: ClaimListOptions) -> ClaimFilter:
    """Return the filter that the options ask for."""
    scale = (await at_hand.desk.settings(at_hand.guild)).ratings
    rating = wanted["rating"]
    written = next((each for each in scale if rating and each.casefold() == rating.casefold()), rating)
    return ClaimFilter(
        statuses=frozenset(map(Status, wanted["status"])),
        assignee=wanted["assignee"],
        unassigned=wanted["unassigned"],
        tag=wanted["tag"].casefold() if wanted["tag"] else None,
        rating=written,
        overdue=datetime.now(UTC) if wanted["overdue"] else None,
        text=wanted["text"],
    )
