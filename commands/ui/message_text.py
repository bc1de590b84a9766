"""Text of a Discord message: its content, forwards, embeds, components and poll, in the order shown.

Components V2 messages have all their text in components (https://docs.discord.com/developers/components/reference).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import discord
from discord import MessageType
from discord.components import (
    ActionRow,
    Button,
    Component,
    Container,
    MediaGalleryComponent,
    SectionComponent,
    TextDisplay,
    ThumbnailComponent,
)

FORWARDED = "[Forwarded message, author not known]"
EMBED = "[Embed]"
POLL = "[Poll]"

# All other types are system messages: their words are Discord's own.
_WITH_TEXT = frozenset(
    {MessageType.default, MessageType.reply, MessageType.chat_input_command, MessageType.context_menu_command}
)


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One text of a message.

    `label` names the forward, embed or poll that it is from, "" for the message's own text. `is_statement` is False
    for names and addresses, such as an embed's author, footer and link.
    """

    label: str
    text: str
    is_statement: bool = True


def message_text(message: discord.Message) -> str:
    """Return all text of a message, with a label line before each forward, embed and poll."""
    lines, label = list[str](), ""
    for part in message_parts(message):
        if part.label and part.label != label:
            lines.append(part.label)
        lines.append(part.text)
        label = part.label
    return "\n".join(lines)


def message_statements(message: discord.Message) -> tuple[str, ...]:
    """Return the texts of a message that may state something, without labels, names and addresses."""
    return tuple(part.text for part in message_parts(message) if part.is_statement)


def message_parts(message: discord.Message) -> tuple[MessagePart, ...]:
    """Return the texts of a message; none of a system message."""
    if message.type not in _WITH_TEXT:
        return ()
    parts = [*_own_parts("", message.content, message.embeds, message.components), *_poll_parts(message.poll)]
    for snapshot in message.message_snapshots:
        parts += _own_parts(FORWARDED, snapshot.content, snapshot.embeds, snapshot.components)
    return tuple(part for part in parts if part.text.strip())


def _own_parts(
    label: str, content: str, embeds: Iterable[discord.Embed], components: Iterable[Component]
) -> Iterator[MessagePart]:
    yield MessagePart(label, content)
    for component in components:
        yield from _component_parts(label, component)
    for embed in embeds:
        yield from _embed_parts(label or EMBED, embed)


def _component_parts(label: str, component: Component) -> Iterator[MessagePart]:
    if isinstance(component, TextDisplay):
        yield MessagePart(label, component.content)
    elif isinstance(component, MediaGalleryComponent):
        yield from (MessagePart(label, item.description or "") for item in component.items)
    elif isinstance(component, ThumbnailComponent):
        yield MessagePart(label, component.description or "")
    elif isinstance(component, Button):
        yield MessagePart(label, component.url or "", is_statement=False)
    elif isinstance(component, Container | SectionComponent | ActionRow):
        for child in component.children:
            yield from _component_parts(label, child)
        if isinstance(component, SectionComponent):
            yield from _component_parts(label, component.accessory)


def _embed_parts(label: str, embed: discord.Embed) -> Iterator[MessagePart]:
    yield MessagePart(label, embed.author.name or "", is_statement=False)
    yield MessagePart(label, embed.title or "")
    yield MessagePart(label, embed.description or "")
    for field in embed.fields:
        yield MessagePart(label, f"{field.name}: {field.value}" if field.name else field.value or "")
    yield MessagePart(label, embed.footer.text or "", is_statement=False)
    yield MessagePart(label, embed.url or "", is_statement=False)


def _poll_parts(poll: discord.Poll | None) -> Iterator[MessagePart]:
    if poll is None:
        return
    yield MessagePart(POLL, poll.question or "")
    for answer in poll.answers:
        yield MessagePart(POLL, f"- {answer.text or ''}" if answer.text else "")
