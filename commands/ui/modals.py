"""Forms independent of restarts.

Submitted values are read from Discord's payload, not from the form object that was shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import discord
from discord import SelectOption, TextStyle
from discord.ext.commands import Cog
from discord.ui import Item, Label, Modal, Select, TextInput

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from commands.ui.errors import report
from commands.ui.truncate import cut_label

UNKNOWN_FORM = (
    "This form is from another version of factdesk. Nothing was saved. Open it again, and copy your text into it."
)
_PREFIX = "form"
_OPEN_SECONDS = 900.0  # for discord.py's own form objects; forms submitted later are read all the same
_MAX_TITLE = 45

Fields = dict[str, list[str]]
ModalHandler = Callable[[FactdeskInteraction, str, Fields], Awaitable[None]]
_HANDLERS: dict[str, ModalHandler] = {}


def on_submit(kind: str) -> Callable[[ModalHandler], ModalHandler]:
    """Register the decorated function as the handler of a form."""

    def put(handler: ModalHandler) -> ModalHandler:
        _HANDLERS[kind] = handler
        return handler

    return put


def stateful_modal(kind: str, state: str, title: str, fields: Iterable[Item[Any]]) -> Modal:
    """Return a form; its handler gets `state` back."""
    modal = Modal(title=title[:_MAX_TITLE], custom_id=f"{_PREFIX}:{kind}:{state}", timeout=_OPEN_SECONDS)
    for field in fields:
        modal.add_item(field)
    return modal


def text_field(
    name: str,
    label: str,
    *,
    description: str = "",
    default: str = "",
    max_length: int,
    required: bool = False,
    multiline: bool = False,
) -> Label[Any]:
    """Return a text field with a default value."""
    style = TextStyle.paragraph if multiline else TextStyle.short
    field = TextInput[Any](
        custom_id=name, style=style, default=default[:max_length] or None, required=required, max_length=max_length
    )
    return Label(text=label, description=description or None, component=field)


def choice_field(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    description: str = "",
    default: Sequence[str] = (),
    multiple: bool = False,
    required: bool = True,
) -> Label[Any]:
    """Return a select field; `options` are pairs of value and label."""
    field = Select[Any](
        custom_id=name,
        options=[
            SelectOption(value=value, label=cut_label(shown), default=value in default) for value, shown in options
        ],
        min_values=1 if required else 0,
        max_values=len(options) if multiple else 1,
        required=required,
    )
    return Label(text=label, description=description or None, component=field)


class ModalRouter(Cog):
    """Listener for all submitted forms, also those of earlier runs."""

    @Cog.listener()
    async def on_interaction(self, interaction: FactdeskInteraction) -> None:
        """Call the form's handler and report any error."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        try:
            await _handle(interaction, dict(interaction.data or {}))
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


async def setup(client: FactdeskClient) -> None:
    """Register the listener for forms."""
    await client.add_cog(ModalRouter())


async def _handle(interaction: FactdeskInteraction, data: dict[str, Any]) -> None:
    prefix, kind, state = (*str(data.get("custom_id", "")).split(":", 2), "", "")[:3]
    if prefix != _PREFIX or kind not in _HANDLERS:
        raise UserError(UNKNOWN_FORM)
    await _HANDLERS[kind](interaction, state, dict(_submitted_values(data.get("components") or ())))


def _submitted_values(components: Iterable[dict[str, Any]]) -> Iterable[tuple[str, list[str]]]:
    for part in components:
        inner = part.get("component") or part
        if custom_id := inner.get("custom_id"):
            yield custom_id, inner["values"] if "values" in inner else [inner.get("value") or ""]
