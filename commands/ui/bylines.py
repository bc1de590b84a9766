"""The lines in small type: where a quote was published, who says it, and through whom."""

from __future__ import annotations

import re

from bot.answer.presentation import source_line
from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from commands.ui.truncate import cut_line

# What a masked link can hold without breaking out of its brackets.
_LINKABLE = re.compile(r"https?://[^\s<>()\[\]\\]{3,200}")

_FIXED = "\u00a0"  # keeps a date on one line


def subtext(*parts: str) -> str:
    """Return a line in small type, its parts with dots between them; empty ones are left out."""
    return "-# " + " · ".join(filter(None, parts))


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return "1 document", "5,000 documents"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def published_day(published: str | None) -> str:
    """Return "12 March 2026" for an ISO date or date and time; what is no full date is shown as it stands."""
    return cut_line(source_line.day(published), 30).replace(" ", _FIXED)


def document_title(document: DocumentRef, limit: int = 110, *, linked: bool = True) -> str:
    """Return what the document is called, in bold and linked if a usable address is known."""
    name = cut_line(document.display_title, limit) or "untitled"
    if linked and document.url and _LINKABLE.fullmatch(document.url):
        return f"**[{name}](<{document.url}>)**"
    return f"**{name}**"


def byline(finding: Finding, *, brief: bool = False, before: Finding | None = None) -> str:
    """Return title, outlet, date and section of a quote; a `brief` one goes without the section and the link.

    Below a quote of the same article that stands `before` it, none of this is said again.
    """
    document = finding.document
    told = before if before and before.document == document else None
    new_section = finding.section and not brief and not (told and told.section == finding.section)
    section = f"in “{cut_line(finding.section, 90)}”" if finding.section and new_section else ""
    if told:
        return " · ".join(filter(None, ["the same article", section]))
    named = document_title(document, 80 if brief else 110, linked=not brief)
    return " · ".join(
        filter(None, [named, cut_line(document.outlet or "", 60), published_day(document.published), section])
    )


def attribution_line(finding: Finding, *, brief: bool = False, pending: bool = False) -> str:
    """Return who stands behind a quote, through whom it came, and how firmly.

    While it is `pending`, nothing is known yet.
    """
    if source_line.has_source(finding):
        told = [f"Source: **{cut_line(source_line.describe_source(finding), 60 if brief else 160)}**"]
    else:
        told = [] if pending else [f"*{source_line.NO_SOURCE}*"]
    return " · ".join([*told, *(f"*{label}*" for label in source_line.source_labels(finding, pending=pending))])
