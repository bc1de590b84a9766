"""`/desk template`: list, add, edit and delete the desk's verdict templates."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from discord import ButtonStyle, SelectOption
from discord.ui import ActionRow, Button, Container, Label, LayoutView, Modal, Select, Separator, TextDisplay

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.actions.saved_texts import TEMPLATES_FOR_EDITORS
from bot.desk.actions.transaction import Request
from bot.desk.validation import LONGEST_NAME, LONGEST_TEMPLATE
from bot.errors import UserError
from bot.model.claims import DeskSettings
from bot.model.saved_texts import NewTemplate, VerdictTemplate
from commands.ui.actor import request_of
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.bylines import subtext
from commands.ui.cards import BLUE
from commands.ui.markdown import escape
from commands.ui.modals import Fields, choice_field, on_submit, stateful_modal, text_field
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_label, cut_line, cut_quote
from commands.ui.views import view_of

_FORM = "template"
_MAX_OPTIONS = 25
_MAX_SHOWN = 3_000  # characters of a text, escaped
_ABOUT = (
    "**Give verdict** offers these texts and fills in what the claim says: `{claim}`, `{claimant}`, `{date}`, "
    "`{rating}`."
)
_GAPS = "What the claim doesn't say, and what you write in [brackets], is a gap to fill in before the verdict is sent."
_NONE = "There are no templates."


class TemplateStep(StrEnum):
    """Kinds of the buttons; the values are part of the custom_id."""

    ADD = "add"
    EDIT = "edit"
    DELETE = "delete"
    LIST = "list"


class TemplateButton(
    StatelessButton,
    template=rf"template:(?P<step>{'|'.join(TemplateStep)}):(?P<number>\d{{1,10}})",
    state=(TemplateStep, int),
):
    """Button below the templates, or below one of them."""

    def __init__(self, button: Button[Any], step: TemplateStep, number: int = 0) -> None:
        super().__init__(button, "template", step, number)
        self.step = step
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the form, or show the templates, without the deleted one."""
        request = await _editors_request(interaction)
        texts = interaction.client.app.desk.saved_texts
        if self.step in {TemplateStep.ADD, TemplateStep.EDIT}:
            template = await texts.template(request.guild, self.number) if self.step is TemplateStep.EDIT else None
            settings = await interaction.client.app.desk.settings(request.guild)
            await interaction.response.send_modal(template_modal(settings, template))
            return
        await interaction.response.defer()
        note = ""
        if self.step is TemplateStep.DELETE:
            deleted = await texts.delete_template(request, self.number)
            quoted = cut_quote(deleted.text, (), _MAX_SHOWN // 2)
            note = f"**“{cut_line(deleted.name, 100)}” was deleted.** Its text was:\n{quoted}"
        await interaction.edit_original_response(view=templates_view(await texts.templates(request.guild), note))


class TemplatesMenu(StatelessItem[Select[Any]], template=r"template:open"):
    """Menu to open one of the templates."""

    def __init__(self, menu: Select[Any]) -> None:
        super().__init__(menu, "template", "open")

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the chosen template in place of the list."""
        request = await _editors_request(interaction)
        await interaction.response.defer()
        number = submitted_number(next(iter(self.item.values), ""))
        template = await interaction.client.app.desk.saved_texts.template(request.guild, number)
        await interaction.edit_original_response(view=template_view(template))


async def show_templates(interaction: FactdeskInteraction) -> None:
    """Show an editor the templates privately. Raises UserError for anybody else."""
    await interaction.response.defer(ephemeral=True)
    request = await _editors_request(interaction)
    templates = await interaction.client.app.desk.saved_texts.templates(request.guild)
    await interaction.edit_original_response(view=templates_view(templates))


def templates_view(templates: Sequence[VerdictTemplate], note: str = "") -> LayoutView:
    """Return the names of the templates, a menu to open one, and the button to add one; `note` is markdown."""
    head = "\n".join(filter(None, ["### Verdict templates", note, _ABOUT, subtext(_GAPS)]))
    card: Container[Any] = Container(TextDisplay(head), Separator(), accent_colour=BLUE)
    card.add_item(TextDisplay("\n".join(map(_line, templates)) or _NONE))
    if templates:
        options = [
            SelectOption(
                label=cut_label(template.name) or "?",
                value=str(template.number),
                description=cut_label(template.text) or None,
            )
            for template in templates[:_MAX_OPTIONS]
        ]
        card.add_item(ActionRow(TemplatesMenu(Select(placeholder="Open a template …", options=options))))
    add = Button[Any](label="Add a template …", style=ButtonStyle.primary)
    return view_of(card.add_item(ActionRow(TemplateButton(add, TemplateStep.ADD))))


def template_view(template: VerdictTemplate, note: str = "") -> LayoutView:
    """Return one template with what can be done with it; `note` is markdown."""
    head = [note, f"### {cut_line(template.name, 100)}", subtext(_rating(template), f"by {_author(template)}")]
    card: Container[Any] = Container(TextDisplay("\n".join(filter(None, head))), accent_colour=BLUE)
    card.add_item(TextDisplay(cut_quote(template.text, (), _MAX_SHOWN)))
    buttons = (
        (TemplateStep.EDIT, Button[Any](label="Edit …", style=ButtonStyle.primary)),
        (TemplateStep.DELETE, Button[Any](label="Delete", style=ButtonStyle.danger)),
        (TemplateStep.LIST, Button[Any](label="All templates")),
    )
    row = ActionRow[Any](*(TemplateButton(button, step, template.number) for step, button in buttons))
    return view_of(card.add_item(row))


def template_modal(settings: DeskSettings, template: VerdictTemplate | None = None) -> Modal:
    """Return the form for a new template, or to edit one."""
    ratings = [(rating, rating) for rating in settings.ratings[:_MAX_OPTIONS]]
    fields: list[Label[Any]] = [
        text_field("name", "Name", default=template.name if template else "", max_length=LONGEST_NAME, required=True),
        choice_field(
            "rating",
            "Rating",
            ratings,
            description="The form begins with it; leave empty for none",
            default=(template.rating,) if template and template.rating else (),
            required=False,
        ),
        text_field(
            "text",
            "Text",
            description="With {claim}, {claimant}, {date}, {rating}, and [brackets] around what is to be filled in",
            default=template.text if template else "",
            max_length=LONGEST_TEMPLATE,
            required=True,
            multiline=True,
        ),
    ]
    state = f"{template.number}:{template.version}" if template else "0:0"
    return stateful_modal(_FORM, state, "Edit the template" if template else "New verdict template", fields)


@on_submit(_FORM)
async def _submit_template(interaction: FactdeskInteraction, state: str, fields: Fields) -> None:
    """Save a template; a refusal gives the text back."""
    request = await _editors_request(interaction)
    await interaction.response.defer()
    number, _, seen = state.partition(":")
    name, rating, text = (next(iter(fields.get(field, ())), "") for field in ("name", "rating", "text"))
    try:
        saved = await interaction.client.app.desk.saved_texts.save_template(
            request,
            NewTemplate(name, text, rating or None),
            number=submitted_number(number),
            seen=submitted_number(seen),
        )
    except UserError as fault:
        lines = [escape(fault.message), "What you typed:", cut_quote(text, (), _MAX_SHOWN)]
        await interaction.followup.send(view=view_of("\n".join(lines)), ephemeral=True)
    else:
        await interaction.edit_original_response(view=template_view(saved, "**Saved.**"))


async def setup(client: FactdeskClient) -> None:
    """Register buttons and menu; the form registers itself."""
    client.add_dynamic_items(TemplateButton, TemplatesMenu)


async def _editors_request(interaction: FactdeskInteraction) -> Request:
    request = await request_of(interaction)
    if not request.actor.is_editor:
        raise UserError(TEMPLATES_FOR_EDITORS)
    return request


def _line(template: VerdictTemplate) -> str:
    return f"**{cut_line(template.name, 60)}** · {_rating(template)}"


def _rating(template: VerdictTemplate) -> str:
    return cut_line(template.rating, 40) if template.rating else "no rating"


def _author(template: VerdictTemplate) -> str:
    return cut_line(template.author.name, 40)
