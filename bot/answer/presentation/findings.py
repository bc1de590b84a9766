"""From candidate to finding: quote, section, attribution, context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.criteria.answer_spans import answer_spans
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.presentation.context import adjacent_sentences
from bot.answer.presentation.table_cells import table_cells
from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import Attribution
from bot.model.documents import Block, Document
from bot.model.spans import Quote, Span
from bot.search.query import Query

_MOST_SUPPORT = 3


def finding(query: Query, candidate: AnswerCandidate) -> Finding:
    """Return the finding of a candidate.

    All its texts are slices of the document. Highlights are the asked number, date or place, else the matched words.
    """
    document, unit, attribution = candidate.units.document, candidate.unit, candidate.attribution
    marked = answer_spans(query, candidate)[:1] or candidate.match.places
    if candidate.phrase is not None:
        marked = (candidate.phrase,)
    if query.asked.also is not None:
        marked = (*marked, *answer_spans(query, candidate, query.asked.also)[:1])
    return Finding(
        document=document.reference,
        quote=_quote(document, unit.span),
        highlights=_merge_adjacent(marked, document.text),
        section=section(document, unit.block),
        attribution=attributed(attribution, document) if attribution else None,
        support=_support(candidate),
        context=_context(candidate),
        ai_generated=unit.block.ai_generated,
        boilerplate=unit.boilerplate,
        hypothetical=attribution is not None and attribution.hypothetical,
        cells=table_cells(document, unit.block),
    )


def with_highlights(found: Finding, marked: Sequence[Span]) -> Finding:
    """Return a finding with other highlights."""
    return replace(found, highlights=tuple(sorted(set(marked)))) if marked else found


def attributed(attribution: Attribution, document: Document) -> QuotedAttribution:
    """Return an attribution for an answer, with names as text."""
    return QuotedAttribution(
        source=_source_name(attribution, document),
        cue=attribution.cue[0].of(document.text) if attribution.cue else None,
        kind=attribution.kind,
        chain=attribution.chain,
        inherited=attribution.inherited,
        inferred=attribution.inferred,
        negated=attribution.negated,
    )


def _source_name(attribution: Attribution, document: Document) -> str | None:
    if attribution.resolved is not None:
        return attribution.resolved.of(document.text)
    if attribution.source:
        return Span(attribution.source[0].start, attribution.source[-1].end).of(document.text)
    return attribution.chain[-1].name if attribution.chain else None


def _quote(document: Document, span: Span) -> Quote:
    return Quote(span.of(document.text), span)


def _merge_adjacent(places: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Return the places in order, adjacent ones joined."""
    joined: list[Span] = []
    for place in sorted(places):
        if joined and (
            place.start < joined[-1].end or (place.start == joined[-1].end + 1 and text[joined[-1].end].isspace())
        ):
            joined[-1] = Span(joined[-1].start, max(place.end, joined[-1].end))
        else:
            joined.append(place)
    return tuple(joined)


def section(document: Document, block: Block) -> str | None:
    """Return the heading over a block, or None for the title."""
    for span in block.headings[-1:]:
        heading = " ".join(span.of(document.text).strip("#| ").split())
        title = document.reference.display_title
        is_title = heading.startswith(title.removesuffix(" …")) if title.endswith(" …") else heading == title
        return None if is_title else heading
    return None


def _context(candidate: AnswerCandidate) -> tuple[Quote, ...]:
    """Return the sentences right before and after the quote."""
    units, document = candidate.units, candidate.units.document
    return tuple(
        _quote(document, units.units[position].span) for position in adjacent_sentences(units, candidate.match.position)
    )


def _support(candidate: AnswerCandidate) -> tuple[Quote, ...]:
    """Return the sentences for the source: lead-in, and those with its names."""
    document, unit, attribution = candidate.units.document, candidate.unit, candidate.attribution
    if attribution is None:
        return ()
    spans = [*attribution.source, *attribution.cue, *(link.span for link in attribution.chain)]
    if attribution.resolved is not None:
        spans.append(attribution.resolved)
    leaned_on = {
        sentence.span
        for sentence in candidate.units.units
        if sentence.span != unit.span and any(sentence.span.contains(span) for span in spans)
    }
    return tuple(_quote(document, span) for span in sorted(leaned_on)[:_MOST_SUPPORT])
