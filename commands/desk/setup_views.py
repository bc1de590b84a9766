"""Menus to set up a desk; each choice is saved at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption
from discord.ui import (
    ActionRow,
    Button,
    ChannelSelect,
    Container,
    LayoutView,
    Modal,
    RoleSelect,
    Select,
    Separator,
    TextDisplay,
)

from bot.client import FactdeskInteraction
from bot.model.claims import DeskSettings
from commands.desk.cards import digest_text, ratings_text, setup_problems
from commands.desk.reply_setup import ReplySetupButton
from commands.desk.saving import change_settings, require_manager
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.bylines import plural
from commands.ui.cards import BLUE
from commands.ui.markdown import escape
from commands.ui.modals import stateful_modal, text_field
from commands.ui.submitted_values import submitted_id, submitted_number
from commands.ui.views import view_of

SetupMenu = Select[Any] | ChannelSelect[Any] | RoleSelect[Any]

TEXT_SETTINGS = "desk"  # in the custom_id of button and form
_MAX_SCALE = 1_600  # 25 ratings of 50 characters with their numbers and line breaks
_NUMBERED_RATING = re.compile(r"(?P<name>[^=]{1,100})=\s{0,9}(?P<number>-?\d{1,4}(?:[.,]\d{1,2})?)\s*\Z")
_NO_DIGEST = "none"


class DeskMenu(
    StatelessItem[SetupMenu], template=r"desk:(?P<setting>channel|editors|reviewers|reader|digest)", state=(str,)
):
    """Menu for one setting of the desk."""

    def __init__(self, menu: SetupMenu, setting: str) -> None:
        super().__init__(menu, "desk", setting)
        self.setting = setting

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Save the choice and show the settings."""
        require_manager(interaction)
        await interaction.response.defer()
        await save_settings(interaction, **_changed_settings(self.setting, self.item.values))


class TextSettingsButton(StatelessButton, template=r"desk:words"):
    """Button to the form for time zone and ratings."""

    def __init__(self, button: Button[Any]) -> None:
        super().__init__(button, "desk", "words")

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the form with the current settings."""
        require_manager(interaction)
        settings = await interaction.client.app.desk.settings(guild_of(interaction))
        await interaction.response.send_modal(text_settings_modal(settings))


def setup_view(guild: discord.Guild, settings: DeskSettings, note: str = "") -> LayoutView:
    """Return the menus with the current settings; `note` is markdown."""
    hint = "Choose the desk's channel to begin." if not settings.set_up else "Each choice is saved at once."
    card: Container[Any] = Container(TextDisplay(f"### Set up the claims desk\n{note or hint}"), accent_colour=BLUE)
    kinds = [ChannelType.text, ChannelType.forum]
    channel = _default_value(SelectDefaultValueType.channel, settings.channel, known=guild.get_channel)
    editors = _default_value(SelectDefaultValueType.role, settings.editor_role, known=guild.get_role)
    reviewers = _default_value(SelectDefaultValueType.role, settings.reviewer_role, known=guild.get_role)
    menus: list[tuple[str, str, SetupMenu]] = [
        (
            "**Channel:** each claim gets a card with a thread there, or a post in a forum.",
            "channel",
            ChannelSelect(placeholder="Choose a channel", channel_types=kinds, min_values=0, default_values=channel),
        ),
        (
            "**Editors** check claims and give verdicts, as do members with Manage Server.",
            "editors",
            RoleSelect(placeholder="Only members with Manage Server", min_values=0, default_values=editors),
        ),
        (
            "**Reviewers** approve verdicts.",
            "reviewers",
            RoleSelect(placeholder="The editors", min_values=0, default_values=reviewers),
        ),
        (
            "**Second reader:** nobody approves their own verdict.",
            "reader",
            Select(options=_reader_options(settings)),
        ),
        (
            "**Digest:** claims overdue, unassigned or in review, and new evidence, in the desk's channel.",
            "digest",
            Select(options=_digest_options(settings)),
        ),
    ]
    for about, setting, menu in menus:
        card.add_item(TextDisplay(about)).add_item(ActionRow(DeskMenu(menu, setting)))
    words = f"**Time zone:** {escape(settings.time_zone)} · **Ratings:** {ratings_text(settings)}"
    text_button = TextSettingsButton(Button(label="Time zone and ratings …"))
    reply_button = ReplySetupButton(Button(label="Replies to false claims …"))
    card.add_item(TextDisplay(words)).add_item(ActionRow(text_button, reply_button))
    if problems := "\n".join(setup_problems(guild, settings)):
        card.add_item(Separator()).add_item(TextDisplay(problems))
    return view_of(card)


def text_settings_modal(settings: DeskSettings) -> Modal:
    """Return the form for time zone and ratings."""
    return stateful_modal(
        TEXT_SETTINGS,
        "",
        "Time zone and ratings",
        [
            text_field(
                "zone",
                "Time zone",
                description="Such as Europe/London",
                default=settings.time_zone,
                max_length=60,
                required=True,
            ),
            text_field(
                "ratings",
                "Ratings, one per line",
                description="2 to 25; existing verdicts keep theirs. A number for ClaimReview may follow: False = 1",
                default="\n".join(_rating_lines(settings)),
                max_length=_MAX_SCALE,
                required=True,
                multiline=True,
            ),
        ],
    )


def rating_scale(typed: str) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    r"""Return the ratings of a form, and those with a number: "False = 1".

    >>> rating_scale("True = 5\nUnproven")
    (('True', 'Unproven'), (('True', 5.0),))
    """
    names, values = list[str](), dict[str, float]()
    for line in typed.splitlines():
        match = _NUMBERED_RATING.match(line)
        name = " ".join((match["name"] if match else line).split())
        names.append(name)
        if match:
            values[name] = float(match["number"].replace(",", "."))
    return tuple(names), tuple(values.items())


def _rating_lines(settings: DeskSettings) -> Iterator[str]:
    numbers = dict(settings.rating_values)
    for name in settings.ratings:
        yield f"{name} = {numbers[name]:g}" if name in numbers else name


async def save_settings(interaction: FactdeskInteraction, **changed: Any) -> None:  # noqa: ANN401 - the settings' own fields
    """Save changed settings and show them all.

    Raises UserError for settings that can't work.
    """
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    before, settings = await change_settings(interaction, **changed)
    note = "**Saved.**"
    if not before.set_up and (claims := (await desk.claims(guild, limit=1)).total):
        note += f" {plural(claims, 'claim is', 'claims are')} here already. Each gets its card with its next change."
    assert interaction.guild is not None
    await interaction.edit_original_response(view=setup_view(interaction.guild, settings, note))


def _changed_settings(setting: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return the changed settings for a menu's values."""
    value = values[0] if values else None
    if setting == "channel":
        is_forum = getattr(value, "type", None) is ChannelType.forum
        return {"channel": submitted_id(value), "forum": is_forum}
    if setting == "editors":
        return {"editor_role": submitted_id(value)}
    if setting == "reviewers":
        return {"reviewer_role": submitted_id(value)}
    if setting == "reader":
        return {"second_reader": value == "two"}
    return {"digest_hour": None if value in (_NO_DIGEST, None) else submitted_number(str(value))}


def _reader_options(settings: DeskSettings) -> list[SelectOption]:
    return [
        SelectOption(label="One reader is enough", value="one", default=not settings.second_reader),
        SelectOption(label="A second reader approves each verdict", value="two", default=settings.second_reader),
    ]


def _digest_options(settings: DeskSettings) -> list[SelectOption]:
    none = SelectOption(label="No digest", value=_NO_DIGEST, default=settings.digest_hour is None)
    return [none, *(_hour_option(settings, hour) for hour in range(24))]


def _hour_option(settings: DeskSettings, hour: int) -> SelectOption:
    label = digest_text(replace(settings, digest_hour=hour)).capitalize()
    return SelectOption(label=label, value=str(hour), default=hour == settings.digest_hour)


def _default_value(
    kind: SelectDefaultValueType, id_: int | None, known: Callable[[int], object]
) -> list[SelectDefaultValue]:
    """Return a menu's default; none for a deleted channel or role.

    Discord would refuse a message with a deleted one.
    """
    return [SelectDefaultValue(id=id_, type=kind)] if id_ is not None and known(id_) else []
