"""Formats the check of a draft for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.cli.counts import counted
from bot.cli.render.answer import publication_line, source_text
from bot.cli.render.terminal import Style, StyledText, flow
from bot.draftcheck.model import CheckedItem, DraftCheck, ItemKind
from bot.draftcheck.order import worst_first
from bot.model.spans import Span

_INDENT = "    "
_KINDS = {
    ItemKind.QUOTATION: "quotation",
    ItemKind.ATTRIBUTION: "statement with a source",
    ItemKind.FIGURE: "sentence with a figure",
    ItemKind.NAME: "name",
    ItemKind.STATEMENT: "other sentence",
}
_PLURALS = {ItemKind.ATTRIBUTION: "statements with a source", ItemKind.FIGURE: "sentences with a figure"}


def draft_check_card(check: DraftCheck, width: int, *, colour: bool) -> str:
    """Return the summary of a check and its items that need eyes, worst first."""
    layout = partial(flow, width=width, colour=colour)
    open_items = [checked for checked in worst_first(check.items) if checked.needs_eyes]
    blocks = [layout([StyledText(f"{check.name}: {_summary(check)}", Style.BOLD)])]
    blocks += [layout([StyledText(sentence)]) for sentence in check.left_out]
    blocks += [_item_block(checked, layout) for checked in open_items]
    if not open_items:
        blocks.append("Nothing needs eyes.")
    searched = f"{counted(check.documents_searched, 'article')} searched in {check.elapsed_ms / 1000:.1f} s."
    blocks.append(layout([StyledText(searched, Style.DIM)]))
    return "\n\n".join(blocks)


def _summary(check: DraftCheck) -> str:
    """Return "14 quotations, 9 statements with a source, 22 sentences with a figure"."""
    counts = {kind: sum(checked.item.kind is kind for checked in check.items) for kind in ItemKind}
    return ", ".join(_counted(kind, count) for kind, count in counts.items() if count) or "nothing to check"


def _counted(kind: ItemKind, count: int) -> str:
    if count != 1 and kind in _PLURALS:
        return f"{count:,} {_PLURALS[kind]}"
    return counted(count, _KINDS[kind])


def _item_block(checked: CheckedItem, layout: partial[str]) -> str:
    item = checked.item
    heading = f"{checked.level.value.capitalize()} · paragraph {item.paragraph}"
    lines = [layout([StyledText(heading, Style.BOLD)]), layout(list(_marked(checked)), first=_INDENT, rest=_INDENT)]
    if checked.note:
        lines.append(layout([StyledText(checked.note)], first=_INDENT, rest=_INDENT))
    for finding in checked.findings[:1]:
        lines.append(layout([StyledText(f"“{finding.quote.text}”")], first=_INDENT, rest=_INDENT))
        details = [publication_line(finding.document), source_text(finding) if finding.attribution else ""]
        lines += [layout([StyledText(line, Style.DIM)], first=_INDENT, rest=_INDENT) for line in details if line]
    return "\n".join(lines)


def _marked(checked: CheckedItem) -> Iterator[StyledText]:
    """Yield the draft's words, the changed ones marked."""
    text, position = checked.item.text, 0
    for span in sorted({change.typed_span for change in checked.changes}):
        if span.start >= position and len(span):
            yield StyledText(text[position : span.start])
            yield StyledText(span.of(text), Style.CUE)
            position = span.end
    yield StyledText(Span(position, max(position, len(text))).of(text))
