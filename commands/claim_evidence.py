"""`/claim evidence`: quotes picked from what the articles answer, links from outside, notes."""

from __future__ import annotations

import re
from typing import Any

from discord import SelectOption, app_commands
from discord.app_commands import Range
from discord.ui import ActionRow, DynamicItem, Item, LayoutView, Select

from bot.client import FactdeskClient
from bot.desk.lifecycle import Action
from bot.desk.limits import LONGEST_LINK, LONGEST_NOTE
from bot.desk.records import EvidenceKind, NewEvidence
from bot.errors import UserError
from bot.model import Answer, Finding
from commands import claim_actions
from commands.cards import answer_card
from commands.claim import begun, claim
from commands.claim_actions import answer
from commands.claim_choice import WHICH, offered
from commands.desk_access import Used, request_of
from commands.errors import report
from commands.escape import one_line
from commands.flag import pinned
from commands.kept import keep, recall
from commands.lines import plural

NOTHING_GIVEN = "Say what to ask the articles (`query`), or give a `link` or a `note`."
NOT_FOUND = "The articles hold nothing that comes near this: ask in other words, or give a `link` or a `note`."
_MOST = 25  # options of a menu
_OPTION = 100  # characters of an option


class QuoteMenu(DynamicItem[Select[Any]], template=r"evidence:(?P<claim>\d{1,10}):(?P<answer>\d{1,20})"):
    """The menu under an answer that adds the quotes chosen in it to a claim."""

    def __init__(self, menu: Select[Any], number: int, answer_id: str) -> None:
        menu.custom_id = f"evidence:{number}:{answer_id}"
        super().__init__(menu)
        self.number = number
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> QuoteMenu:
        """Return the menu that was used."""
        assert isinstance(item, Select)
        return cls(item, int(match["claim"]), match["answer"])

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Pin what was chosen; what the claim has already is left out."""
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            asked = await recall(interaction, self.answer_id)
            findings = _found(asked.answer)
            await add(interaction, self.number, [pinned(findings[int(value)]) for value in self.item.values])
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


@claim.command(name="evidence", description="Add evidence to a claim: quotes from the articles, a link, a note")
@app_commands.describe(
    claim=WHICH,
    query="Ask the articles, then pick the quotes",
    link="Something on the web, which is marked as from outside",
    note="What you were told or saw, which is marked as from outside; or what the link shows",
)
@app_commands.autocomplete(claim=offered)
async def evidence(
    interaction: Used,
    claim: str,
    query: str = "",
    link: Range[str, 0, LONGEST_LINK] = "",
    note: Range[str, 0, LONGEST_NOTE] = "",
) -> None:
    """Add a link or a note, and show what the articles answer to pick quotes from."""
    number = await begun(interaction, claim)
    if not (query.strip() or link.strip() or note.strip()):
        raise UserError(NOTHING_GIVEN)
    if link.strip():
        await add(interaction, number, [NewEvidence(EvidenceKind.LINK, note, url=link)])
    elif note.strip():
        await add(interaction, number, [NewEvidence(EvidenceKind.NOTE, note)])
    if query.strip():
        await offer_quotes(interaction, number, query)


async def offer_quotes(interaction: Used, number: int, query: str) -> None:
    """Ask the articles, and let the actor pick quotes for a claim from what they answer.

    The interaction has been deferred, as an ephemeral one.
    """
    request, app = await request_of(interaction), interaction.client.app
    allowed = await app.desk.can(request.guild, number, request.actor)
    if Action.ADD_EVIDENCE not in allowed:
        # The desk words why not.
        await claim_actions.add_evidence(interaction, number, [])
    found = await app.finish(await app.ask(query))
    asked = await keep(interaction, interaction.client, found, "private") if _found(found) else None
    if asked is None:
        raise UserError(NOT_FOUND)
    await interaction.followup.send(view=quotes_view(found, number, asked.id), ephemeral=True)


async def add(interaction: Used, number: int, new: list[NewEvidence]) -> None:
    """Add evidence to a claim, apart from quotes that it has already, and tell the actor."""
    request = await request_of(interaction)
    before = (await interaction.client.app.desk.file(request.guild, number)).evidence
    there = {(each.document, each.sha256, each.span) for each in before if each.span}
    fresh = [each for each in new if (each.document, each.sha256, each.span) not in there]
    if not fresh:
        raise UserError(f"#{number} has {'this quote' if len(new) == 1 else 'these quotes'} already.")
    outcome = await claim_actions.add_evidence(interaction, number, fresh)
    await answer(interaction, outcome, f"**{plural(len(fresh), 'piece')} of evidence added to #{number}.**")


def quotes_view(found: Answer, number: int, answer_id: str) -> LayoutView:
    """Return an answer with a menu that adds its quotes to a claim."""
    findings = _found(found)[:_MOST]
    options = [
        SelectOption(
            label=_cut(f"{place + 1}. {finding.quote.text}"), description=_cut(_where(finding)), value=str(place)
        )
        for place, finding in enumerate(findings)
    ]
    menu = Select[Any](placeholder=f"Add quotes to #{number} …", max_values=len(options), options=options)
    card = answer_card(found)
    card.add_item(ActionRow(QuoteMenu(menu, number, answer_id)))
    return LayoutView(timeout=None).add_item(card)


async def setup(client: FactdeskClient) -> None:
    """Let the menus of every answer ever given come here; the command has registered with its group."""
    client.add_dynamic_items(QuoteMenu)


def _found(found: Answer) -> list[Finding]:
    return list(found.findings or found.near_misses)


def _where(finding: Finding) -> str:
    document = finding.document
    return " · ".join(filter(None, [document.outlet, document.title or document.name]))


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _OPTION else f"{line[: _OPTION - 2].rsplit(' ', 1)[0]} …"
