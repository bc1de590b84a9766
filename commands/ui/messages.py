"""What a Discord message suggests about a claim, and replies to it."""

from __future__ import annotations

import re

import discord
from discord.ui import LayoutView

from bot.corpus.sentences import sentences
from bot.desk import validation
from bot.desk.claim_links import links_in
from bot.model.attachments import Attachment
from bot.model.claim_provenance import Appearance, Claimant, ClaimProvenance
from bot.model.claims import Author, FlagSource
from bot.model.spans import Span
from bot.normalize import words
from commands.ui.message_text import message_statements, message_text
from commands.ui.views import view_of

_MARKUP_OR_LINK = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:|id:)[^>\s]*>|https?://\S+")
_MIN_WORDS = 4
_MAX_LINKS = 5
_MAX_FILE_NAME = 255
_SPOILER = "SPOILER_"  # at the start of a spoiler's name

_MAY_NOT_READ_HISTORY = 160002


def message_words(message: discord.Message) -> str:
    """Return what a message may state, without links and mentions."""
    return _MARKUP_OR_LINK.sub(" ", "\n".join(message_statements(message)))


def flag_source(message: discord.Message, *, with_attachments: bool) -> FlagSource:
    """Return a message's link, author, time and text, and its attachments if the desk keeps any."""
    author = Author(message.author.id, message.author.display_name)
    attachments = message_attachments(message) if with_attachments else ()
    return FlagSource(message.jump_url, author, message.created_at, message_text(message) or None, attachments)


def message_attachments(message: discord.Message) -> tuple[Attachment, ...]:
    """Return the files of a message, and those of the messages that it forwards."""
    forwarded = [attached for snapshot in message.message_snapshots for attached in snapshot.attachments]
    return tuple(
        Attachment(
            validation.visible(attached.filename.removeprefix(_SPOILER))[:_MAX_FILE_NAME],
            attached.content_type or "",
            attached.size,
            attached.url,
            attached.is_spoiler(),
        )
        for attached in (*message.attachments, *forwarded)
    )


def suggest_provenance(message: discord.Message) -> ClaimProvenance:
    """Return what a message tells about a claim's origin, for a person to confirm.

    The author and date of a link's preview, or the date of a forwarded message, and the links. The message's own
    author is not suggested: mostly they only report what others claim.
    """
    links = suggested_links(message_text(message))
    forwarded = [embed for snapshot in message.message_snapshots for embed in snapshot.embeds]
    embeds = [*message.embeds, *forwarded]
    preview = next((embed for embed in embeds if embed.author.name), None)
    dates = [embed.timestamp for embed in embeds] + [snapshot.created_at for snapshot in message.message_snapshots]
    if not (links or embeds or message.message_snapshots):
        dates = [message.created_at]
    claimed = next((date.date().isoformat() for date in dates if date), None)
    claimant = Claimant(preview.author.name, None, preview.author.url) if preview and preview.author.name else None
    return ClaimProvenance(claimant, links, claimed)


def suggested_links(text: str) -> tuple[Appearance, ...]:
    """Return a text's links, without those to Discord."""
    return tuple(map(Appearance, links_in(text)[:_MAX_LINKS]))


def suggest_claim_text(message: discord.Message, max_length: int) -> str:
    """Return a message's first sentence of four words or more, else its whole text.

    Links and mentions are left out; the result has at most `max_length` characters.
    """
    texts = [" ".join(_MARKUP_OR_LINK.sub(" ", text).split()) for text in message_statements(message)]
    candidates = (span.of(text) for text in texts if text for span in sentences(text, Span(0, len(text))))
    whole = " ".join(filter(None, texts))
    claim = next((sentence for sentence in candidates if len(words(sentence)) >= _MIN_WORDS), whole)
    return claim if len(claim) <= max_length else claim[:max_length].rsplit(" ", 1)[0]


async def reply(message: discord.Message, answer: LayoutView | str) -> discord.Message:
    """Reply to a message and return the reply.

    It is sent even if the message was deleted, or if Discord forbids the reference for lack of a permission.
    """
    view = answer if isinstance(answer, LayoutView) else view_of(answer)
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await message.channel.send(view=view, reference=reference, mention_author=False)
    except discord.HTTPException as refused:
        if refused.code != _MAY_NOT_READ_HISTORY:
            raise
        return await message.channel.send(view=view)
