"""`/flag`, and flagging from a message or an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord import ButtonStyle, app_commands
from discord.ui import ActionRow, Button, Container

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk import validation
from bot.errors import UserError
from bot.model.claim_input import FlagDraft, NewEvidence
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimProvenance
from bot.model.claims import IN_WORK, FlagSource
from commands.claim import actions
from commands.claim.modals import encode_state
from commands.claim.provenance import DETAILS, FIELD_NAMES, details_modal, submitted_provenance
from commands.claim.published_verdict import published_on, published_verdicts_card
from commands.claim.similar_card import SimilarCandidate, find_similar, similar_claims_card
from commands.flag.earlier_files import EarlierCandidate, EarlierFileLookups, earlier_lines
from commands.flag.modal import KIND, MORE, fill_draft, flag_modal, more_modal, new_claim
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton
from commands.ui.markdown import escape, one_line
from commands.ui.message_menu import MessageMenuCog
from commands.ui.messages import flag_source, suggest_claim_text, suggest_provenance
from commands.ui.modals import Fields, on_submit
from commands.ui.truncate import cut_quote
from commands.ui.views import view_of

_MAX_ADDS = 5  # buttons in a row
MORE_LABEL = "More about the claim …"
_ABOUT_MORE = "Who claimed it, and where? The form is filled from the message. Nothing of it is saved yet."
_MAX_RETURNED = 3_000
GONE = "Your draft is no longer saved. Flag the claim again."
NOT_YOURS = "This draft is somebody else's. Flag the claim yourself with /flag."


class FlagButton(
    StatelessButton,
    template=r"flag:(?P<choice>add|new|edit|more):(?P<draft>\d{1,20}):(?P<number>\d{1,10})",
    state=(str, str, int),
):
    """Button on a draft: add a flag, make a claim, edit, or say more about it.

    `number` is the claim that the draft goes to or has become, else 0.
    """

    def __init__(self, button: Button[Any], choice: str, draft: str, number: int = 0) -> None:
        super().__init__(button, "flag", choice, draft, number)
        self.choice = choice
        self.draft = draft
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Do the chosen action with the saved draft."""
        if self.choice == "edit":
            await interaction.response.send_modal(flag_modal(await _load_draft(interaction, self.draft)))
            return
        if self.choice == "more":
            await _open_more_modal(interaction, await _load_draft(interaction, self.draft), self.number)
            return
        await interaction.response.defer()
        draft = await _load_draft(interaction, self.draft)
        if self.choice == "new":
            await _create_claim(interaction, draft)
        else:
            await _add_flag(interaction, draft, self.number)


class Flagging(MessageMenuCog):
    """Flagging by a command, or from a message's menu."""

    menu_name = "Flag claim"

    def __init__(self, client: FactdeskClient) -> None:
        super().__init__(client)
        self.lookups = EarlierFileLookups(client)

    async def cog_unload(self) -> None:
        """Stop the look-ups."""
        await super().cog_unload()
        await self.lookups.close()

    @app_commands.command(name="flag", description="Flag a claim for the desk to check")
    @app_commands.describe(claim="What is claimed, in one sentence")
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def flag(self, interaction: FactdeskInteraction, claim: str) -> None:
        """Open the form with the typed claim."""
        guild_of(interaction)
        await open_flag_modal(interaction, validation.claim_text(one_line(claim)))

    async def on_message_menu(self, interaction: FactdeskInteraction, message: discord.Message) -> None:
        """Open the form with a claim from the message."""
        guild_of(interaction)
        origin = flag_source(message, with_attachments=interaction.client.app.attachments.is_on)
        text = suggest_claim_text(message, validation.LONGEST_CLAIM)
        await open_flag_modal(interaction, text, origin, provenance=suggest_provenance(message))


async def open_flag_modal(
    interaction: FactdeskInteraction,
    text: str,
    origin: FlagSource | None = None,
    evidence: tuple[NewEvidence, ...] = (),
    *,
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE,
    why: str = "",
    unpinned: tuple[int, ...] = (),
) -> None:
    """Open the flag form as the first response to an interaction.

    `unpinned` are the positions of the evidence that is offered, and not chosen.
    """
    draft = FlagDraft(
        str(interaction.id),
        guild_of(interaction),
        interaction.user.id,
        interaction.created_at,
        text,
        why,
        origin=origin,
        evidence=evidence,
        provenance=provenance,
        unpinned=unpinned,
    )
    # Discord waits three seconds for the form; saving the draft may have to wait for other writers.
    await interaction.response.send_modal(flag_modal(draft))
    await _save_draft(interaction, replace(draft, touched=(await request_of(interaction)).now))
    lookups_of(interaction.client).start(draft)


def lookups_of(client: FactdeskClient) -> EarlierFileLookups:
    """Return the client's look-ups of earlier files."""
    cog = client.get_cog(Flagging.__cog_name__)
    assert isinstance(cog, Flagging)
    return cog.lookups


@on_submit(KIND)
async def _submit_flag(interaction: FactdeskInteraction, id_: str, fields: Fields) -> None:
    """Save the draft, then make the claim or show similar ones."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild, now = guild_of(interaction), (await request_of(interaction)).now
    draft_before = await interaction.client.app.flag_drafts.get(id_)
    if draft_before is None or draft_before.user != interaction.user.id or draft_before.guild != guild:
        draft_before = FlagDraft(str(interaction.id), guild, interaction.user.id, now)
    draft = fill_draft(draft_before, fields, now)
    await _save_draft(interaction, draft)
    await _offer(interaction, draft)


@on_submit(MORE)
async def _submit_more(interaction: FactdeskInteraction, id_: str, fields: Fields) -> None:
    """Save claimant, appearances, date and language with the draft."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    draft = await _load_draft(interaction, id_)
    try:
        draft = replace(draft, provenance=submitted_provenance(fields, draft.provenance), confirmed=True)
    except UserError as fault:
        more = FlagButton(Button(label=MORE_LABEL, style=ButtonStyle.primary), "more", draft.id)
        typed = "\n".join(
            filter(None, (next(iter(fields.get(name, ())), "") for name in FIELD_NAMES if name != "kind"))
        )
        lines = [escape(fault.message), "What you wrote:", cut_quote(typed, (), _MAX_RETURNED)]
        await interaction.edit_original_response(view=view_of("\n".join(lines), ActionRow(more)))
        return
    await _save_draft(interaction, draft)
    await _offer(interaction, draft)


async def _open_more_modal(interaction: FactdeskInteraction, draft: FlagDraft, number: int) -> None:
    """Open the form about a draft, or about the claim that it has become."""
    if not number:
        await interaction.response.send_modal(more_modal(draft))
        return
    claim = await interaction.client.app.desk.get(guild_of(interaction), number)
    known = draft.provenance if claim.provenance == UNKNOWN_PROVENANCE else claim.provenance
    await interaction.response.send_modal(details_modal(DETAILS, encode_state(claim), f"More about #{number}", known))


async def _offer(interaction: FactdeskInteraction, draft: FlagDraft) -> None:
    """Make the draft's claim, or show similar ones first."""
    guild = guild_of(interaction)
    try:
        new = new_claim(draft, (await interaction.client.app.desk.settings(guild)).time_zone)
        similar = await find_similar(interaction.client.app, guild, new.text)
    except UserError as fault:
        edit = FlagButton(Button(label="Edit", style=ButtonStyle.primary), "edit", draft.id)
        await interaction.edit_original_response(view=view_of(escape(fault.message), ActionRow(edit)))
        return
    earlier = await lookups_of(interaction.client).result(draft)
    if similar or earlier:
        on_text = partial(interaction.client.app.published_verdicts.on_text, text=new.text)
        verdicts = await published_on(interaction, interaction.client, on_text)
        above = [published_verdicts_card(verdicts)] if verdicts else []
        if verdicts:
            # Room for the verdict: the other claims matter less now.
            similar = sorted(similar, key=lambda candidate: not candidate.is_same)[:1]
        card = similar_claims_card(new.text, similar, new.provenance, list(earlier_lines(earlier)))
        add_choices(card, draft.id, [*similar, *earlier])
        await interaction.edit_original_response(view=view_of(*above, card))
    else:
        await _create_claim(interaction, draft)


def add_choices(
    card: Container[Any], draft: str, candidates: Sequence[SimilarCandidate | EarlierCandidate]
) -> Container[Any]:
    """Add a button for each claim open to the flag.

    A flag for a duplicate goes to the original claim.
    """
    numbers = dict.fromkeys(candidate.flag_target for candidate in candidates if candidate.flag_target)
    texts = [candidate for candidate in candidates if isinstance(candidate, SimilarCandidate)]
    same = next((candidate.flag_target for candidate in texts if candidate.is_same), None)
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
        for number in list(numbers)[:_MAX_ADDS]
    ]
    if adds:
        card.add_item(ActionRow(*adds))
    style = ButtonStyle.secondary if same else ButtonStyle.primary
    new = FlagButton(Button(label="Make a new claim", style=style), "new", draft)
    edit, more = (
        FlagButton(Button(label="Edit"), "edit", draft),
        FlagButton(Button(label=MORE_LABEL), "more", draft),
    )
    return card.add_item(ActionRow(new, edit, more))


async def _create_claim(interaction: FactdeskInteraction, draft: FlagDraft) -> None:
    settings = await interaction.client.app.desk.settings(draft.guild)
    outcome = await actions.flag(interaction, new_claim(draft, settings.time_zone), once=_idempotency_key(draft))
    number = outcome.file.claim.number
    text = f"You have sent this already. It went to #{number}." if outcome.repeated else f"**#{number} is flagged.**"

    def offers() -> list[ActionRow[Any]]:
        more = FlagButton(Button(label=MORE_LABEL, style=ButtonStyle.primary), "more", draft.id, number)
        return [ActionRow(more)]

    if not (draft.confirmed or outcome.repeated) and draft.provenance != UNKNOWN_PROVENANCE:
        await actions.reply(interaction, outcome, f"{text}\n{_ABOUT_MORE}", offers=offers)
    else:
        await actions.reply(interaction, outcome, text)


async def _add_flag(interaction: FactdeskInteraction, draft: FlagDraft, number: int) -> None:
    outcome = await actions.add_flag(interaction, number, draft.why, draft.origin, once=_idempotency_key(draft))
    number = outcome.file.claim.number
    existing = {(piece.document, piece.span) for piece in outcome.file.evidence}
    if new := [piece for piece in draft.pinned if (piece.document, piece.span) not in existing]:
        outcome = await actions.add_evidence(interaction, number, new, once=f"{_idempotency_key(draft)} evidence")
    if draft.confirmed and outcome.file.claim.status in IN_WORK:
        keep_or_set = partial(_unless_known, draft.provenance)
        outcome = replace(await actions.set_details(interaction, number, keep_or_set), repeated=outcome.repeated)
    text = f"Your flag was added to #{number}. You will be notified of its verdict."
    if outcome.repeated:
        text = f"You have sent this already. It went to #{number}."
    elif rating := outcome.file.claim.rating:
        text = f"Your flag was added to #{number}, which has a verdict already: **{escape(rating)}**"
    await actions.reply(interaction, outcome, text)


def _unless_known(suggested: ClaimProvenance, known: ClaimProvenance) -> ClaimProvenance:
    return suggested if known == UNKNOWN_PROVENANCE else known


def _idempotency_key(draft: FlagDraft) -> str:
    """Return the key by which a draft becomes one flag.

    It is the same for all buttons of the draft and every press.
    """
    return f"draft {draft.id}"


async def _load_draft(interaction: FactdeskInteraction, id_: str) -> FlagDraft:
    """Return a saved draft.

    Raises UserError if it is gone or somebody else's.
    """
    draft = await interaction.client.app.flag_drafts.get(id_)
    if draft is None or draft.guild != guild_of(interaction):
        raise UserError(GONE)
    if draft.user != interaction.user.id:
        raise UserError(NOT_YOURS)
    return draft


async def _save_draft(interaction: FactdeskInteraction, draft: FlagDraft) -> None:
    await interaction.client.app.flag_drafts.save(draft)


async def setup(client: FactdeskClient) -> None:
    """Add the command, the message menu entry and the buttons."""
    client.add_dynamic_items(FlagButton)
    await client.add_cog(Flagging(client))
