"""Colours, limits, warnings and quotations shared by all cards."""

from __future__ import annotations

from collections.abc import Iterator

from discord import Colour

from bot.answer.presentation.table_cells import drawn_quote
from bot.model.answers import Answer, Finding
from bot.model.spans import Quote, Span
from commands.ui.truncate import cut_line, cut_quote, fitting_span, render_part

# Discord allows 4000 characters of text in a message; the remainder is for the name of a posted card's asker.
MAX_TEXT = 3800
# A longer quote is cut even if there is room: a card is read at a glance, and Context shows everything.
MAX_QUOTE = 1200
# The lines below a quote are shortened if the quote would get less room than this.
MIN_QUOTE = 300

GREEN, ORANGE, AMBER = Colour(0x3BA55D), Colour(0xE0702E), Colour(0xE3B341)
GREY, BLUE, RED = Colour(0x80848E), Colour(0x5B7FA6), Colour(0xC4453C)

AI_LABEL = "⚠ AI-generated, by the publisher’s own disclosure"
OCR_LABEL = "⚠ Read by OCR: letters may be misread, so compare the quote with the scan"
BOILERPLATE_LABEL = "⚠ From a link list or donation appeal, not from reporting"


def corrections_text(answer: Answer) -> str:
    """Return the spelling corrections of a question in words, or ""."""
    corrections = [f"“{cut_line(c.typed, 30)}” read as “{cut_line(c.used, 30)}”" for c in answer.corrections[:2]]
    return ", ".join(corrections)


def warnings(finding: Finding) -> Iterator[str]:
    """Yield warnings about the quote: AI-made text, boilerplate."""
    if finding.ai_generated:
        yield AI_LABEL
    if finding.document.read_by_ocr:
        yield OCR_LABEL
    if finding.boilerplate:
        yield BOILERPLATE_LABEL


def warning_lines(finding: Finding) -> Iterator[str]:
    """Yield the warnings as subtext."""
    for warning in warnings(finding):
        yield f"-# {warning}"


def quotation(finding: Finding, limit: int, *, bold: bool = True) -> str:
    """Return a quote as a block quotation at most `limit` wide.

    A table row has the names of its columns. A long quote is cut around its highlights, which are in bold if `bold`.
    """
    drawn = drawn_quote(finding)
    if bold:
        return cut_quote(drawn.text, drawn.highlights, limit)
    return render_part(drawn.text, fitting_span(drawn.text, drawn.highlights, limit), ())


def highlights_in_quote(finding: Finding) -> list[Span]:
    """Return a finding's highlights as spans of its quote's text."""
    quote = finding.quote
    return [span_in_quote(span, quote) for span in finding.highlights if quote.span.contains(span)]


def span_in_quote(span: Span, quote: Quote) -> Span:
    """Return a span of the document as a span of the quote."""
    return Span(span.start - quote.span.start, span.end - quote.span.start)
