"""A quote on an answer's card: quotation, byline and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answer.presentation.source_line import lead_in
from bot.model.answers import Finding
from commands.ui.bylines import attribution_line, byline, subtext
from commands.ui.cards import MAX_QUOTE, MIN_QUOTE, OCR_LABEL, quotation, warnings
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

_MAX_CONTEXT = 220  # characters of a sentence beside the quote


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A finding with the layout of its block.

    `number` stands before its byline, `before` is the finding above it, `label` the line over the quotation. A quote
    that is not known to answer has no `bold`.
    """

    finding: Finding
    number: str = ""
    before: Finding | None = None
    label: str = ""
    pending: bool = False
    bold: bool = True


def quote_block(block: QuoteBlock, room: int) -> str:
    """Return the quotation with its details, at most `room` wide."""
    label = f"{subtext(block.label)}\n" if block.label else ""
    details = next((text for text in _detail_variants(block) if room - width(text) >= MIN_QUOTE), _short_details(block))
    return label + with_context(block, details, room - width(label))


def with_context(block: QuoteBlock, details: str, room: int) -> str:
    """Return the quotation over its details.

    The sentences before and after it are added if there is room.
    """
    before, after = _context_lines(block.finding)
    spare = room - width(details) - width(before) - width(after) - 3
    if spare < MIN_QUOTE:
        return f"{quotation(block.finding, min(MAX_QUOTE, room - width(details) - 1), bold=block.bold)}\n{details}"
    quoted = quotation(block.finding, min(MAX_QUOTE, spare), bold=block.bold)
    return "\n".join(filter(None, [before, quoted, after, details]))


def _context_lines(finding: Finding) -> tuple[str, str]:
    """Return the sentences before and after a quote as subtext."""
    before = [quote for quote in finding.context if quote.span.end <= finding.quote.span.start]
    after = [quote for quote in finding.context if quote.span.start >= finding.quote.span.end]
    lines = [subtext(f"… {cut_line(quotes[0].text, _MAX_CONTEXT)}") if quotes else "" for quotes in (before, after)]
    return lines[0], lines[1]


def details(block: QuoteBlock) -> str:
    """Return the lines below a quotation."""
    return next(_detail_variants(block))


def _detail_variants(block: QuoteBlock) -> Iterator[str]:
    """Yield the lines below a quote, the fullest version first."""
    lines = [subtext(block.number, byline(block.finding, before=block.before)), *_source_line(block)]
    yield "\n".join([*lines, *_lead_in_line(block)])
    yield "\n".join(lines)


def _short_details(block: QuoteBlock) -> str:
    above = subtext(block.number, byline(block.finding, brief=True, before=block.before))
    return "\n".join([above, *_source_line(block, brief=True)])


def _source_line(block: QuoteBlock, *, brief: bool = False) -> Iterator[str]:
    """Yield the line of warnings and source, and once for an article the line about OCR.

    AI-made text without a named source has its warning only.
    """
    finding = block.finding
    parts = [warning for warning in warnings(finding) if warning != OCR_LABEL]
    if finding.attribution or block.pending or not finding.ai_generated:
        parts.append(attribution_line(finding, brief=brief, pending=block.pending))
    yield subtext(*parts)
    if finding.document.read_by_ocr and not (block.before and block.before.document == finding.document):
        yield subtext(OCR_LABEL)


def _lead_in_line(block: QuoteBlock) -> Iterator[str]:
    """Yield the lead-in of an inherited source.

    Not again if the quote above has the same one.
    """
    quote = lead_in(block.finding)
    if quote is not None and not (block.before and lead_in(block.before) == quote):
        yield subtext(f"Lead-in: “{cut_line(quote.text, 180)}”")
