"""Quotations of a draft, with their speakers as the draft names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.attribution.entities.speakers import speakers
from bot.attribution.lexicon import PRONOUNS
from bot.attribution.syntax.quotation_marks import find_quotations
from bot.draftcheck.model import DraftItem, ItemKind
from bot.model.attribution import Attribution, SourceKind
from bot.model.documents import BlockKind, Document
from bot.model.spans import Span
from bot.normalize import words
from bot.quotecheck.speakers import attribution_at

FEWEST_WORDS = 4  # a shorter one is a title, or words of the sentence around it
_FEWEST_IN_BLOCK = 3  # of one that is a block of its own
_FOOTNOTE_MARK = re.compile(r"[.,]?\[\^[^\]\s]*\]?|[*_`]+")  # of Markdown
_NAMED = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """An item with the text that is compared with the articles, of the item's length.

    Of a statement, source and cue are blank there. `named_speaker` is the speaker if it is a name that can be compared;
    `is_named_elsewhere` if the item itself has another word for it.
    """

    item: DraftItem
    compared: str
    named_speaker: str | None = None

    @property
    def is_named_elsewhere(self) -> bool:
        return self.named_speaker is not None and self.named_speaker not in self.item.text


def quotations(document: Document, attributions: Sequence[Attribution]) -> Iterator[ComparedItem]:
    """Yield the quotations of four words or more, in order; three words are enough in a block quote."""
    for paragraph, quotation in quoted_ranges(document):
        fewest = _FEWEST_IN_BLOCK if document.blocks[paragraph - 1].kind is BlockKind.QUOTATION else FEWEST_WORDS
        if len(words(quotation.of(document.text))) >= fewest:
            yield _quotation(document, attributions, paragraph, quotation)


def quoted_ranges(document: Document) -> Iterator[tuple[int, Span]]:
    """Yield the text inside each pair of quotation marks, with the number of its paragraph."""
    for paragraph, block in enumerate(document.blocks, start=1):
        for quotation in find_quotations(document.text, block.span):
            yield paragraph, quotation.inner


def named_speaker(document: Document, attribution: Attribution) -> str | None:
    """Return the name of the person or organisation as the attribution's own source, or None.

    "She" and "the agency" count if the name stands in the same paragraph: over more text, they may mean another.
    """
    own = [speaker for speaker in speakers([attribution]) if speaker.own and speaker.kind in _NAMED]
    if len(own) != 1:
        return None
    if _is_anaphor(document, attribution) and not _stands_beside(document, attribution, own[0].span):
        return None
    return _unmarked(own[0].name)


def _is_anaphor(document: Document, attribution: Attribution) -> bool:
    """Return True for a source named elsewhere: "she", "the agency"."""
    typed = {word.folded for span in attribution.source for word in words(span.of(document.text))}
    named = {word.folded for word in words(attribution.resolved.of(document.text))} if attribution.resolved else typed
    return typed.isdisjoint(named) or typed <= PRONOUNS


def _stands_beside(document: Document, attribution: Attribution, name: Span) -> bool:
    """Return True for a name in the paragraph of the source, and outside of what is said."""
    if any(span.overlaps(name) for span in attribution.content):
        return False
    return any(
        block.span.contains(name) and any(block.span.contains(span) for span in attribution.source)
        for block in document.blocks
    )


def source_of(document: Document, attribution: Attribution) -> str | None:
    """Return the source as the draft names it, in full if it does so elsewhere."""
    if attribution.resolved is not None:
        return _unmarked(attribution.resolved.of(document.text))
    if attribution.source:
        return _unmarked(Span(attribution.source[0].start, attribution.source[-1].end).of(document.text))
    return None


def _unmarked(name: str) -> str:
    """Return a name without emphasis and footnotes: "Ida Brandt" for "*Ida Brandt*.[^1]"."""
    return _FOOTNOTE_MARK.sub("", name).strip()


def _quotation(
    document: Document, attributions: Sequence[Attribution], paragraph: int, quotation: Span
) -> ComparedItem:
    # A comma before the closing mark is the sentence's: “We stay,” she said.
    quoted = quotation.of(document.text).rstrip(" ,")
    text = quoted.lstrip()
    start = quotation.start + len(quoted) - len(text)
    quotation = Span(start, start + len(text))
    attribution = attribution_at(attributions, quotation)
    speaker = source_of(document, attribution) if attribution else None
    item = DraftItem(ItemKind.QUOTATION, quotation, text, paragraph, speaker)
    return ComparedItem(item, text, named_speaker(document, attribution) if attribution else None)
