"""Card with the current paragraphs around a quote."""

from __future__ import annotations

from typing import Any

from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.errors import UserError
from bot.model.answers import Finding
from bot.model.documents import Document
from bot.model.spans import Span
from commands.ui.bylines import attribution_line, byline, subtext
from commands.ui.cards import warning_lines
from commands.ui.truncate import cut_quote

MAX_CONTEXT = 2400
BLUE = Colour(0x5B7FA6)

GONE = "The article was removed after this answer was given. Ask again."
CHANGED = "The article was changed after this answer was given, and the quote is no longer at its place. Ask again."


def context_card(finding: Finding, document: Document | None) -> Container[Any]:
    """Return the quote in bold with its surrounding text.

    Raises UserError if the article no longer has the quote at its place.
    """
    if document is None:
        raise UserError(GONE)
    quote = finding.quote
    if quote.span.of(document.text) != quote.text:
        raise UserError(CHANGED)
    around = _surrounding_blocks(document, quote.span)
    place = Span(quote.span.start - around.start, quote.span.end - around.start)
    edited = (
        "the article was changed later, but not here" if document.reference.sha256 != finding.document.sha256 else ""
    )
    card: Container[Any] = Container(TextDisplay("### In context"), accent_colour=BLUE)
    card.add_item(TextDisplay(cut_quote(around.of(document.text), [place], MAX_CONTEXT)))
    card.add_item(Separator())
    where = f"characters {quote.span.start:,} to {quote.span.end:,} of the article"
    lines = [
        subtext(byline(finding)),
        subtext(attribution_line(finding)),
        *warning_lines(finding),
        subtext(where, edited),
    ]
    return card.add_item(TextDisplay("\n".join(lines)))


def _surrounding_blocks(document: Document, quote: Span) -> Span:
    """Return the span of the quote's blocks and their two neighbours.

    The span ends at twice MAX_CONTEXT characters on either side of the quote.
    """
    holding = [at for at, block in enumerate(document.blocks) if block.span.overlaps(quote)]
    if not holding:
        return quote
    first = document.blocks[max(holding[0] - 1, 0)].span
    last = document.blocks[min(holding[-1] + 1, len(document.blocks) - 1)].span
    nearest, farthest = max(quote.start - 2 * MAX_CONTEXT, 0), quote.end + 2 * MAX_CONTEXT
    return Span(max(min(first.start, quote.start), nearest), min(max(last.end, quote.end), farthest))
