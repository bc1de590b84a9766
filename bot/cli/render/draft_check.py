"""Formats the check of a draft for the terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from bot.cli.counts import counted
from bot.cli.render.answer import publication_line, source_text
from bot.cli.render.terminal import Style, StyledText, flow
from bot.draftcheck.model import CheckedItem, DraftCheck, ItemKind
from bot.draftcheck.one_origin import origin_sentence
from bot.draftcheck.order import RepeatedItem, repeated_once, worst_first
from bot.draftcheck.titles import title
from bot.model.spans import Span

MOST_ROWS = 40
_INDENT = "    "
_MOST_PLACES = 8  # paragraphs of one row
_MARKDOWN = re.compile(r"\*{2,3}|__|`|\[\^[^\[\]\s]{1,30}\]:?")
_KINDS = {
    ItemKind.QUOTATION: "quotation",
    ItemKind.ATTRIBUTION: "statement with a source",
    ItemKind.FIGURE: "sentence with a figure",
    ItemKind.NAME: "name",
    ItemKind.STATEMENT: "other sentence",
}
_PLURALS = {ItemKind.ATTRIBUTION: "statements with a source", ItemKind.FIGURE: "sentences with a figure"}


def draft_check_card(check: DraftCheck, width: int, *, colour: bool, most: int | None = MOST_ROWS) -> str:
    """Return the summary of a check and its items that need eyes, worst first; at most `most` rows."""
    layout = partial(flow, width=width, colour=colour)
    open_items = [checked for checked in worst_first(check.items) if checked.needs_eyes]
    rows = repeated_once(open_items)
    blocks = [layout([StyledText(f"{check.name}: {_summary(check)}", Style.BOLD)])]
    blocks += [layout([StyledText(sentence)]) for sentence in (*_counts(check, open_items), *check.left_out)]
    blocks += [_item_block(row, layout) for row in rows[:most]]
    if not open_items:
        blocks.append("Nothing needs eyes.")
    if most is not None and len(rows) > most:
        left = f"{len(rows) - most:,} further rows are not shown, the less serious ones; --all shows them."
        blocks.append(layout([StyledText(left)]))
    searched = f"{counted(check.documents_searched, 'article')} searched in {check.elapsed_ms / 1000:.1f} s."
    blocks.append(layout([StyledText(searched, Style.DIM)]))
    return "\n\n".join(blocks)


def _summary(check: DraftCheck) -> str:
    """Return "14 quotations, 9 statements with a source, 22 sentences with a figure"."""
    counts = {kind: sum(checked.item.kind is kind for checked in check.items) for kind in ItemKind}
    return ", ".join(_counted(kind, count) for kind, count in counts.items() if count) or "nothing to check"


def _counts(check: DraftCheck, open_items: Sequence[CheckedItem]) -> Iterator[str]:
    """Yield the numbers of items by what was found, the worst first, and the sources that are the only ones."""
    if open_items:
        yield f"To look at: {_by_title(open_items)}."
    fine = [checked for checked in worst_first(check.items) if not checked.needs_eyes]
    if fine:
        yield f"No look needed: {_by_title(fine)}."
    if origins := Counter(checked.origin.name for checked in check.items if checked.origin):
        names = ", ".join(f"{name} ({count:,})" for name, count in origins.most_common())
        yield f"Several articles, but one source behind all of them: {names}."


def _by_title(items: Sequence[CheckedItem]) -> str:
    counts = Counter(title(checked).partition(":")[0] for checked in items)
    return ", ".join(f"{words} {count:,}" for words, count in counts.items())


def _counted(kind: ItemKind, count: int) -> str:
    if count != 1 and kind in _PLURALS:
        return f"{count:,} {_PLURALS[kind]}"
    return counted(count, _KINDS[kind])


def _item_block(row: RepeatedItem, layout: partial[str]) -> str:
    checked = row.checked
    heading = f"{title(checked)} · {_places(row.paragraphs)}"
    lines = [layout([StyledText(heading, Style.BOLD)]), layout(list(_marked(checked)), first=_INDENT, rest=_INDENT)]
    if checked.note:
        lines.append(layout([StyledText(checked.note)], first=_INDENT, rest=_INDENT))
    for finding in checked.findings[:1]:
        lines.append(layout([StyledText(f"“{finding.quote.text}”")], first=_INDENT, rest=_INDENT))
        details = [publication_line(finding.document), source_text(finding) if finding.attribution else ""]
        details += [origin_sentence(checked.origin, checked.origin.name)] if checked.origin else []
        lines += [layout([StyledText(line, Style.DIM)], first=_INDENT, rest=_INDENT) for line in details if line]
    return "\n".join(lines)


def _places(paragraphs: Sequence[int]) -> str:
    """Return "paragraph 4", or "3 times: paragraphs 4, 5, 9"."""
    if len(paragraphs) == 1:
        return f"paragraph {paragraphs[0]}"
    different = list(dict.fromkeys(paragraphs))
    more = ", …" if len(different) > _MOST_PLACES else ""
    noun = "paragraph" if len(different) == 1 else "paragraphs"
    return f"{len(paragraphs):,} times: {noun} {', '.join(map(str, different[:_MOST_PLACES]))}{more}"


def _marked(checked: CheckedItem) -> Iterator[StyledText]:
    """Yield the draft's words without marks of Markdown, the changed ones marked."""
    text, position = checked.item.text, 0
    for span in sorted({change.typed_span for change in checked.changes}):
        if span.start >= position and len(span):
            yield StyledText(_MARKDOWN.sub("", text[position : span.start]))
            yield StyledText(_MARKDOWN.sub("", span.of(text)), Style.CUE)
            position = span.end
    yield StyledText(_MARKDOWN.sub("", Span(position, max(position, len(text))).of(text)))
