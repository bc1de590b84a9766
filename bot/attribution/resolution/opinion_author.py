"""Who "I" is in an opinion piece: its only author, where the metadata names one and the text bears the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.model.spans import Span

if TYPE_CHECKING:
    from bot.model.documents import Document

_OPINION = re.compile(r"\b(?:opinions?|op-?ed|columns?|commentary|essay|comment-?is-?free|viewpoint)\b", re.IGNORECASE)


def author_of(document: Document) -> Span | None:
    """Return where an opinion piece names its only author."""
    reference = document.reference
    if len(reference.authors) != 1 or not reference.authors[0].strip():
        return None
    if not _OPINION.search(f"{reference.title or ''} {reference.url or ''}"):
        return None
    author = reference.authors[0].strip()
    at = document.text.find(author)
    return Span(at, at + len(author)) if at >= 0 else None
