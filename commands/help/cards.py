"""Card of the examples: what each is for, and what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from discord.ui import Container, Section, Separator, TextDisplay

from bot.library.examples import ExampleQuote
from commands.documents.cards import EMPTY
from commands.ui.bylines import subtext
from commands.ui.cards import BLUE
from commands.ui.markdown import one_line
from commands.ui.truncate import cut_line

_MAX_LINE = 90
_NO_QUOTATION = (
    "The articles have no quotation for an example yet; who says what is still being read. "
    "Type `/ask` with a question, or `/search` with words."
)
_DRAFT = "your article before it appears, as a file or pasted"
_PRIVATE = (
    "The words come from the articles. Only you see what a button shows, and a form does nothing until you send it."
)


class ExampleKind(StrEnum):
    """The commands with an example; the value is the command's name."""

    ASK = "ask"
    QUOTE = "quote"
    CHECK = "check"
    FLAG = "flag"
    SEARCH = "search"
    QUOTES = "quotes"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Example:
    """A command with an example: what it is for, what is typed, and the label of its button."""

    kind: ExampleKind
    purpose: str
    typed: str
    label: str
    quote: ExampleQuote


def help_card(examples: Sequence[Section[Any]], documents: int) -> Container[Any]:
    """Return the card of the examples, or of the reason for none."""
    card: Container[Any] = Container(TextDisplay("### Try it"), accent_colour=BLUE)
    if not examples:
        return card.add_item(TextDisplay(_NO_QUOTATION if documents else EMPTY))
    for example in examples:
        card.add_item(example)
    return card.add_item(Separator()).add_item(TextDisplay(subtext(_PRIVATE)))


def example_text(example: Example) -> str:
    """Return an example as markdown."""
    return f"**{example.purpose}**\n`/{example.kind}` {cut_line(example.typed, _MAX_LINE)}"


def examples(quote: ExampleQuote, *, on_server: bool) -> Iterator[Example]:
    """Yield the examples with a quotation, the most useful first."""
    yield Example(ExampleKind.ASK, "Ask a question", who_said(quote.words), "Ask", quote)
    yield Example(ExampleKind.QUOTE, "Check a quote", f"“{quote.words}”", "Check", quote)
    yield Example(ExampleKind.CHECK, "Check a whole draft", _DRAFT, "Draft", quote)
    if on_server:
        yield Example(ExampleKind.FLAG, "Flag a claim for the desk", quote.words, "Flag", quote)
    yield Example(ExampleKind.SEARCH, "Search for words", phrase(quote.speaker), "Search", quote)
    yield Example(ExampleKind.QUOTES, "Read somebody’s quotes", quote.speaker, "Quotes", quote)
    yield Example(ExampleKind.WHO, "See who somebody is", quote.speaker, "Introduce", quote)


def who_said(words: str) -> str:
    """Return the question for the speaker of a quotation."""
    return f"who said “{one_line(words)}”?"


def phrase(name: str) -> str:
    """Return a name as a phrase to search for."""
    return '"{}"'.format(name.replace('"', ""))
