"""The buttons of an answer. All that they know stands in their custom_id, so that they outlive a restart."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, DynamicItem, Item, LayoutView, TextDisplay

from bot.answer.presentation.claim_text import claim_text
from bot.client import FactdeskClient
from bot.errors import UserError
from bot.model.answers import Answer, AnswerState
from bot.model.claims import FlagSource
from bot.model.saved_answers import SavedAnswer
from commands.ask import feedback as answer_feedback
from commands.ask.context import context_card
from commands.ask.pending_reply import reply_to_command
from commands.claim.evidence import pinned
from commands.flag.cog import open_form
from commands.ui.answer_card import answer_card, on_page, pages, quoted
from commands.ui.bylines import small
from commands.ui.errors import report
from commands.ui.permissions import GONE, may_post
from commands.ui.saved_answers import load, note_message, save

Pressed = discord.Interaction[FactdeskClient]


class AnswerButton(
    DynamicItem[Button[Any]],
    template=r"ask:(?P<action>context|more|flag|post|exact|yes|no):(?P<answer>\d{1,20}):(?P<number>\d{1,6})",
):
    """One button of an answer card: what it does, to which answer, and at which quote or page."""

    def __init__(self, button: Button[Any], action: str, answer: str, number: int) -> None:
        button.custom_id = f"ask:{action}:{answer}:{number}"
        super().__init__(button)
        self.action = action
        self.answer = answer
        self.number = number

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Pressed, item: Item[Any], match: re.Match[str], /
    ) -> AnswerButton:
        """Return the button that was pressed, whoever made it and when."""
        assert isinstance(item, Button)
        return cls(item, match["action"], match["answer"], int(match["number"]))

    async def callback(self, interaction: Pressed) -> None:  # type: ignore[override]
        """Do what the button says. discord.py only logs what a dynamic item raises, so nothing may leave here."""
        try:
            await _ACTIONS[self.action](interaction, self.answer, self.number)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


def answer_view(answer: Answer, asked: SavedAnswer | None, page: int = 0, *, posted: bool = False) -> LayoutView:
    """Return one page of an answer with its buttons; without any where the answer could not be kept."""
    card = answer_card(answer, page)
    if asked is not None:
        for row in _rows(asked, page, posted=posted):
            card.add_item(row)
    return _view(card)


async def setup(client: FactdeskClient) -> None:
    """Let the buttons of every card ever sent come here."""
    client.add_dynamic_items(AnswerButton)


def _view(*cards: Container[Any] | TextDisplay[Any]) -> LayoutView:
    view = LayoutView(timeout=None)
    for card in cards:
        view.add_item(card)
    return view


def _rows(asked: SavedAnswer, page: int, *, posted: bool) -> list[ActionRow[Any]]:
    """Return the rows of buttons: several quotes' contexts in their own, and no button alone."""
    shown = on_page(asked.answer, page)

    def button(label: str, action: str, number: int, **looks: Any) -> AnswerButton:  # noqa: ANN401
        return AnswerButton(Button(label=label, **looks), action, asked.id, number)

    contexts = [
        button(f"Context {number + 1}" if len(shown) > 1 else "Context", "context", number) for number, _ in shown
    ]
    others = []
    if pages(asked.answer) > 1:
        turned = (page + 1) % pages(asked.answer)
        others.append(button("More quotes" if turned else "First quotes", "more", turned, style=ButtonStyle.primary))
    if shown and asked.answer.state in {AnswerState.ANSWERED, AnswerState.CONTRARY}:
        others.append(button("Flag this claim", "flag", page))
    if asked.answer.corrections:
        others.append(button("Use the exact words", "exact", 0))
    if asked.visibility == "private":
        others.append(button("Posted" if posted else "Post to channel", "post", page, disabled=posted))
    feedback = [button(label, action, page) for label, action in (answer_feedback.ANSWERS_IT, answer_feedback.DOES_NOT)]
    first, others = (contexts, others) if len(contexts) > 1 else ([], contexts + others)
    rows = [first, others, feedback] if len(others) > 1 else [first, others + feedback]
    return [ActionRow(*row) for row in rows if row]


async def _context(interaction: Pressed, id_: str, number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    asked = await load(interaction, id_)
    finding = quoted(asked.answer, number)
    if finding is None:
        raise UserError(GONE)
    documents = await interaction.client.app.documents.get([finding.document.id])
    card = context_card(finding, documents.get(finding.document.id))
    await interaction.followup.send(view=_view(card), ephemeral=True)


async def _more(interaction: Pressed, id_: str, page: int) -> None:
    """Turn the page in place where nobody else sees it; others reading along keep theirs."""
    own = interaction.message is not None and interaction.message.flags.ephemeral
    await interaction.response.defer(ephemeral=True, thinking=not own)
    asked = await load(interaction, id_)
    view = answer_view(asked.answer, asked, page)
    if own:
        await interaction.edit_original_response(view=view)
    else:
        await interaction.followup.send(view=view, ephemeral=True)


async def _exact(interaction: Pressed, id_: str, _number: int) -> None:
    """Ask again without correcting any word; only who presses sees what comes."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    before = (await load(interaction, id_)).answer
    async with reply_to_command(interaction, public=False) as pending:
        app = interaction.client.app
        answer = await app.ask(before.question, before.narrowing, exact=True, on_wait=pending.tell)
        answer = replace(answer, carried_over=before.carried_over)
        asked = await save(interaction, interaction.client, answer, "private")
        await pending.answer(answer_view(answer, asked))


async def _flag(interaction: Pressed, id_: str, page: int) -> None:
    """Open the form of a flag; the quotes in sight come along as evidence."""
    asked = await load(interaction, id_)
    quotes = [finding for _, finding in on_page(asked.answer, page)]
    if not quotes:
        raise UserError(GONE)
    shown = interaction.message
    # A private answer is gone once it is closed: a link to it would lead nowhere.
    origin = FlagSource(shown.jump_url) if shown and not shown.flags.ephemeral else None
    text = claim_text(asked.answer, quotes[0])
    await open_form(interaction, text, origin, tuple(map(pinned, quotes)))


async def _post(interaction: Pressed, id_: str, page: int) -> None:
    """Post the same card for everybody, naming the asker without pinging anybody."""
    await interaction.response.defer()
    asked = await load(interaction, id_)
    # Where only a person has installed the bot it is no member, and can answer through that person alone.
    member = interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None
    may_post(interaction, as_member=member)
    public = await save(interaction, interaction.client, asked.answer, "public")
    view = answer_view(asked.answer, public, page)
    view.add_item(TextDisplay(small(f"Asked and posted by {interaction.user.mention}")))
    if member:
        sent = await _channel(interaction).send(view=view)
    else:
        sent = await interaction.followup.send(view=view, wait=True)
    await note_message(interaction.client, public, sent)
    await interaction.edit_original_response(view=answer_view(asked.answer, asked, page, posted=True))


def _channel(interaction: Pressed) -> discord.abc.Messageable:
    if isinstance(interaction.channel, discord.abc.Messageable):
        return interaction.channel
    assert interaction.channel_id is not None
    return interaction.client.get_partial_messageable(interaction.channel_id)


async def _feedback(interaction: Pressed, id_: str, page: int, *, answers: bool) -> None:
    """Save whether the quotes of a page answer."""
    await answer_feedback.press(
        interaction, id_, lambda answer: [finding for _, finding in on_page(answer, page)], answers=answers
    )


_ACTIONS: dict[str, Callable[[Pressed, str, int], Awaitable[None]]] = {
    "context": _context,
    "more": _more,
    "exact": _exact,
    "flag": _flag,
    "post": _post,
    "yes": partial(_feedback, answers=True),
    "no": partial(_feedback, answers=False),
}
