"""Buttons of an answer card.

Their custom_id holds all that they know, so that they outlive a restart.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, LayoutView, TextDisplay

from bot.answer.presentation.claim_text import claim_text
from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.claims import FlagSource
from bot.model.saved_answers import SavedAnswer
from commands.ask import feedback as answer_feedback
from commands.ask.context import context_card
from commands.ask.discussion import has_threads, open_discussion
from commands.ask.pending_reply import reply_to_command
from commands.claim.evidence import pinned_quote
from commands.claim.published_verdict import Verdicts, published_on, published_verdicts_card, verdicts_width
from commands.flag.cog import open_flag_modal
from commands.ui.answer_card import answer_card, finding_at, findings_on_page, page_count, page_of
from commands.ui.buttons import StatelessButton, turn_page
from commands.ui.bylines import subtext
from commands.ui.cards import MAX_TEXT
from commands.ui.permissions import GONE, require_posting
from commands.ui.saved_answers import link_message, load, save, save_privately
from commands.ui.views import view_of

_MOST_COMPONENTS = 39  # Discord's limit is 40, and a posted answer has a line below its card


class AnswerButton(
    StatelessButton,
    template=(
        r"ask:(?P<action>context|more|flag|quote|post|exact|yes|no|discuss):(?P<answer>\d{1,20}):(?P<number>\d{1,6})"
    ),
    state=(str, str, int),
):
    """Button of an answer card: an action on a quote or page."""

    def __init__(self, button: Button[Any], action: str, answer: str, number: int) -> None:
        super().__init__(button, "ask", action, answer, number)
        self.action = action
        self.answer = answer
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await _ACTIONS[self.action](interaction, self.answer, self.number)


def answer_view(
    answer: Answer,
    saved: SavedAnswer | None,
    page: int = 0,
    *,
    posted: bool = False,
    threads: bool = False,
    verdicts: Verdicts = (),
) -> LayoutView:
    """Return one page of an answer with its buttons, below the published verdicts on what was asked.

    An answer that could not be saved has no buttons. `threads`: it stands in a channel with threads.
    """
    above = [published_verdicts_card(verdicts)] if verdicts else []
    max_text = MAX_TEXT - verdicts_width(verdicts)
    answered = partial(_answer_card, answer, saved, page, posted=posted, threads=threads, max_text=max_text)
    card = answered()
    if _component_count(*above, card) > _MOST_COMPONENTS:
        card = answered(is_full=True)
    return view_of(*above, card)


def _answer_card(
    answer: Answer,
    saved: SavedAnswer | None,
    page: int,
    *,
    posted: bool,
    threads: bool,
    max_text: int,
    is_full: bool = False,
) -> Container[Any]:
    """Return the card with its buttons; a full one has a button to flag all quotes, not one beside each."""
    if saved is None:
        return answer_card(answer, page, max_text)
    can_flag = answer.state in {AnswerState.ANSWERED, AnswerState.CONTRARY}
    beside = partial(_flag_button, saved, page) if can_flag and not is_full else None
    card = answer_card(answer, page, max_text, beside=beside)
    for row in _button_rows(saved, page, posted=posted, threads=threads, flags_page=can_flag and is_full):
        card.add_item(row)
    return card


def _flag_button(saved: SavedAnswer, page: int, number: int) -> AnswerButton:
    label = f"Flag {number + 1}" if len(findings_on_page(saved.answer, page)) > 1 else "Flag"
    return AnswerButton(Button(label=label), "quote", saved.id, number)


def _component_count(*cards: Container[Any]) -> int:
    return sum(1 + sum(1 for _ in card.walk_children()) for card in cards)


async def verdicts_on(event: FactdeskInteraction | discord.Message, client: FactdeskClient, answer: Answer) -> Verdicts:
    """Return the server's published verdicts on the statement in an answer's question."""
    on_question = partial(client.app.published_verdicts.on_question, question=answer.question)
    return await published_on(event, client, on_question)


async def setup(client: FactdeskClient) -> None:
    """Register the buttons of answer cards."""
    client.add_dynamic_items(AnswerButton)


def _button_rows(
    saved: SavedAnswer, page: int, *, posted: bool, threads: bool, flags_page: bool
) -> list[ActionRow[Any]]:
    """Return the rows of buttons under a page.

    The Context buttons of several quotes have a row of their own, and no button stands alone in a row.
    """
    shown = findings_on_page(saved.answer, page)

    def button(label: str, action: str, number: int, **looks: Any) -> AnswerButton:  # noqa: ANN401
        return AnswerButton(Button(label=label, **looks), action, saved.id, number)

    contexts = [
        button(f"Context {number + 1}" if len(shown) > 1 else "Context", "context", number) for number, _ in shown
    ]
    actions = []
    if page_count(saved.answer) > 1:
        next_page = (page + 1) % page_count(saved.answer)
        actions.append(
            button("More quotes" if next_page else "First quotes", "more", next_page, style=ButtonStyle.primary)
        )
    if shown and flags_page:
        actions.append(button("Flag this claim", "flag", page))
    if saved.answer.corrections:
        actions.append(button("Use the exact words", "exact", 0))
    if not saved.is_public:
        actions.append(button("Posted" if posted else "Post to channel", "post", page, disabled=posted))
    elif threads:
        actions.append(button("Discuss", "discuss", 0))
    feedback = [button(label, action, page) for label, action in (answer_feedback.ANSWERS_IT, answer_feedback.DOES_NOT)]
    first, actions = (contexts, actions) if len(contexts) > 1 else ([], contexts + actions)
    rows = [first, actions, feedback] if len(actions) > 1 else [first, actions + feedback]
    return [ActionRow(*row) for row in rows if row]


async def _show_context(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    saved = await load(interaction, id_)
    finding = finding_at(saved.answer, number)
    if finding is None:
        raise UserError(GONE)
    documents = await interaction.client.app.documents.get([finding.document.id])
    card = context_card(finding, documents.get(finding.document.id))
    await interaction.followup.send(view=view_of(card), ephemeral=True)


async def _show_page(interaction: FactdeskInteraction, id_: str, page: int) -> None:
    """Show another page of an answer."""

    async def view() -> LayoutView:
        saved = await load(interaction, id_)
        verdicts = await verdicts_on(interaction, interaction.client, saved.answer)
        return answer_view(
            saved.answer, saved, page, threads=has_threads(interaction.client, interaction.channel), verdicts=verdicts
        )

    await turn_page(interaction, view)


async def _ask_exact_words(interaction: FactdeskInteraction, id_: str, _number: int) -> None:
    """Ask again without spelling corrections and answer the presser privately."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    saved_before = await load(interaction, id_)
    before = saved_before.answer
    async with reply_to_command(interaction, public=False) as pending:
        app = interaction.client.app
        answer = await app.ask(before.question, before.narrowing, exact=True, on_wait=pending.show_position)
        answer = replace(answer, carried_over=before.carried_over)
        saved = await save_privately(interaction, answer, saved_before)
        verdicts = await verdicts_on(interaction, interaction.client, answer)
        await pending.answer(answer_view(answer, saved, verdicts=verdicts))


async def _flag_page(interaction: FactdeskInteraction, id_: str, page: int) -> None:
    """Open the flag form with all quotes of a page as evidence; cards of earlier releases have this button."""
    saved = await load(interaction, id_)
    await _open_flag_modal(interaction, saved.answer, [finding for _, finding in findings_on_page(saved.answer, page)])


async def _flag_quote(interaction: FactdeskInteraction, id_: str, number: int) -> None:
    """Open the flag form with one quote as evidence, and its neighbours to be chosen too."""
    saved = await load(interaction, id_)
    chosen = finding_at(saved.answer, number)
    if chosen is None:
        raise UserError(GONE)
    neighbours = [finding for _, finding in findings_on_page(saved.answer, page_of(saved.answer, number))]
    others = [finding for finding in neighbours if finding != chosen]
    await _open_flag_modal(interaction, saved.answer, [chosen, *others], pinned=1)


async def _open_flag_modal(
    interaction: FactdeskInteraction, answer: Answer, quotes: Sequence[Finding], *, pinned: int | None = None
) -> None:
    """Open the flag form about the first quote; the first `pinned` ones are chosen as evidence, by default all."""
    if not quotes:
        raise UserError(GONE)
    shown = interaction.message
    # A private answer disappears once it is dismissed: a link to it would lead nowhere.
    origin = FlagSource(shown.jump_url) if shown and not shown.flags.ephemeral else None
    unpinned = range(len(quotes))[pinned:] if pinned else ()
    evidence = tuple(map(pinned_quote, quotes))
    await open_flag_modal(interaction, claim_text(answer, quotes[0]), origin, evidence, unpinned=tuple(unpinned))


async def _post_publicly(interaction: FactdeskInteraction, id_: str, page: int) -> None:
    """Post the card for everybody and name the asker without a ping."""
    await interaction.response.defer()
    saved = await load(interaction, id_)
    # If only a person has installed the bot, it is not a member here and answers through the interaction.
    member = interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None
    require_posting(interaction, as_member=member)
    public = await save(interaction, interaction.client, saved.answer, "public")
    verdicts = await verdicts_on(interaction, interaction.client, saved.answer)
    threads = has_threads(interaction.client, interaction.channel)
    view = answer_view(saved.answer, public, page, threads=threads, verdicts=verdicts)
    view.add_item(TextDisplay(subtext(f"Asked and posted by {interaction.user.mention}")))
    if member:
        sent = await _channel_of(interaction).send(view=view)
    else:
        sent = await interaction.followup.send(view=view, wait=True)
    await link_message(interaction.client, public, sent)
    shown = answer_view(saved.answer, saved, page, posted=True, verdicts=verdicts)
    await interaction.edit_original_response(view=shown)


def _channel_of(interaction: FactdeskInteraction) -> discord.abc.Messageable:
    if isinstance(interaction.channel, discord.abc.Messageable):
        return interaction.channel
    assert interaction.channel_id is not None
    return interaction.client.get_partial_messageable(interaction.channel_id)


async def _discuss(interaction: FactdeskInteraction, id_: str, _number: int) -> None:
    """Open the thread of a public answer, and link it to the presser."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    thread = await open_discussion(interaction, await load(interaction, id_))
    await interaction.followup.send(view=view_of(f"Ask on in {thread.mention}."), ephemeral=True)


async def _record_feedback(interaction: FactdeskInteraction, id_: str, page: int, *, answers: bool) -> None:
    await answer_feedback.record_feedback(
        interaction, id_, lambda answer: [finding for _, finding in findings_on_page(answer, page)], answers=answers
    )


_ACTIONS: dict[str, Callable[[FactdeskInteraction, str, int], Awaitable[None]]] = {
    "context": _show_context,
    "more": _show_page,
    "exact": _ask_exact_words,
    "flag": _flag_page,
    "quote": _flag_quote,
    "discuss": _discuss,
    "post": _post_publicly,
    "yes": partial(_record_feedback, answers=True),
    "no": partial(_record_feedback, answers=False),
}
