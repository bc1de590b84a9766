"""What a message says, where it stands, and replies to it."""

from __future__ import annotations

import re

import discord
from discord.ui import LayoutView

from bot.corpus.sentences import sentences
from bot.model.claims import Author, FlagSource
from bot.model.spans import Span
from bot.normalize import words
from commands.ui.views import view_of

_MARKUP_OR_LINK = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:|id:)[^>\s]*>|https?://\S+")
_MIN_WORDS = 4

_MAY_NOT_READ_HISTORY = 160002


def message_text(message: discord.Message) -> str:
    """Return what a message says: its own words, those it forwards, or those of its embeds."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    embedded = [embed.description or embed.title or "" for embed in message.embeds]
    return message.content or "\n".join(filter(None, [*forwarded, *embedded]))


def message_words(message: discord.Message) -> str:
    """Return what a message says, without links and mentions."""
    return _MARKUP_OR_LINK.sub(" ", message_text(message))


def flag_source(message: discord.Message) -> FlagSource:
    """Return where a message stands, who wrote it, when, and how it reads now."""
    author = Author(message.author.id, message.author.display_name)
    return FlagSource(message.jump_url, author, message.created_at, message_text(message) or None)


def suggest_claim_text(text: str, most: int) -> str:
    """Return the first sentence of some length, without links and mentions, no longer than `most`."""
    plain = " ".join(_MARKUP_OR_LINK.sub(" ", text).split())
    found = [span.of(plain) for span in sentences(plain, Span(0, len(plain)))] if plain else []
    told = next((each for each in found if len(words(each)) >= _MIN_WORDS), plain)
    return told if len(told) <= most else told[:most].rsplit(" ", 1)[0]


async def reply(message: discord.Message, answer: LayoutView | str) -> discord.Message:
    """Answer a message where it stands, and return the answer.

    It comes also where the message was deleted meanwhile, or where replies need a permission that we lack.
    """
    view = answer if isinstance(answer, LayoutView) else view_of(answer)
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await message.channel.send(view=view, reference=reference, mention_author=False)
    except discord.HTTPException as refused:
        if refused.code != _MAY_NOT_READ_HISTORY:
            raise
        return await message.channel.send(view=view)
