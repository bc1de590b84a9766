"""Evidence for a claim: quotes picked from what the articles answer, and what comes from outside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, DynamicItem, Item, LayoutView, Select

from bot.answer.presentation.states import shown_findings
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.answers import Answer, Finding
from bot.model.claim_input import NewEvidence
from bot.model.claims import EvidenceKind
from commands.claim import actions
from commands.ui.actor import Used, request_of
from commands.ui.answer_card import answer_card
from commands.ui.bylines import plural
from commands.ui.errors import report
from commands.ui.markdown import one_line
from commands.ui.saved_answers import load, save

NOTHING = "Say what to ask the articles, or give a link or a note."
NOT_FOUND = "The articles hold nothing that comes near this: ask in other words, or give a link or a note."
_MOST = 25  # options of a menu
_OPTION = 100  # characters of an option


class PickQuotes(DynamicItem[Select[Any]], template=r"evidence:(?P<claim>\d{1,10}):(?P<answer>\d{1,20})"):
    """The menu under an answer that adds the quotes chosen in it to a claim."""

    def __init__(self, menu: Select[Any], number: int, answer_id: str) -> None:
        menu.custom_id = f"evidence:{number}:{answer_id}"
        super().__init__(menu)
        self.number = number
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> PickQuotes:
        """Return the menu that was used."""
        assert isinstance(item, Select)
        return cls(item, int(match["claim"]), match["answer"])

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Pin what was chosen; what the claim has already is left out."""
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            findings = _found((await load(interaction, self.answer_id)).answer)
            await add(interaction, self.number, [pinned(findings[int(value)]) for value in self.item.values])
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


def from_outside(link: str, note: str) -> list[NewEvidence]:
    """Return what a link and a note bring: one piece, or none; a note beside a link tells what the link shows."""
    if link.strip():
        return [NewEvidence(EvidenceKind.LINK, note.strip() or link.strip(), url=link.strip())]
    return [NewEvidence(EvidenceKind.NOTE, note)] if note.strip() else []


async def offer_quotes(interaction: Used, number: int, question: str) -> None:
    """Ask the articles, and let the actor pick quotes for a claim from what they answer.

    The interaction has been deferred, as an ephemeral one.
    """
    request, app = await request_of(interaction), interaction.client.app
    if Action.ADD_EVIDENCE not in await app.desk.allowed_actions(request.guild, number, request.actor):
        await actions.add_evidence(interaction, number, [])  # the desk says why not
    found = await app.finish(await app.ask(question))
    if not _found(found):
        raise UserError(NOT_FOUND)
    asked = await save(interaction, interaction.client, found, "private")
    if asked is None:
        raise UserError("The answer can't be kept just now, so that no quotes can be picked from it: try again later.")
    await interaction.followup.send(view=quotes_view(found, number, asked.id), ephemeral=True)


async def add(interaction: Used, number: int, new: Sequence[NewEvidence]) -> None:
    """Add evidence to a claim, apart from quotes that it has already, and tell the actor.

    The interaction has been deferred, as an ephemeral one.
    """
    request = await request_of(interaction)
    file = await interaction.client.app.desk.file(request.guild, number)
    there = {(each.document, each.sha256, each.span) for each in file.evidence if each.span}
    fresh = [each for each in new if (each.document, each.sha256, each.span) not in there]
    if not fresh:
        raise UserError(f"#{number} has {'this quote' if len(new) == 1 else 'these quotes'} already.")
    outcome = await actions.add_evidence(interaction, number, fresh)
    said = f"{plural(len(fresh), 'piece')} of evidence added to #{number}."
    await actions.answer(interaction, outcome, said, with_card=False)


def quotes_view(found: Answer, number: int, answer_id: str) -> LayoutView:
    """Return an answer with a menu that adds its quotes to a claim."""
    options = [
        SelectOption(label=_cut(f"{at + 1}. {finding.quote.text}"), description=_cut(_where(finding)), value=str(at))
        for at, finding in enumerate(_found(found)[:_MOST])
    ]
    menu = Select[Any](placeholder=f"Add quotes to #{number} …", max_values=len(options), options=options)
    card = answer_card(found).add_item(ActionRow(PickQuotes(menu, number, answer_id)))
    return LayoutView(timeout=None).add_item(card)


def _found(found: Answer) -> Sequence[Finding]:
    return [shown.finding for shown in shown_findings(found)]


def _where(finding: Finding) -> str:
    document = finding.document
    return " · ".join(filter(None, [document.outlet, document.display_title]))


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _OPTION else f"{line[: _OPTION - 2].rsplit(' ', 1)[0]} …"


def pinned(finding: Finding) -> NewEvidence:
    """Return a quote as evidence, pinned to its place in the article as it is now."""
    document, said = finding.document, finding.attribution
    return NewEvidence(
        EvidenceKind.QUOTE,
        finding.quote.text,
        document.id,
        document.sha256,
        finding.quote.span,
        document.display_title,
        said.source if said else None,
        document.url,
    )
