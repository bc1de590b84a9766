"""Sentences of a draft: with a source, with a figure, or neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.answer.evidence.dates import dates
from bot.corpus.sentences import sentences
from bot.draftcheck.check_worthiness import is_question
from bot.draftcheck.model import DraftItem, ItemKind
from bot.draftcheck.quotations import FEWEST_WORDS, ComparedItem, named_speaker, quoted_ranges, source_of
from bot.model.attribution import Attribution, AttributionKind, Role
from bot.model.documents import BlockKind, Document
from bot.model.spans import Span
from bot.normalize import words
from bot.search.numbers import has_number

_NEAR_MOST = 0.8  # of the words in the content of the largest attribution
_ACCORDING_TO = re.compile(r"According to [^,.\n]{3,80},")
_LEFT_OUT = frozenset({BlockKind.BOILERPLATE, BlockKind.TABLE_HEADER, BlockKind.HEADING})


def statements(
    document: Document, attributions: Sequence[Attribution], short: Collection[Span] = ()
) -> Iterator[ComparedItem]:
    """Yield the sentences that say something outside of quotations, in order.

    `short` are those of fewer than four words that count all the same.
    """
    stated = [attribution for attribution in attributions if _states(attribution)]
    quoted = [span for _, span in quoted_ranges(document) if len(words(span.of(document.text))) >= FEWEST_WORDS]
    for paragraph, block in enumerate(document.blocks, start=1):
        if block.kind in _LEFT_OUT:
            continue
        for sentence in sentences(document.text, block.span):
            if (found := _statement(document, stated, quoted, paragraph, sentence)) is not None:
                yield found
            elif sentence in short:
                text = sentence.of(document.text)
                yield ComparedItem(DraftItem(ItemKind.STATEMENT, sentence, text, paragraph), text)


def _states(attribution: Attribution) -> bool:
    return attribution.role is not Role.THOUGHT and attribution.kind is not AttributionKind.PROVENANCE


def _statement(
    document: Document, attributions: Sequence[Attribution], quoted: Sequence[Span], paragraph: int, sentence: Span
) -> ComparedItem | None:
    """Return the item of a sentence, or None for a question and for one that is all quotation."""
    text = sentence.of(document.text)
    attribution = _attribution_of(document, attributions, sentence)
    named = [*attribution.source, *attribution.cue] if attribution else _according_to(document, sentence)
    own_words = _blanked(text, sentence, [*named, *quoted])
    if is_question(text) or len(words(own_words)) < FEWEST_WORDS:
        return None
    compared = _blanked(text, sentence, named)
    kind = ItemKind.ATTRIBUTION if named else ItemKind.FIGURE if has_figure(text) else ItemKind.STATEMENT
    speaker = source_of(document, attribution) if attribution else _named_by(document, named)
    item = DraftItem(kind, sentence, text, paragraph, speaker)
    return ComparedItem(item, compared, named_speaker(document, attribution) if attribution else None)


def _according_to(document: Document, sentence: Span) -> list[Span]:
    """Return the span of "According to ..." before the first comma."""
    found = _ACCORDING_TO.match(document.text, sentence.start, sentence.end)
    return [Span(*found.span())] if found else []


def _named_by(document: Document, according_to: Sequence[Span]) -> str | None:
    return according_to[0].of(document.text)[len("According to ") : -1] if according_to else None


def has_figure(text: str) -> bool:
    """Return True for a text with a number or a date."""
    return has_number(text) or bool(dates(text))


def _attribution_of(document: Document, attributions: Sequence[Attribution], sentence: Span) -> Attribution | None:
    """Return the attribution with most of a sentence in its content, with source or cue in the sentence, too.

    Of nested ones, the inner one.
    """
    shares = [
        (sum(len(words(_common(span, sentence).of(document.text))) for span in attribution.content), attribution)
        for attribution in attributions
        if any(sentence.contains(span) for span in (*attribution.source, *attribution.cue))
    ]
    most = max((share for share, _ in shares), default=0)
    if most < FEWEST_WORDS:
        return None
    near = [
        (attribution.parent is not None, share, attribution)
        for share, attribution in shares
        if share >= _NEAR_MOST * most
    ]
    return max(near, key=lambda row: row[:2])[2]


def _common(span: Span, sentence: Span) -> Span:
    start = min(max(span.start, sentence.start), sentence.end)
    return Span(start, max(start, min(span.end, sentence.end)))


def _blanked(text: str, sentence: Span, spans: Sequence[Span]) -> str:
    """Return the sentence with blanks in place of `spans`, and an ellipsis if words stand on both sides."""
    characters = list(text)
    for span in spans:
        inside = _common(span, sentence)
        start, end = inside.start - sentence.start, inside.end - sentence.start
        characters[start:end] = " " * (end - start)
    blanked = "".join(characters)
    for span in spans:
        inside = _common(span, sentence)
        start = inside.start - sentence.start
        if len(inside) and words(blanked[:start]) and words(blanked[start:]):
            characters[start] = "…"
    return "".join(characters)
