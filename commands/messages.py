"""What a message says, and where it stands."""

from __future__ import annotations

import re

import discord

from bot.corpus.sentences import sentences
from bot.desk.records import Author, Origin
from bot.model import Span
from bot.text import words

_NO_WORDS = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:|id:)[^>\s]*>|https?://\S+")
_A_FEW_WORDS = 4


def text_of(message: discord.Message) -> str:
    """Return what a message says: its own words, those it forwards, or those of its embeds."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    embedded = [embed.description or embed.title or "" for embed in message.embeds]
    return message.content or "\n".join(filter(None, [*forwarded, *embedded]))


def words_of(message: discord.Message) -> str:
    """Return what a message says, without links and mentions."""
    return _NO_WORDS.sub(" ", text_of(message))


def origin_of(message: discord.Message) -> Origin:
    """Return where a message stands, who wrote it, when, and how it reads now."""
    author = Author(message.author.id, message.author.display_name)
    return Origin(message.jump_url, author, message.created_at, text_of(message) or None)


def first_claim(text: str, most: int) -> str:
    """Return the first sentence of some length, without links and mentions, no longer than `most`."""
    plain = " ".join(_NO_WORDS.sub(" ", text).split())
    found = [span.of(plain) for span in sentences(plain, Span(0, len(plain)))] if plain else []
    told = next((each for each in found if len(words(each)) >= _A_FEW_WORDS), plain)
    return told if len(told) <= most else told[:most].rsplit(" ", 1)[0]
