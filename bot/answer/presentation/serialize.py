"""Stable JSON of the terminal: answers and search hits (docs/terminal.md)."""

from __future__ import annotations

from bot.attribution.serialize import link_json
from bot.model.answers import Answer, AnswerPart, Finding, QuotedAttribution, SlotComparison
from bot.model.documents import Excerpt
from bot.model.json_types import Json
from bot.model.search import Hit
from bot.model.spans import Quote, Span


def answer_json(answer: Answer) -> dict[str, Json]:
    """Return the answer in the shape of `factdesk ask --json`."""
    return {
        "question": answer.question,
        "corrections": [{"typed": correction.typed, "used": correction.used} for correction in answer.corrections],
        "state": answer.state.value,
        "answered": answer.answered,
        "reason": answer.reason,
        "headline": answer.headline,
        "findings": [finding_json(finding) for finding in answer.findings],
        "near_misses": [finding_json(finding) for finding in answer.near_misses],
        "contrary": [finding_json(finding) for finding in answer.contrary],
        "comparison": [comparison_json(line) for line in answer.comparison],
        "parts": [_part(part) for part in answer.parts],
        "copyable": answer.copyable,
        "carried_over": answer.carried_over,
        "origins": [{"name": origin.name, "documents": list(origin.documents)} for origin in answer.origins],
        "conflict": answer.conflict,
        "notes": list(answer.notes),
        "documents_searched": answer.documents_searched,
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def hit_json(hit: Hit, excerpt: Excerpt) -> dict[str, Json]:
    """Return a search hit in the shape of `factdesk search --json`."""
    return {
        "document": excerpt.document.name,
        "passage": hit.ordinal,
        "start": excerpt.quote.span.start,
        "end": excerpt.quote.span.end,
        "text": excerpt.quote.text,
        "score": round(hit.score, 4),
    }


def comparison_json(line: SlotComparison) -> dict[str, Json]:
    """Return a compared slot in the shape of `factdesk ask --json`."""
    return {"slot": line.slot.value, "asked": line.asked, "quoted": line.quoted, "holds": line.holds}


def _part(part: AnswerPart) -> dict[str, Json]:
    return {
        "question": part.question,
        "state": part.state.value,
        "headline": part.headline,
        "findings": [finding_json(finding) for finding in part.findings],
        "near_misses": [finding_json(finding) for finding in part.near_misses],
    }


def finding_json(finding: Finding) -> dict[str, Json]:
    """Return a finding in the shape of `factdesk ask --json`."""
    return {
        "document": finding.document.name,
        "title": finding.document.title,
        "outlet": finding.document.outlet,
        "published": finding.document.published,
        "quote": _quote(finding.quote),
        "highlights": [_span(span) for span in finding.highlights],
        "section": finding.section,
        "cells": [{"column": cell.column, "start": cell.span.start, "end": cell.span.end} for cell in finding.cells],
        "ai_generated": finding.ai_generated,
        "read_by_ocr": finding.document.read_by_ocr,
        "hypothetical": finding.hypothetical,
        "attribution": _attributed(finding.attribution) if finding.attribution else None,
        "support": [_quote(quote) for quote in _support(finding)],
    }


def _support(finding: Finding) -> list[Quote]:
    """Return the sentences beside the quote: neighbours and source sentences."""
    by_span = {quote.span: quote for quote in (*finding.support, *finding.context)}
    return [by_span[span] for span in sorted(by_span)]


def _quote(quote: Quote) -> dict[str, Json]:
    return {"text": quote.text, "start": quote.span.start, "end": quote.span.end}


def _span(span: Span) -> list[Json]:
    return [span.start, span.end]


def _attributed(attribution: QuotedAttribution) -> dict[str, Json]:
    return {
        "source": attribution.source,
        "cue": attribution.cue,
        "kind": attribution.kind.value,
        "inherited": attribution.inherited,
        "inferred": attribution.inferred,
        "negated": attribution.negated,
        "chain": [link_json(link) for link in attribution.chain],
    }
