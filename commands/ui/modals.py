"""Forms independent of restarts.

Submitted values are read from Discord's payload, not from the form object that was shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import discord
from discord import CheckboxGroupOption, RadioGroupOption, SelectOption, TextStyle
from discord.ext.commands import Cog
from discord.ui import CheckboxGroup, FileUpload, Item, Label, Modal, RadioGroup, Select, TextInput

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.attachments import Attachment
from commands.ui.errors import report
from commands.ui.submitted_values import NOT_OFFERED
from commands.ui.truncate import cut_label

UNKNOWN_FORM = (
    "This form is from another version of factdesk. Nothing was saved. Open it again, and copy your text into it."
)
_PREFIX = "form"
_OPEN_SECONDS = 900.0  # for discord.py's own form objects; forms submitted later are read all the same
_MAX_TITLE = 45
_FEWEST_RADIOS, _MOST_BUTTONS = 2, 10  # Discord's limits of radio and checkbox groups
_RADIO_GROUP = 21

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
    options: Sequence[tuple[str, ...]],
    *,
    description: str = "",
    default: Sequence[str] = (),
    multiple: bool = False,
    required: bool = True,
) -> Label[Any]:
    """Return a field to choose from `options`: value, label, and a description where there is one.

    Up to ten are buttons to see at once, more are in a menu. So is a single choice that may be left out: a chosen radio
    button can't be taken back.
    """
    field: Item[Any]
    if multiple and len(options) <= _MOST_BUTTONS:
        field = _checkboxes(name, options, default, required=required)
    elif required and not multiple and _FEWEST_RADIOS <= len(options) <= _MOST_BUTTONS:
        field = _radios(name, options, default)
    else:
        field = _menu(name, options, default, multiple=multiple, required=required)
    return Label(text=label, description=description or None, component=field)


def upload_field(name: str, label: str, *, description: str = "", most: int = 1, required: bool = False) -> Label[Any]:
    """Return a field for up to `most` files."""
    field = FileUpload[Any](custom_id=name, min_values=1 if required else 0, max_values=most, required=required)
    return Label(text=label, description=description or None, component=field)


def uploads_of(interaction: FactdeskInteraction, fields: Fields, name: str) -> list[Attachment]:
    """Return the files of an upload field, in their order.

    Raises UserError for a file that Discord did not send along.
    """
    data: dict[str, Any] = dict(interaction.data or {})
    known: dict[str, Any] = (data.get("resolved") or {}).get("attachments") or {}
    values = [value for value in fields.get(name, ()) if value]
    if any(value not in known for value in values):
        raise UserError(NOT_OFFERED)
    return [
        Attachment(file["filename"], file.get("content_type") or "", file["size"], file["url"])
        for file in map(known.__getitem__, values)
    ]


def _radios(name: str, options: Sequence[tuple[str, ...]], default: Sequence[str]) -> RadioGroup[Any]:
    return RadioGroup(
        custom_id=name,
        options=[
            RadioGroupOption(value=value, label=cut_label(shown), description=_about(about), default=value in default)
            for value, shown, *about in options
        ],
        required=True,
    )


def _checkboxes(
    name: str, options: Sequence[tuple[str, ...]], default: Sequence[str], *, required: bool
) -> CheckboxGroup[Any]:
    return CheckboxGroup(
        custom_id=name,
        options=[
            CheckboxGroupOption(
                value=value, label=cut_label(shown), description=_about(about), default=value in default
            )
            for value, shown, *about in options
        ],
        min_values=1 if required else 0,
        max_values=len(options),
        required=required,
    )


def _menu(
    name: str, options: Sequence[tuple[str, ...]], default: Sequence[str], *, multiple: bool, required: bool
) -> Select[Any]:
    return Select(
        custom_id=name,
        options=[
            SelectOption(value=value, label=cut_label(shown), description=_about(about), default=value in default)
            for value, shown, *about in options
        ],
        min_values=1 if required else 0,
        max_values=len(options) if multiple else 1,
        required=required,
    )


def _about(description: Sequence[str]) -> str | None:
    return cut_label(description[0]) if description and description[0] else None


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
            yield custom_id, _values_of(inner)


def _values_of(part: dict[str, Any]) -> list[str]:
    """Return what a field holds; nothing for radio buttons of which none is chosen."""
    if "values" in part:
        return list(part["values"] or ())
    value = part.get("value")
    return [] if part.get("type") == _RADIO_GROUP and value is None else [value or ""]
