"""Choice of a verdict template before the verdict form, which it fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Button, Container, LayoutView, Select, TextDisplay

from bot.client import FactdeskInteraction
from bot.desk import verdict_templates
from bot.desk.lifecycle import Action
from bot.desk.validation import LONGEST_EXPLANATION
from bot.errors import UserError
from bot.model.claims import Claim, DeskSettings
from bot.model.saved_texts import VerdictTemplate
from commands.claim.modals import VerdictDraft, verdict_modal
from commands.claim.permitted import require_allowed
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.bylines import subtext
from commands.ui.cards import BLUE
from commands.ui.markdown import blockquote, one_line
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_label, cut_line
from commands.ui.views import view_of

_MAX_OPTIONS = 25
_MAX_CLAIM = 180
_MAX_NOTE = 100  # characters of a field's description in Discord
_ABOUT = "A template fills in the explanation. You read and change it in the form before you send it."


class TemplateMenu(StatelessItem[Select[Any]], template=r"verdict:template:(?P<number>\d{1,10})", state=(int,)):
    """Menu of the desk's templates for a verdict on a claim."""

    def __init__(self, menu: Select[Any], number: int) -> None:
        super().__init__(menu, "verdict", "template", number)
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the verdict form, filled in from the chosen template."""
        chosen = submitted_number(next(iter(self.item.values), ""))
        file = await require_allowed(interaction, self.number, Action.RULE)
        desk, guild = interaction.client.app.desk, guild_of(interaction)
        template, settings = await desk.saved_texts.template(guild, chosen), await desk.settings(guild)
        draft = filled_draft(template, file.claim, settings)
        await interaction.response.send_modal(verdict_modal(file, settings, correcting=False, draft=draft))


class BlankVerdictButton(StatelessButton, template=r"verdict:blank:(?P<number>\d{1,10})", state=(int,)):
    """Button to the verdict form without a template."""

    def __init__(self, button: Button[Any], number: int) -> None:
        super().__init__(button, "verdict", "blank", number)
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the empty verdict form."""
        file = await require_allowed(interaction, self.number, Action.RULE)
        settings = await interaction.client.app.desk.settings(guild_of(interaction))
        await interaction.response.send_modal(verdict_modal(file, settings, correcting=False))


def template_choice(claim: Claim, templates: Sequence[VerdictTemplate]) -> LayoutView:
    """Return the menu of templates for a verdict, and the button to do without."""
    options = [
        SelectOption(
            label=cut_label(template.name) or "?",
            value=str(template.number),
            description=cut_label(f"{template.rating}: {template.text}" if template.rating else template.text) or None,
        )
        for template in templates[:_MAX_OPTIONS]
    ]
    head = f"### Verdict on #{claim.number}\n{blockquote(cut_line(claim.text, _MAX_CLAIM))}\n{subtext(_ABOUT)}"
    card: Container[Any] = Container(TextDisplay(head), accent_colour=BLUE)
    card.add_item(ActionRow(TemplateMenu(Select(placeholder="Choose a template …", options=options), claim.number)))
    card.add_item(ActionRow(BlankVerdictButton(Button(label="Without a template"), claim.number)))
    return view_of(card)


def filled_draft(template: VerdictTemplate, claim: Claim, settings: DeskSettings) -> VerdictDraft:
    """Return what the verdict form starts with.

    Raises UserError if the filled text is longer than an explanation may be: cut, it would say something else.
    """
    text = verdict_templates.fill(template.text, claim)
    if len(text) > LONGEST_EXPLANATION:
        raise UserError(
            f"With this claim filled in, “{one_line(template.name)}” has {len(text):,} characters, and an explanation "
            f"may have {LONGEST_EXPLANATION:,}. Choose another template, or none."
        )
    note = cut_label(_note(text, template), _MAX_NOTE)
    if template.rating is None or template.rating in settings.ratings:
        return VerdictDraft(text, template.rating, note)
    gone = f"The template's rating “{one_line(template.rating)}” is no longer on the scale"
    return VerdictDraft(text, None, note, cut_label(gone, _MAX_NOTE))


def _note(text: str, template: VerdictTemplate) -> str:
    """Return what is left to do with a filled text."""
    gaps = verdict_templates.open_gaps(text, [template.text])
    todo = f"Fill in or delete: {', '.join(gaps)}" if gaps else "From the template. Read it before you send it"
    rating = verdict_templates.RATING_PLACEHOLDER
    return f"{todo}. {rating} becomes the rating above" if rating in text else todo
