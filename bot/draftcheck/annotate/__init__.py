"""Annotated copies of a checked draft: the draft's text with what was found at each place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from bot.draftcheck.annotate import docx, html, markdown
from bot.draftcheck.model import DraftCheck
from bot.draftcheck.serialize import check_json
from bot.errors import UserError


def _json(check: DraftCheck) -> bytes:
    """Return the check with the text that its offsets count in."""
    return json.dumps(check_json(check) | {"text": check.text}, ensure_ascii=False, indent=1).encode(errors="replace")


_COPIES: Mapping[str, Callable[[DraftCheck], bytes]] = {
    ".docx": docx.annotated,
    ".html": html.annotated,
    ".md": markdown.annotated,
    ".json": _json,
}
SUFFIXES = tuple(_COPIES)


def annotated(check: DraftCheck, suffix: str) -> bytes:
    """Return an annotated copy as a file of this type. Raises UserError for an unknown one."""
    copy = _COPIES.get(suffix.lower())
    if copy is None:
        names = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        raise UserError(f"An annotated copy can't be of the type “{suffix}”; name a file that ends in {names}.")
    return copy(check)
