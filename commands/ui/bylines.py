"""Subtext under quotes: article, outlet, date and source."""

from __future__ import annotations

import re

from bot.answer.presentation import source_line
from bot.corpus.dates import date_in_words
from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from commands.ui.truncate import cut_line

# An address that stays within the brackets of a masked link.
_LINKABLE = re.compile(r"https?://[^\s<>()\[\]\\]{3,200}")

_FIXED = "\u00a0"  # keeps a date on one line


def subtext(*parts: str) -> str:
    """Return the non-empty parts as Discord subtext, separated by dots.

    Example: `-# The Ledger · 12 March 2026`.
    """
    return "-# " + " · ".join(filter(None, parts))


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return a count with its noun, such as "5,000 documents"."""
    return f"{count:,} {singular if count == 1 else several or singular + 's'}"


def published_day(published: str | None) -> str:
    """Return an ISO date as "12 March 2026"; other text stays."""
    return cut_line(date_in_words(published or ""), 30).replace(" ", _FIXED)


def document_title(document: DocumentRef, limit: int = 110, *, linked: bool = True) -> str:
    """Return a document's title in bold, linked to a safe address."""
    name = cut_line(document.display_title, limit) or "untitled"
    if linked and document.url and _LINKABLE.fullmatch(document.url):
        return f"**[{name}](<{document.url}>)**"
    return f"**{name}**"


def byline(finding: Finding, *, brief: bool = False, before: Finding | None = None) -> str:
    """Return title, outlet, date and section of a quote.

    A `brief` one has no section and no link. After a quote `before` from the same article it says "the same article".
    """
    document = finding.document
    same_article = before if before and before.document == document else None
    new_section = finding.section and not brief and not (same_article and same_article.section == finding.section)
    section = f"in “{cut_line(finding.section, 90)}”" if finding.section and new_section else ""
    if same_article:
        return " · ".join(filter(None, ["the same article", section]))
    article = document_title(document, 80 if brief else 110, linked=not brief)
    return " · ".join(
        filter(None, [article, cut_line(document.outlet or "", 60), published_day(document.published), section])
    )


def attribution_line(finding: Finding, *, brief: bool = False, pending: bool = False) -> str:
    """Return a quote's source, the chain to it, and caveats.

    While attribution is `pending`, the source is unknown.
    """
    if source_line.has_source(finding):
        source = [f"Source: **{cut_line(source_line.describe_source(finding), 60 if brief else 160)}**"]
    else:
        source = [] if pending else [f"*{source_line.NO_SOURCE}*"]
    return " · ".join([*source, *(f"*{label}*" for label in source_line.source_labels(finding, pending=pending))])
