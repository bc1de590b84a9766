"""Drafts as people hand them in: a file, a message, a link to a message, or pasted text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

import discord

from bot.client import FactdeskInteraction
from bot.errors import UserError
from bot.model.attachments import Attachment
from commands.claim.message_links import linked_message
from commands.claim.uploads import fetch
from commands.ui.messages import message_attachments, message_words

MESSAGE, PASTED = "message", "pasted text"
SUFFIXES = frozenset({".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".eml"})
NOTHING = "There is nothing to check. Attach a file (.txt, .md, .docx, .pdf or .html), or paste the text."
NO_TEXT = "This message has neither a text nor a file to check (.txt, .md, .docx, .pdf or .html)."
NOT_READABLE = (
    "This is no link to a message of this server that you and I can read. Copy it with “Copy Message Link”, or attach "
    "the file itself."
)
_GONE = "{} is no longer there. Attach it again."
_ENDS = ".!?…:;\"”'’»)"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A draft before it is read: a file to fetch, or a text under a name."""

    name: str
    file: Attachment | None = None
    text: str = ""


def from_file(file: Attachment) -> HandedIn:
    """Return a file as a draft."""
    return HandedIn(file.name, file)


def from_upload(attached: discord.Attachment) -> HandedIn:
    """Return the file of a command as a draft."""
    return from_file(Attachment(attached.filename, attached.content_type or "", attached.size, attached.url))


def from_message(message: discord.Message) -> HandedIn:
    """Return the first file of a message that can be a draft, else its text.

    Raises UserError if it has neither.
    """
    files = (file for file in message_attachments(message) if PurePath(file.name).suffix.lower() in SUFFIXES)
    if (file := next(files, None)) is not None:
        return from_file(file)
    text = message_words(message)
    if not text.strip():
        raise UserError(NO_TEXT)
    return HandedIn(MESSAGE, text=text)


async def from_link(interaction: FactdeskInteraction, link: str) -> HandedIn:
    """Return the draft in a linked message.

    Raises UserError if the person or the bot can't read it, or if it holds no draft.
    """
    message = await linked_message(interaction, link)
    if message is None:
        raise UserError(NOT_READABLE)
    return from_message(message)


def from_parts(parts: Iterable[str]) -> HandedIn:
    """Return pasted parts of one text as a draft: parts after a whole sentence are paragraphs.

    Raises UserError without any word.
    """
    text = ""
    for part in filter(None, map(str.strip, parts)):
        text += ("\n\n" if text.endswith(tuple(_ENDS)) else " ") * bool(text) + part
    if not text:
        raise UserError(NOTHING)
    return HandedIn(PASTED, text=text)


async def content_of(interaction: FactdeskInteraction, file: Attachment) -> bytes:
    """Return the bytes of a file.

    Raises UserError if it is too large to be read, or no longer there.
    """
    most = interaction.client.app.settings.max_file_mb
    if file.size > most * 1_000_000:
        raise UserError(f"{file.name} has more than {most} MB; check the text alone, without its pictures.")
    content = await fetch(interaction.client, file.url)
    if content is None:
        raise UserError(_GONE.format(file.name))
    return content
