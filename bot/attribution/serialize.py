"""JSON of a document's attributions, stable for scripts and evaluations (docs/terminal.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.attribution.entities.nameable import is_nameable
from bot.attribution.entities.speakers import own_link
from bot.model.attribution import Attribution, ChainLink
from bot.model.documents import Document
from bot.model.json_types import Json
from bot.model.spans import Span


def attributions_json(
    document: Document, attributions: Sequence[Attribution], rules: Sequence[Sequence[str]] | None = None
) -> dict[str, Json]:
    """Return one line of `factdesk attribute --json`.

    An id is a position in the list.

    `rules`, in the same order, are added for `--explain`.
    """
    records = [_attribution_json(number, attribution, document.text) for number, attribution in enumerate(attributions)]
    if rules is not None:
        for record, names in zip(records, rules, strict=True):
            record["rules"] = list(names)
    return {"doc": document.name, "attributions": list(records)}


def _attribution_json(number: int, attribution: Attribution, text: str) -> dict[str, Json]:
    return {
        "id": number,
        "source": _spans_json(attribution.source),
        "cue": _spans_json(attribution.cue),
        "content": _spans_json(attribution.content),
        "source_resolved": _resolved_name(attribution, text),
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


def _resolved_name(attribution: Attribution, text: str) -> str | None:
    """Return the full name of the source, or its shortest one."""
    if attribution.resolved is not None:
        return attribution.resolved.of(text)
    link = own_link(attribution)
    return link.name if link and is_nameable(link.name) else None


def link_json(link: ChainLink) -> Json:
    """Return one link of a chain, as answers and attributions share it."""
    return {
        "name": link.name,
        "role": link.role.value,
        "kind": link.kind.value,
        "inferred": link.inferred,
        "start": link.span.start,
        "end": link.span.end,
    }


def _spans_json(spans: Iterable[Span]) -> Json:
    return [[span.start, span.end] for span in spans]
