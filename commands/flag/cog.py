"""`/flag`, and flagging from a message or an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import discord
from discord import ButtonStyle, app_commands
from discord.app_commands import AppCommandContext, AppInstallationType
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, Container, DynamicItem, Item, LayoutView, TextDisplay

from bot.client import FactdeskClient
from bot.desk import validation
from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.errors import UserError
from bot.model.claim_input import FlagDraft, NewEvidence
from bot.model.claims import FlagSource
from commands.claim import actions
from commands.flag.modal import KIND, filled, flag_form, new_claim
from commands.flag.similar_card import Near, already_card
from commands.ui.actor import Used, guild_of, request_of
from commands.ui.errors import report
from commands.ui.markdown import escape, one_line
from commands.ui.messages import first_claim, origin_of
from commands.ui.modals import Fields, submitted

SHOWN = 3
GONE = "What you typed is no longer kept: please flag the claim again."
NOT_YOURS = "Somebody else is flagging this claim; you can flag it yourself."
# How much of their telling words two claims share before one is shown as like the other. On 199 posts and a desk of
# 300 claims it keeps 93 % of the right ones, and of what is unlike one in ten.
_LIKE = 0.2


class FlagButton(
    DynamicItem[Button[Any]], template=r"flag:(?P<choice>add|new|edit):(?P<draft>\d{1,20}):(?P<number>\d{1,10})"
):
    """What is to become of a draft: one more flag on a claim, a claim of its own, or another look at the form."""

    def __init__(self, button: Button[Any], choice: str, draft: str, number: int = 0) -> None:
        button.custom_id = f"flag:{choice}:{draft}:{number}"
        super().__init__(button)
        self.choice = choice
        self.draft = draft
        self.number = number

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> FlagButton:
        """Return the button that was pressed, whoever made it and when."""
        assert isinstance(item, Button)
        return cls(item, match["choice"], match["draft"], int(match["number"]))

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Do what was chosen with what was typed, which was kept."""
        try:
            if self.choice == "edit":
                await interaction.response.send_modal(flag_form(await _recalled(interaction, self.draft)))
                return
            await interaction.response.defer()
            draft = await _recalled(interaction, self.draft)
            if self.choice == "new":
                await _make(interaction, draft)
            else:
                await _add(interaction, draft, self.number)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


class Flagging(Cog):
    """Claims, from a command or from a message."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._menu = app_commands.ContextMenu(
            name="Flag claim",
            callback=self.flag_message,
            allowed_installs=AppInstallationType(guild=True, user=False),
            allowed_contexts=AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        )

    async def cog_load(self) -> None:
        """Add the entry to the menu of messages, which a cog doesn't do by itself."""
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the entry out again."""
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="flag", description="Flag a claim for the desk to check")
    @app_commands.describe(claim="What is claimed, in one sentence")
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def flag(self, interaction: Used, claim: str) -> None:
        """Open the form with the claim in it."""
        guild_of(interaction)
        await open_form(interaction, validation.claim_text(one_line(claim)))

    async def flag_message(self, interaction: Used, message: discord.Message) -> None:
        """Open the form with what the message claims."""
        guild_of(interaction)
        origin = origin_of(message)
        await open_form(interaction, first_claim(origin.snapshot or "", validation.LONGEST_CLAIM), origin)


async def open_form(
    interaction: Used, text: str, origin: FlagSource | None = None, evidence: tuple[NewEvidence, ...] = ()
) -> None:
    """Open the form for a claim, as the first answer to an interaction."""
    draft = FlagDraft(
        str(interaction.id),
        guild_of(interaction),
        interaction.user.id,
        interaction.created_at,
        text,
        origin=origin,
        evidence=evidence,
    )
    # A form has to come within three seconds; keeping what belongs to it may have to wait for other writers.
    await interaction.response.send_modal(flag_form(draft))
    await _keep(interaction, replace(draft, touched=(await request_of(interaction)).now))


@submitted(KIND)
async def _sent(interaction: Used, id_: str, fields: Fields) -> None:
    """Keep what was typed, then make the claim, or show those it may be the same as."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild, now = guild_of(interaction), (await request_of(interaction)).now
    kept = await interaction.client.app.flag_drafts.get(id_)
    if kept is None or kept.user != interaction.user.id or kept.guild != guild:
        kept = FlagDraft(str(interaction.id), guild, interaction.user.id, now)
    draft = filled(kept, fields, now)
    await _keep(interaction, draft)
    try:
        new = new_claim(draft, (await interaction.client.app.desk.settings(guild)).time_zone)
        near = await _near(interaction, new.text)
    except UserError as fault:
        edit = FlagButton(Button(label="Edit", style=ButtonStyle.primary), "edit", draft.id)
        await interaction.edit_original_response(view=_view(TextDisplay(escape(fault.message)), ActionRow(edit)))
        return
    if near:
        await interaction.edit_original_response(view=_view(with_choices(already_card(new.text, near), draft.id, near)))
    else:
        await _make(interaction, draft)


async def _near(interaction: Used, text: str) -> list[Near]:
    """Return the claims most like `text`, with how they stand; not the duplicates of one that is shown already."""
    app, guild, found = interaction.client.app, guild_of(interaction), list[Near]()
    for match in await app.similar_claims.similar(guild, text):
        if len(found) < SHOWN and _is_like(text, match):
            near = Near(match, await app.desk.get(guild, match.number))
            if near.claim.duplicate_of not in {each.claim.number for each in found}:
                found.append(near)
    return found


def _is_like(text: str, match: SimilarClaim) -> bool:
    ours, theirs = set(normalize(text).terms), set(normalize(match.text).terms)
    return match.level is Similarity.SAME or 2 * len(ours & theirs) >= _LIKE * (len(ours) + len(theirs)) > 0


def with_choices(card: Container[Any], draft: str, near: list[Near]) -> Container[Any]:
    """Return the card with a button for each claim that takes flags; a duplicate's go to the claim it is one of."""
    numbers = dict.fromkeys(each.takes_flags for each in near if each.takes_flags)
    same = next((each.takes_flags for each in near if each.looks_same), None)
    adds = [
        FlagButton(
            Button(
                label=f"Add my flag to #{number}",
                style=ButtonStyle.primary if number == same else ButtonStyle.secondary,
            ),
            "add",
            draft,
            number,
        )
        for number in numbers
    ]
    if adds:
        card.add_item(ActionRow(*adds))
    style = ButtonStyle.secondary if same else ButtonStyle.primary
    new = FlagButton(Button(label="Make a new claim", style=style), "new", draft)
    return card.add_item(ActionRow(new, FlagButton(Button(label="Edit"), "edit", draft)))


async def _make(interaction: Used, draft: FlagDraft) -> None:
    settings = await interaction.client.app.desk.settings(draft.guild)
    outcome = await actions.flag(interaction, new_claim(draft, settings.time_zone), once=_once(draft))
    number = outcome.file.claim.number
    said = f"You have sent this already: it went to #{number}." if outcome.repeated else f"**#{number} is flagged.**"
    await actions.answer(interaction, outcome, said)


async def _add(interaction: Used, draft: FlagDraft, number: int) -> None:
    outcome = await actions.add_flag(interaction, number, draft.why, draft.origin, once=_once(draft))
    number = outcome.file.claim.number
    there = {(each.document, each.span) for each in outcome.file.evidence}
    if new := [each for each in draft.evidence if (each.document, each.span) not in there]:
        outcome = await actions.add_evidence(interaction, number, new, once=f"{_once(draft)} evidence")
    said = f"Your flag is on #{number}; you will hear of its verdict."
    if outcome.repeated:
        said = f"You have sent this already: it went to #{number}."
    elif rating := outcome.file.claim.rating:
        said = f"Your flag is on #{number}, which has its verdict already: **{escape(rating)}**"
    await actions.answer(interaction, outcome, said)


def _once(draft: FlagDraft) -> str:
    """Return what makes a draft one flag, however many of its buttons are pressed, and how often."""
    return f"draft {draft.id}"


async def _recalled(interaction: Used, id_: str) -> FlagDraft:
    """Return a kept draft. Raises UserError where it is gone or another's."""
    draft = await interaction.client.app.flag_drafts.get(id_)
    if draft is None or draft.guild != guild_of(interaction):
        raise UserError(GONE)
    if draft.user != interaction.user.id:
        raise UserError(NOT_YOURS)
    return draft


async def _keep(interaction: Used, draft: FlagDraft) -> None:
    await interaction.client.app.flag_drafts.save(draft)


def _view(*parts: Item[Any]) -> LayoutView:
    view = LayoutView(timeout=None)
    for part in parts:
        view.add_item(part)
    return view


async def setup(client: FactdeskClient) -> None:
    """Add the command, the entry in the menu of messages, and the buttons of drafts."""
    client.add_dynamic_items(FlagButton)
    await client.add_cog(Flagging(client))
