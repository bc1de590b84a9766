"""The author of an opinion piece, the antecedent of "I"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.model.spans import Span

if TYPE_CHECKING:
    from bot.model.documents import Document

_OPINION = re.compile(
    r"""
    \b(?:opinions?|op-?ed|columns?|commentary|essay|viewpoint
      |comment-?is-?free)\b                                    # a section's address
    """,
    re.VERBOSE | re.IGNORECASE,
)


def author_of(document: Document) -> Span | None:
    """Return the first mention of an opinion piece's only author.

    None for several authors, and for one without a mention in the text.
    """
    reference = document.reference
    if len(reference.authors) != 1 or not reference.authors[0].strip():
        return None
    if not _OPINION.search(f"{reference.title or ''} {reference.url or ''}"):
        return None
    author = reference.authors[0].strip()
    at = document.text.find(author)
    return Span(at, at + len(author)) if at >= 0 else None
