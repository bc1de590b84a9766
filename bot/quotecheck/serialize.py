"""Stable JSON of a quote check for scripts and evaluations (docs/terminal.md)."""

from __future__ import annotations

from bot.attribution.serialize import link_json
from bot.model.answers import QuotedAttribution
from bot.model.json_types import Json
from bot.quotecheck.model import QuoteCheckResult, QuoteMatch, WordChange


def check_json(check: QuoteCheckResult) -> dict[str, Json]:
    """Return the JSON of `factdesk quote --json`."""
    return {
        "text": check.text,
        "level": check.level.value,
        "not_compared": check.not_compared,
        "matches": [_match(match) for match in check.matches],
        "nearest": _match(check.nearest) if check.nearest else None,
        "speaker": check.speaker,
        "said_by_another": check.said_by_another,
        "reason": check.reason,
        **({"unanswered": check.unanswered} if check.unanswered else {}),
        "searched": list(check.searched),
        "documents_searched": check.documents_searched,
        "elapsed_ms": round(check.elapsed_ms, 1),
    }


def _match(match: QuoteMatch) -> dict[str, Json]:
    document, quote, attribution = match.finding.document, match.finding.quote, match.finding.attribution
    return {
        "document": document.name,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "similarity": match.location.similarity,
        "changes": [change_json(change) for change in match.location.changes],
        "respelled": [change_json(change) for change in match.location.respelled],
        "attribution": _attributed(attribution) if attribution else None,
        "typed": [match.location.typed.start, match.location.typed.end],
        "ai_generated": match.finding.ai_generated,
        "read_by_ocr": document.read_by_ocr,
    }


def change_json(change: WordChange) -> dict[str, Json]:
    """Return a changed word in the shape of `factdesk quote --json`."""
    return {"op": change.op.value, "from": change.original, "to": change.typed}


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
