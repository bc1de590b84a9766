"""Quotes of one speaker in one document, with the sentences naming them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.answer.evidence.matching import CARRIED, synonyms_of
from bot.answer.evidence.units import stems_of
from bot.answer.presentation.findings import attributed, section
from bot.answer.presentation.table_cells import table_cells
from bot.attribution.entities.speakers import own_link
from bot.corpus.sentences import sentences
from bot.model.answers import Finding
from bot.model.attribution import Attribution
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Quote, Span

_WHOLE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.HEADING})
_MOST_SUPPORT = 2


def quotations(document: Document, attributions: Sequence[Attribution], positions: Collection[int]) -> list[Finding]:
    """Return the findings of the attributions at `positions`, in text order.

    Each sentence is returned once, or twice if it is both asserted and denied. The highlights are the attributed spans.
    """
    found: dict[tuple[Span, bool, bool], Finding] = {}
    for position in sorted(positions):
        finding = _finding(document, attributions[position])
        if finding is None or finding.attribution is None:
            continue
        key = (finding.quote.span, finding.hypothetical, finding.attribution.negated)
        if key in found:
            known = found[key]
            finding = replace(known, highlights=_merge((*known.highlights, *finding.highlights)))
        found[key] = finding
    return sorted(found.values(), key=lambda quoted: quoted.quote.span)


def is_about(finding: Finding, document: Document, topic: Collection[str]) -> bool:
    """Check a quote and its introduction for every word of `topic`.

    Synonyms count as well.
    """
    around = stems_of(document.text, finding.quote.span)
    for block in document.blocks:
        if block.span.overlaps(finding.quote.span):
            for span in (*block.headings, block.lead_in, block.header):
                around |= stems_of(document.text, span) if span else set()
    return all(_holds_synonym(word, around) for word in topic)


def _holds_synonym(word: str, around: set[str]) -> bool:
    return any(level >= CARRIED and stem in around for stem, level in synonyms_of(word))


def _finding(document: Document, attribution: Attribution) -> Finding | None:
    text = document.text
    blocks = [block for block in document.blocks if any(map(block.span.overlaps, attribution.content))]
    if not blocks or blocks[0].kind is BlockKind.BOILERPLATE:
        return None
    quoted = [
        sentence
        for block in blocks
        for sentence in _sentences_of(text, block)
        if any(map(sentence.overlaps, attribution.content))
    ]
    if not quoted:
        return None
    quote = Span(quoted[0].start, quoted[-1].end)
    return Finding(
        document=document.reference,
        quote=Quote(quote.of(text), quote),
        highlights=_merge(span for span in attribution.content if quote.contains(span)),
        section=section(document, blocks[0]),
        attribution=attributed(attribution, document),
        support=_support(document, attribution, quote),
        ai_generated=any(block.ai_generated for block in blocks),
        hypothetical=attribution.hypothetical,
        cells=table_cells(document, blocks[0]) if len(blocks) == 1 else (),
    )


def _sentences_of(text: str, block: Block) -> list[Span]:
    return [block.span] if block.kind in _WHOLE else sentences(text, block.span)


def _support(document: Document, attribution: Attribution, quote: Span) -> tuple[Quote, ...]:
    """Return the sentences outside the quote with its source.

    One holds the source itself, one its full name.
    """
    link = own_link(attribution)
    named = [*attribution.source[:1], attribution.resolved, link.span if link else None]
    sentences_by_span: dict[Span, Quote] = {}
    for span in named:
        if span is None or quote.contains(span):
            continue
        holding = next((block for block in document.blocks if block.span.contains(span)), None)
        if holding is None:
            continue
        sentence = next(filter(span.overlaps, _sentences_of(document.text, holding)), None)
        if sentence is not None and not quote.overlaps(sentence):
            sentences_by_span[sentence] = Quote(sentence.of(document.text), sentence)
    return tuple(sentences_by_span[span] for span in sorted(sentences_by_span))[-_MOST_SUPPORT:]


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
