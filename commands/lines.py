"""The lines in small type: where a quote was published, who says it, and through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.model import Attributed, Finding, Link, Reference, Role, SourceKind
from commands.cutting import cut_line

# What a masked link can hold without breaking out of its brackets.
_LINKABLE = re.compile(r"https?://[^\s<>()\[\]\\]{3,200}")

_FIXED = "\u00a0"  # keeps a date on one line


def small(*parts: str) -> str:
    """Return a line in small type, its parts with dots between them; empty ones are left out."""
    return "-# " + " · ".join(filter(None, parts))


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return "1 document", "5,000 documents"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(published: str | None) -> str:
    """Return "12 March 2026" for an ISO date or date and time; what is no full date is shown as it stands."""
    if not published:
        return ""
    try:
        found = date.fromisoformat(published[:10])
    except ValueError:
        return cut_line(published, 30)
    return f"{found.day}{_FIXED}{found:%B}{_FIXED}{found.year}"


def title(document: Reference, limit: int = 110, *, linked: bool = True) -> str:
    """Return the document's title, or its file's name, in bold and linked where a usable address is known."""
    name = cut_line(document.title or document.name, limit) or "untitled"
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
    named = title(document, 80 if brief else 110, linked=not brief)
    return " · ".join(filter(None, [named, cut_line(document.outlet or "", 60), day(document.published), section]))


def who_says_it(finding: Finding, *, brief: bool = False, pending: bool = False) -> str:
    """Return the chain of those who stand behind a quote, from the article inwards, and how firmly they do.

    A `brief` one names the innermost of them alone; where it is `pending`, nothing is known yet.
    """
    said = finding.attribution
    if said is None:
        return "Who says it: being worked out …" if pending else "Who says it: the article itself, naming no source"
    # The outlet stands in the line above, so that a chain goes without it where there is anybody else.
    links = [link for link in said.chain if link.role is not Role.PUBLISHED] or list(said.chain)
    all_inferred = bool(links) and all(link.inferred for link in links)
    marks = {
        "inherited": said.inherited,
        "inferred": all_inferred or (said.inferred and not any(link.inferred for link in links)),
        "denied or not said": said.negated,
        "hypothetical": finding.hypothetical,
    }
    chain = _chain(links, 1 if brief else 5, mark_inferred=not all_inferred) or _alone(said)
    return " · ".join([f"Who says it: {chain}", *(f"*{mark}*" for mark, holds in marks.items() if holds)])


def _chain(links: Sequence[Link], most: int, *, mark_inferred: bool) -> str:
    shown = links[-most:]
    # Where a chain is only implied from some link on, that is said once.
    stated = next((at for at in range(len(shown), 0, -1) if not shown[at - 1].inferred), 0)
    trailing = mark_inferred and len(shown) - stated > 1
    written = [
        _link(link, mark_inferred=mark_inferred and not (trailing and at >= stated)) for at, link in enumerate(shown)
    ]
    if trailing:
        written[stated] = f"*inferred:* {written[stated]}"
    told = " ← ".join(written)
    return f"… ← {told}" if len(links) > most else told


def _link(link: Link, *, mark_inferred: bool) -> str:
    unnamed = ", unnamed" if link.kind is SourceKind.ANONYMOUS else ""
    inferred = ", *inferred*" if link.inferred and mark_inferred else ""
    return f"**{cut_line(link.name, 60) or '?'}** ({link.role.value}{unnamed}{inferred})"


def _alone(said: Attributed) -> str:
    return f"**{cut_line(said.source, 80)}**" if said.source else "a source that is not named"
