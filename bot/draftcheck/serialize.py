"""JSON of a draft check: the contract of `factdesk check --json`, and rows of the database."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from bot.answer.presentation.serialize import comparison_json, finding_json
from bot.draftcheck.model import CheckedItem, DraftCheck, ItemLevel
from bot.model.json_types import Json
from bot.quotecheck.serialize import change_json


def check_json(check: DraftCheck) -> dict[str, Json]:
    """Return the JSON of `factdesk check --json`; offsets are code points of the draft's text as read."""
    counts = check.counts()
    return {
        "name": check.name,
        "items": [_item(checked) for checked in check.items],
        "summary": {level.value: counts[level] for level in ItemLevel if level in counts},
        "left_out": list(check.left_out),
        "documents_searched": check.documents_searched,
        "elapsed_ms": round(check.elapsed_ms, 1),
    }


def dump(check: DraftCheck) -> str:
    """Return a check as text, with everything that `load` needs."""
    return _adapter().dump_json(check).decode()


def load(text: str) -> DraftCheck:
    """Return the check of a text by `dump`. Raises ValueError for any other text."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[DraftCheck]:
    return TypeAdapter(DraftCheck)


def _item(checked: CheckedItem) -> dict[str, Json]:
    item = checked.item
    return {
        "kind": item.kind.value,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
        "paragraph": item.paragraph,
        "speaker": item.speaker,
        "level": checked.level.value,
        "needs_eyes": checked.needs_eyes,
        "changes": [change_json(change) for change in checked.changes],
        "findings": [finding_json(finding) for finding in checked.findings],
        "comparison": [comparison_json(line) for line in checked.comparison],
        "claim": checked.claim,
        "origin": checked.origin.name if checked.origin else None,
        "origin_articles": [checked.origin.read, checked.origin.articles] if checked.origin else None,
        "note": checked.note,
    }
