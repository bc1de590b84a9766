"""Card of a desk's settings and their problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord.ui import Container, Separator, TextDisplay
from discord.utils import format_dt

from bot.client import ShardedClient
from bot.library.process_memory import ENTRIES, CacheUse, MemoryUse
from bot.model.claims import DeskSettings
from bot.model.notifications import OutboxBacklog
from bot.model.shards import shards_text
from commands.desk.reply_cards import replies_text, reply_problems
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE, GREY
from commands.ui.truncate import cut_line

NOT_SET_UP = "This server's desk is not set up yet. Ask a server admin to run `/desk setup`."
NO_EDITORS = "only members with Manage Server"
_MOST_SHARDS_SHOWN = 10
_CHANNEL_PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
_FORUM_PERMISSIONS = {name: label for name, label in _CHANNEL_PERMISSIONS.items() if name != "create_public_threads"}


def desk_card(
    guild: discord.Guild,
    settings: DeskSettings,
    backlog: OutboxBacklog,
    *,
    reads_messages: bool = True,
    archive_problem: str | None = None,
) -> Container[Any]:
    """Return the card of a desk's settings and waiting messages.

    `reads_messages`: Discord sends the bot the text of messages. `archive_problem`: why the articles can't be read.
    """
    if not settings.set_up:
        return Container(TextDisplay(NOT_SET_UP), accent_colour=GREY)
    lines = [
        f"**Channel:** {channel_text(settings)}",
        f"**Editors**, who handle claims: {role_text(guild, settings.editor_role, NO_EDITORS)}",
        f"**Reviewers**, who approve verdicts: {role_text(guild, settings.reviewer_role, 'the editors')}",
        f"**Verdicts:** {'approved by a second reader' if settings.second_reader else 'one reader is enough'}",
        f"**Digest:** {digest_text(settings)}",
        f"**Time zone:** {cut_line(settings.time_zone, 60)}",
        f"**Ratings:** {ratings_text(settings)}",
        f"**Replies to repeated false claims:** {replies_text(settings)}",
        f"**Waiting to be sent:** {backlog_text(backlog)}",
    ]
    card: Container[Any] = Container(TextDisplay("### The claims desk"), accent_colour=BLUE)
    card.add_item(TextDisplay("\n".join(lines)))
    all_problems = [*setup_problems(guild, settings), *reply_problems(guild, settings, reads_messages=reads_messages)]
    if archive_problem:
        all_problems.append(f"⚠️ {archive_problem}")
    if problems := "\n".join(all_problems):
        card.add_item(Separator()).add_item(TextDisplay(problems))
    return card.add_item(Separator()).add_item(TextDisplay(subtext("Everybody here may ask, flag and watch.")))


def backlog_text(backlog: OutboxBacklog) -> str:
    """Return the number of waiting messages in words."""
    if backlog.oldest is None:
        return "nothing"
    return f"{plural(backlog.count, 'message')}, the oldest queued {format_dt(backlog.oldest, 'R')}"


def memory_card(memory: MemoryUse) -> Container[Any]:
    """Return the card of the bot's memory and caches, for managers."""
    resident = "unknown" if memory.resident is None else f"{memory.resident / 1_000_000:,.0f} MB"
    text = "\n".join([f"**Memory of the bot:** {resident}", *map(_cache_line, memory.caches)])
    return Container(TextDisplay(text), accent_colour=GREY)


def shards_card(client: ShardedClient, guild: discord.Guild) -> Container[Any]:
    """Return the card of the bot's connections to Discord, for managers."""
    lines = [
        f"**This server:** shard {guild.shard_id} of {client.shard_count}",
        f"**This bot connects:** {shards_text(client.own_shards())}",
    ]
    lines += [
        f"⚠️ Shard {shard_id} has no connection to Discord: {plural(client.count_servers(shard_id), 'server')} there "
        "get no answers."
        for shard_id in client.disconnected_shards()[:_MOST_SHARDS_SHOWN]
    ]
    return Container(TextDisplay("\n".join(lines)), accent_colour=GREY)


def _cache_line(use: CacheUse) -> str:
    """Return "articles: 5 · 7,865 of 12,000,000 characters"; the entries once if they are the unit."""
    full = f"{use.size:,} of {use.capacity:,}"
    if use.unit == ENTRIES:
        return subtext(f"{use.name}: {full}")
    return subtext(f"{use.name}: {use.entries:,}", f"{full} {use.unit}")


def channel_text(settings: DeskSettings) -> str:
    """Return the channel of claims in words."""
    if settings.channel is None:
        return "none yet, so claims have no cards"
    return f"<#{settings.channel}>, {'a post' if settings.forum else 'a card and a thread'} for each claim"


def role_text(guild: discord.Guild, role: int | None, nobody: str) -> str:
    """Return the role's mention, or `nobody` without a role."""
    if role is None:
        return nobody
    return f"<@&{role}>" if guild.get_role(role) else "a role that was deleted: choose another"


def digest_text(settings: DeskSettings) -> str:
    """Return the time of the digest in words."""
    return "none" if settings.digest_hour is None else f"every day at {settings.digest_hour:02}:00"


def ratings_text(settings: DeskSettings) -> str:
    """Return the rating scale on one line."""
    return cut_line(", ".join(settings.ratings), 900)


def setup_problems(guild: discord.Guild, settings: DeskSettings) -> Iterator[str]:
    """Yield each problem with the desk's channel and permissions."""
    if settings.channel is None:
        return
    channel = guild.get_channel(settings.channel)
    if channel is None:
        yield "⚠ The desk's channel is gone, or I can't see it. Choose another, or let me see it."
        return
    held = channel.permissions_for(guild.me)
    needed = _FORUM_PERMISSIONS if settings.forum else _CHANNEL_PERMISSIONS
    if lacking := ", ".join(label for name, label in needed.items() if not getattr(held, name)):
        yield f"⚠ I lack permissions in <#{channel.id}>: **{lacking}**. Ask a server admin to grant them."
