"""Cards of the greeting: what a new server lacks, and how articles are added."""

from __future__ import annotations

from typing import Any

import discord
from discord.abc import GuildChannel
from discord.ui import ActionRow, Container, Separator, TextDisplay

from bot.model.claims import DeskSettings
from commands.desk.cards import NO_EDITORS
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE
from commands.ui.truncate import cut_line

_ABOUT = (
    "I answer questions from your newsroom's articles in their own words, check quotes and whole drafts, and run a "
    "claims desk. What I quote is a slice of an article; what no article says, I decline to answer."
)
TO_THE_ADDER = "Sent once, to the person who added me or who owns the server. Everybody there can use `/help`."
IN_THE_CHANNEL = "Sent once. I could not write to the person who added me. Everybody here can use `/help`."
_MAX_NAME = 100


def greeting_card(
    guild: discord.Guild, settings: DeskSettings, documents: int, buttons: ActionRow[Any], note: str
) -> Container[Any]:
    """Return the greeting: what is there, what is missing, and the buttons."""
    name = cut_line(guild.name, _MAX_NAME)
    is_ready = bool(documents) and settings.channel is not None and settings.editor_role is not None
    lead = "Everything is set up:" if is_ready else "Some things are still to be chosen:"
    text = f"### I have joined {name}\n{_ABOUT}\n\n{lead}"
    card: Container[Any] = Container(TextDisplay(text), Separator(), accent_colour=BLUE)
    card.add_item(TextDisplay(f"{articles_text(documents)}\n{desk_text(guild, settings)}")).add_item(buttons)
    return card.add_item(Separator()).add_item(TextDisplay(subtext(note)))


def articles_text(documents: int) -> str:
    """Return whether there is anything to ask."""
    if documents:
        return f"✓ **Articles:** {plural(documents, 'document')} indexed"
    return "⚠ **Articles:** none yet, so there is nothing to ask"


def desk_text(guild: discord.Guild, settings: DeskSettings) -> str:
    """Return the channel and the roles of the desk, each with a mark.

    They are named, since Discord draws no mention of a role in a direct message.
    """
    channel = guild.get_channel(settings.channel) if settings.channel else None
    editors, reviewers = (guild.get_role(id_ or 0) for id_ in (settings.editor_role, settings.reviewer_role))
    return "\n".join(
        [
            _line("Channel for claims", channel, "none yet, so claims have no cards"),
            _line("Editors", editors, NO_EDITORS),
            _line("Reviewers", reviewers, "the editors", mark="✓"),
        ]
    )


def _line(label: str, chosen: GuildChannel | discord.Role | None, nobody: str, *, mark: str = "⚠") -> str:
    """Return a line of the greeting; `mark` is the one before `nobody`."""
    return f"✓ **{label}:** {cut_line(chosen.name, _MAX_NAME)}" if chosen else f"{mark} **{label}:** {nobody}"


def how_to_add_articles(*, has_folders: bool) -> Container[Any]:
    """Return the steps for the bot's operator, who has the machine with the articles, and the editors' way."""
    first = (
        "The bot's operator has named folders, but no article of them is indexed. `factdesk doctor` says why, and "
        "`factdesk index` reads them."
        if has_folders
        else "The articles are files in folders on the machine that the bot runs on. Its operator names these folders:"
    )
    steps = (
        "1. In `.env`: `FACTDESK_CORPUS=/srv/articles`, with `:` between several folders\n"
        "2. `factdesk index --complete`, then start the bot again\n"
        "3. `/documents` lists what is indexed"
    )
    from_discord = (
        "On a server, editors can also hand in single articles as files: `/corpus add`. They are indexed at once."
    )
    about = "Text, Markdown, web pages, PDF, Word, e-mails and JSON Lines are read, and never changed."
    card: Container[Any] = Container(TextDisplay(f"### Add articles\n{first}"), accent_colour=BLUE)
    card.add_item(TextDisplay(steps)).add_item(Separator()).add_item(TextDisplay(from_discord))
    return card.add_item(Separator()).add_item(TextDisplay(subtext(about)))


def go_to_server(guild: discord.Guild, channel: GuildChannel | None) -> str:
    """Return the steps to set the desk up: Discord offers channels and roles in menus on their server only."""
    name = cut_line(guild.name, _MAX_NAME)
    at = f" in **#{cut_line(channel.name, _MAX_NAME)}**" if channel else ""
    return (
        "### Set up the claims desk\nDiscord offers the channels and roles of a server only there, in three steps:\n"
        f"1. Press **Open the server** below: it leads to **{name}**\n"
        f"2. Send `/desk setup`{at}: only you see the menus\n"
        "3. Choose the channel for claims, and the role of the editors"
    )
