"""Drafts as people hand them in: a file, a message, a link to a message, or pasted text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import discord

from bot.client import FactdeskInteraction
from bot.corpus.draft_files import SUFFIXES
from bot.errors import UserError
from bot.model.attachments import Attachment
from bot.normalize import words
from commands.claim.message_links import linked_message
from commands.claim.uploads import fetch
from commands.ui.bylines import plural
from commands.ui.messages import message_attachments, message_words

MESSAGE, PASTED = "message", "pasted text"
NOTHING = "There is nothing to check. Attach a file (.txt, .md, .docx, .pdf or .html), or paste the text."
NO_TEXT = "This message has neither a text nor a file to check (.txt, .md, .docx, .pdf or .html)."
NOT_READABLE = (
    "This is no link to a message of this server that you and I can read. Copy it with “Copy Message Link”, or attach "
    "the file itself."
)
OWN = "This is a message of mine, and no draft. Check the draft itself."
FORM_TEXT = "The text in the form was not checked, only the file."
MESSAGE_TEXT = "The text of the message was not checked, only its file."
_FEWEST_WORDS = 4  # of a text beside a file that may state something
_MEDIA = ("image/", "video/", "audio/")
_GONE = "{} is no longer there. Attach it again."
_ENDS = ".!?…:;\"”'’»)"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A draft before it is read: a file to fetch, or a text under a name.

    `left_out` are sentences on what came with it and is not checked.
    """

    name: str
    file: Attachment | None = None
    text: str = ""
    left_out: tuple[str, ...] = ()


def from_file(file: Attachment, *left_out: str) -> HandedIn:
    """Return a file as a draft."""
    return HandedIn(file.name, file, left_out=left_out)


def from_upload(attached: discord.Attachment) -> HandedIn:
    """Return the file of a command as a draft."""
    return from_file(Attachment(attached.filename, attached.content_type or "", attached.size, attached.url))


def from_message(message: discord.Message, me: discord.ClientUser | None) -> HandedIn:
    """Return the first file of a message that can be a draft, else its text.

    Raises UserError if it has neither, or if it is the bot's own.
    """
    if message.author == me:
        raise UserError(OWN)
    files, text = message_attachments(message), message_words(message)
    file = next((file for file in files if PurePath(file.name).suffix.lower() in SUFFIXES), None)
    others = [other for other in files if other is not file and not other.media_type.startswith(_MEDIA)]
    if file is not None:
        beside = [MESSAGE_TEXT] if len(words(text)) >= _FEWEST_WORDS else []
        return from_file(file, *_unread(others), *beside)
    if not words(text):
        raise UserError(NO_TEXT)
    return HandedIn(MESSAGE, text=text, left_out=tuple(_unread(others)))


def _unread(others: Sequence[Attachment]) -> Iterator[str]:
    """Yield the sentence on further files of a message."""
    if others:
        were = "was" if len(others) == 1 else "were"
        yield f"{plural(len(others), 'other file')} of the message {were} not checked."


async def from_link(interaction: FactdeskInteraction, link: str) -> HandedIn:
    """Return the draft in a linked message.

    Raises UserError if the person or the bot can't read it, or if it holds no draft.
    """
    message = await linked_message(interaction, link)
    if message is None:
        raise UserError(NOT_READABLE)
    return from_message(message, interaction.client.user)


def from_parts(parts: Iterable[str]) -> HandedIn:
    """Return pasted parts of one text as a draft: parts after a whole sentence are paragraphs.

    Raises UserError without any word.
    """
    text = ""
    for part in filter(None, map(str.strip, parts)):
        text += ("\n\n" if text.endswith(tuple(_ENDS)) else " ") * bool(text) + part
    if not words(text):
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
