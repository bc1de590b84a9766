"""The examples with their buttons: each does what its command does.

The custom_id holds the place of the quotation in its article, or the name, so that an old button stays true.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from discord import ButtonStyle
from discord.ext.commands import Cog
from discord.ui import Button, LayoutView, Section

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk import validation
from bot.errors import UserError
from bot.library.examples import ExampleQuote
from bot.model.answers import Finding
from bot.model.spans import Span
from commands.ask.cog import Ask
from commands.check.modals import check_modal
from commands.claim.evidence import pinned_quote
from commands.flag.cog import open_flag_modal
from commands.help.cards import Example, ExampleKind, example_text, examples, help_card, phrase, who_said
from commands.people.cog import People
from commands.quotecheck.cog import QuoteCheck
from commands.search.cog import Search
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton
from commands.ui.markdown import one_line
from commands.ui.views import view_of
from commands.ui.visibility import defer

ARTICLE_CHANGED = "The article of this example has changed. Use /help again for new examples."
_MOST_EXAMPLES = 5

CogT = TypeVar("CogT", bound=Cog)


class QuotationButton(
    StatelessButton,
    template=r"help:(?P<kind>ask|quote|flag):(?P<place>\w{1,40}:\d{1,9}:\d{1,9}:\w{8})",
    state=(ExampleKind, str),
):
    """Button that asks about, checks or flags a quotation at its place in an article."""

    def __init__(self, button: Button[Any], kind: ExampleKind, place: str) -> None:
        super().__init__(button, "help", kind, place)
        self.kind = kind
        self.document, start, end, self.digest = place.split(":")
        self.span = Span(int(start), max(int(start), int(end)))

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Run the command with the quotation."""
        await _WITH_QUOTATION[self.kind](interaction, self)

    async def quotation(self, interaction: FactdeskInteraction) -> Finding:
        """Return the quotation at its place. Raises UserError if the article has changed."""
        found = await interaction.client.app.examples.at(self.document, self.span, self.digest)
        if found is None:
            raise UserError(ARTICLE_CHANGED)
        return found


class NameButton(
    StatelessButton,
    template=r"help:(?P<kind>search|quotes|who):(?P<name>[^:]{1,80})",
    state=(ExampleKind, str),
):
    """Button that shows what the articles have about a name."""

    def __init__(self, button: Button[Any], kind: ExampleKind, name: str) -> None:
        super().__init__(button, "help", kind, name)
        self.kind = kind
        self.name = name

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Run the command with the name."""
        public = await defer(interaction, "private")
        await _WITH_NAME[self.kind](interaction.client, interaction, self.name, public)


class DraftButton(StatelessButton, template=r"help:check"):
    """Button to the form for a draft."""

    def __init__(self, button: Button[Any]) -> None:
        super().__init__(button, "help", ExampleKind.CHECK)

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the form; its result is private."""
        hours = interaction.client.app.saved_draft_checks.hours
        await interaction.response.send_modal(check_modal("private", hours))


async def help_view(interaction: FactdeskInteraction) -> LayoutView:
    """Return the examples for the place of an interaction; claims are flagged on servers only."""
    app = interaction.client.app
    on_server = interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None
    return examples_view(await app.examples.find(), await app.documents.count(), on_server=on_server)


def examples_view(quote: ExampleQuote | None, documents: int, *, on_server: bool) -> LayoutView:
    """Return five examples with a quotation, or the reason for none."""
    shown = [] if quote is None else list(examples(quote, on_server=on_server))[:_MOST_EXAMPLES]
    parts = [Section[Any](example_text(example), accessory=_button(example)) for example in shown]
    return view_of(help_card(parts, documents))


def _button(example: Example) -> QuotationButton | NameButton | DraftButton:
    style = ButtonStyle.primary if example.kind is ExampleKind.ASK else ButtonStyle.secondary
    button, quote = Button[Any](label=example.label, style=style), example.quote
    if example.kind is ExampleKind.CHECK:
        return DraftButton(button)
    if example.kind in _WITH_NAME:
        return NameButton(button, example.kind, quote.speaker)
    place = f"{quote.document}:{quote.span.start}:{quote.span.end}:{quote.digest}"
    return QuotationButton(button, example.kind, place)


async def setup(client: FactdeskClient) -> None:
    """Register the buttons of the examples."""
    client.add_dynamic_items(QuotationButton, NameButton, DraftButton)


async def _ask(interaction: FactdeskInteraction, button: QuotationButton) -> None:
    public = await defer(interaction, "private")
    question = who_said((await button.quotation(interaction)).quote.text)
    await _cog(interaction.client, Ask).answer(interaction, question, public=public)


async def _check(interaction: FactdeskInteraction, button: QuotationButton) -> None:
    words = (await button.quotation(interaction)).quote.text
    await _cog(interaction.client, QuoteCheck).check(interaction, words, None, "private")


async def _flag(interaction: FactdeskInteraction, button: QuotationButton) -> None:
    """Open the form with the words, and their place as evidence; nothing is flagged before it is sent."""
    guild_of(interaction)
    found = await button.quotation(interaction)
    text = validation.claim_text(one_line(found.quote.text))
    await open_flag_modal(interaction, text, evidence=(pinned_quote(found),))


async def _search(client: FactdeskClient, interaction: FactdeskInteraction, name: str, public: bool) -> None:
    await _cog(client, Search).show(interaction, phrase(name), public=public)


async def _quotes(client: FactdeskClient, interaction: FactdeskInteraction, name: str, public: bool) -> None:
    await _cog(client, People).show_quotes(interaction, name, public=public)


async def _who(client: FactdeskClient, interaction: FactdeskInteraction, name: str, public: bool) -> None:
    await _cog(client, People).introduce(interaction, name, public=public)


_WITH_QUOTATION: dict[ExampleKind, Callable[[FactdeskInteraction, QuotationButton], Awaitable[None]]] = {
    ExampleKind.ASK: _ask,
    ExampleKind.QUOTE: _check,
    ExampleKind.FLAG: _flag,
}
_WITH_NAME: dict[ExampleKind, Callable[[FactdeskClient, FactdeskInteraction, str, bool], Awaitable[None]]] = {
    ExampleKind.SEARCH: _search,
    ExampleKind.QUOTES: _quotes,
    ExampleKind.WHO: _who,
}


def _cog(client: FactdeskClient, kind: type[CogT]) -> CogT:
    cog = client.get_cog(kind.__cog_name__)
    assert isinstance(cog, kind)
    return cog
