"""One quote on an answer's card: the quotation over two grey lines, three if its source is inherited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answer.presentation.source_line import lead_in
from bot.model.answers import Finding
from commands.ui.bylines import byline, small, who_says_it
from commands.ui.cards import LEAST, LONGEST, quotation, warnings
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

_LONGEST_CONTEXT = 220  # characters of a sentence beside the quote


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A finding as it stands on a page.

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
    """Return the quotation with its grey lines, no wider than `room`."""
    label = f"{small(block.label)}\n" if block.label else ""
    below = next((text for text in _below(block) if room - width(text) >= LEAST), _brief(block))
    return label + beside(block, below, room - width(label))


def beside(block: QuoteBlock, below: str, room: int) -> str:
    """Return the quotation over the lines `below` it, between the sentences beside it if there is room for them."""
    before, after = _context(block.finding)
    spare = room - width(below) - width(before) - width(after) - 3
    if spare < LEAST:
        return f"{quotation(block.finding, min(LONGEST, room - width(below) - 1), bold=block.bold)}\n{below}"
    quoted = quotation(block.finding, min(LONGEST, spare), bold=block.bold)
    return "\n".join(filter(None, [before, quoted, after, below]))


def _context(finding: Finding) -> tuple[str, str]:
    """Return the sentence before and the one after a quote as grey lines."""
    before = [quote for quote in finding.context if quote.span.end <= finding.quote.span.start]
    after = [quote for quote in finding.context if quote.span.start >= finding.quote.span.end]
    lines = [small(f"… {cut_line(quotes[0].text, _LONGEST_CONTEXT)}") if quotes else "" for quotes in (before, after)]
    return lines[0], lines[1]


def grey_lines(block: QuoteBlock) -> str:
    """Return what stands below a quotation."""
    return next(_below(block))


def _below(block: QuoteBlock) -> Iterator[str]:
    """Yield what may stand below a quote, the fullest first."""
    lines = [small(block.number, byline(block.finding, before=block.before)), *_source(block)]
    yield "\n".join([*lines, *_lead_in(block)])
    yield "\n".join(lines)


def _brief(block: QuoteBlock) -> str:
    above = small(block.number, byline(block.finding, brief=True, before=block.before))
    return "\n".join([above, *_source(block, brief=True)])


def _source(block: QuoteBlock, *, brief: bool = False) -> Iterator[str]:
    """Yield the line with warnings and who says it; if nobody is named for a machine's text, its warning is enough."""
    finding = block.finding
    told = [*warnings(finding)]
    if finding.attribution or block.pending or not finding.ai_generated:
        told.append(who_says_it(finding, brief=brief, pending=block.pending))
    yield small(*told)


def _lead_in(block: QuoteBlock) -> Iterator[str]:
    """Yield the sentence that an inherited source is taken from, unless it is the article's title."""
    quote = lead_in(block.finding)
    if quote is not None and not (block.before and lead_in(block.before) == quote):
        yield small(f"Lead-in: “{cut_line(quote.text, 180)}”")
