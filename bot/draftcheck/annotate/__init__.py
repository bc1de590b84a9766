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


def annotated(check: DraftCheck, suffix: str) -> bytes:
    """Return an annotated copy as a file of this type. Raises UserError for an unknown one."""
    check_suffix(suffix)
    return _COPIES[suffix.lower()](check)


def check_suffix(suffix: str) -> None:
    """Raise UserError for a type of file that no copy has."""
    if suffix.lower() not in _COPIES:
        names = f"{', '.join([*_COPIES][:-1])} or {[*_COPIES][-1]}"
        raise UserError(f"An annotated copy can't be of the type “{suffix}”; name a file that ends in {names}.")
