"""Comparison of the question's statement with the quoted one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer.presentation.comparison import asked_spans, differing, label, mark, quoted_spans
from bot.answer.presentation.table_cells import drawn_quote
from bot.model.answers import Answer, Finding, SlotComparison
from bot.model.spans import Span
from commands.ui.bylines import subtext
from commands.ui.cards import MAX_QUOTE
from commands.ui.markdown import width
from commands.ui.quote_blocks import QuoteBlock, details
from commands.ui.truncate import cut_line, cut_quote

_MAX_SLOT = 60
_MAX_QUESTION = 400


def comparison_lines(lines: Sequence[SlotComparison]) -> str:
    """Return a line for each compared slot."""
    return "\n".join(map(_slot_line, lines))


def contrary_block(answer: Answer, finding: Finding, room: int) -> str:
    """Return the statement and the quote with their difference in bold."""
    block = QuoteBlock(finding, pending=finding.document.id in answer.pending)
    drawn, lines = drawn_quote(finding), answer.comparison
    asked_in_bold, quoted_in_bold = asked_spans(answer.question, lines), quoted_spans(drawn.text, lines)
    # The differences get a line of their own if bold can't show them in both texts.
    differences = [] if asked_in_bold and quoted_in_bold else list(_difference_line(answer))
    details_text = "\n".join([details(block), *differences])
    question = cut_quote(answer.question, asked_in_bold, _MAX_QUESTION)
    head = f"{subtext('Asked')}\n{question}\n{subtext('Quoted')}"
    marked: Sequence[Span] = quoted_in_bold or drawn.highlights
    space = min(MAX_QUOTE, max(room - width(head) - width(details_text) - 2, 150))
    return f"{head}\n{cut_quote(drawn.text, marked, space)}\n{details_text}"


def _difference_line(answer: Answer) -> Iterator[str]:
    """Yield the differing slots in one line of subtext."""
    differences = [
        f"{label(line)}: “{_slot(line.asked)}” ≠ “{_slot(line.quoted)}”"
        for line in differing(answer.comparison)
        if line.quoted
    ]
    if differences:
        yield subtext(*differences)


def _slot_line(line: SlotComparison) -> str:
    quoted = f"quoted “{_slot(line.quoted)}”" if line.quoted is not None else "not in the quote"
    return f"{mark(line)} **{label(line)}**: asked “{_slot(line.asked)}” · {quoted}"


def _slot(text: str) -> str:
    return cut_line(text, _MAX_SLOT)
