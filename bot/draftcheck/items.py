"""A draft to its items: quotations and sentences, in the order of the draft."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.draftcheck.model import Draft, ItemKind
from bot.draftcheck.quotations import ComparedItem, quotations
from bot.draftcheck.statements import statements
from bot.model.attribution import Attribution
from bot.model.spans import Span
from bot.normalize import words

MOST_QUOTATIONS = 300
_OPENING_MARK = re.compile(r"(?:[-*+•]\s+|\d{1,3}[.)]\s+|\[\^[^\]\s]{1,30}\]:\s*)+")
_LINK = re.compile(r"\]\([^()\[\]\s]*\)|\[\^[^\[\]\s]{1,30}\]")  # of Markdown
_FIRST_PERSON = frozenset({"i", "we"})  # whoever speaks the line


@dataclass(frozen=True, slots=True)
class DraftItems:
    """The items of a draft, and sentences on what was left out."""

    items: tuple[ComparedItem, ...]
    left_out: tuple[str, ...] = ()


def draft_items(draft: Draft, attributions: Sequence[Attribution], short: Collection[Span] = ()) -> DraftItems:
    """Return the items of a draft; of one in another language, its quotations only."""
    quoted = list(quotations(draft.document, attributions))
    left_out = list(draft.left_out)
    if len(quoted) > MOST_QUOTATIONS:
        left_out.append(f"The first {MOST_QUOTATIONS} of {len(quoted):,} quotations were checked.")
    stated = [] if draft.only_quotations else list(statements(draft.document, attributions, short))
    items = sorted([*quoted[:MOST_QUOTATIONS], *stated], key=_place)
    spoken = (_without_marks(draft, _spoken(draft, compared)) for compared in items)
    return DraftItems(tuple(compared for compared in spoken if words(compared.item.text)), tuple(left_out))


def _spoken(draft: Draft, compared: ComparedItem) -> ComparedItem:
    """Return an item without a speaker of its own as said by the speaker of its line in a transcript."""
    line = next((line for line in draft.spoken_lines if line.words.overlaps(compared.item.span)), None)
    if line is None:
        return compared
    compared = _beginning_at(draft, compared, line.label.end)
    if line.speaker is None or (compared.item.speaker or "I").lower() not in _FIRST_PERSON:
        return compared
    speaker = line.speaker.of(draft.document.text)
    return replace(compared, item=replace(compared.item, speaker=speaker), named_speaker=speaker)


def _without_marks(draft: Draft, compared: ComparedItem) -> ComparedItem:
    """Return an item without the bullet or number that it begins with, compared without links and footnote marks."""
    if compared.item.kind is ItemKind.QUOTATION:
        return compared
    if mark := _OPENING_MARK.match(compared.item.text):
        compared = _beginning_at(draft, compared, compared.item.span.start + mark.end())
    return replace(compared, compared=_LINK.sub(lambda found: " " * len(found[0]), compared.compared))


def _beginning_at(draft: Draft, compared: ComparedItem, start: int) -> ComparedItem:
    """Return an item that begins behind the label of its line, or behind another mark."""
    span = compared.item.span
    cut = start - span.start
    if cut <= 0 or cut >= len(span):
        return compared
    begins = Span(start, span.end)
    item = replace(compared.item, span=begins, text=begins.of(draft.document.text))
    return replace(compared, item=item, compared=compared.compared[cut:])


def _place(compared: ComparedItem) -> tuple[int, bool]:
    """Return the sort key: a sentence comes before the quotation that it begins with."""
    return compared.item.span.start, compared.item.kind is ItemKind.QUOTATION
