"""The terminal's stable JSON for a document's attributions, as scripts and evaluations read it (docs/terminal.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.attribution.entities.nameable import is_nameable
from bot.attribution.entities.speakers import own_link
from bot.model.attribution import Attribution, ChainLink
from bot.model.documents import Document
from bot.model.json_types import Json
from bot.model.spans import Span


def attributions_json(document: Document, attributions: Sequence[Attribution]) -> dict[str, Json]:
    """Return one document in the shape of `factdesk attribute --json`; an id is a position in the list."""
    return {
        "doc": document.name,
        "attributions": [_attribution(number, each, document.text) for number, each in enumerate(attributions)],
    }


def _attribution(number: int, attribution: Attribution, text: str) -> dict[str, Json]:
    return {
        "id": number,
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "source_resolved": _resolved(attribution, text),
        "source_kind": attribution.source_kind.value,
        "kind": attribution.kind.value,
        "role": attribution.role.value,
        "parent": attribution.parent,
        "inherited": attribution.inherited,
        "inferred": attribution.inferred,
        "hypothetical": attribution.hypothetical,
        "negated": attribution.negated,
        "chain": [link_json(link) for link in attribution.chain],
    }


def _resolved(attribution: Attribution, text: str) -> str | None:
    """Return the full name that the source leads to, else its shortest one; None where the text names nobody."""
    if attribution.resolved is not None:
        return attribution.resolved.of(text)
    link = own_link(attribution)
    return link.name if link and is_nameable(link.name) else None


def link_json(link: ChainLink) -> Json:
    """Return one link of a chain, in the shape that answers and attributions share."""
    return {
        "name": link.name,
        "role": link.role.value,
        "kind": link.kind.value,
        "inferred": link.inferred,
        "start": link.span.start,
        "end": link.span.end,
    }


def _spans(spans: Iterable[Span]) -> Json:
    return [[span.start, span.end] for span in spans]
