"""Card of a list of claims: two lines for each claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from discord.ui import Container, Separator, TextDisplay
from discord.utils import format_dt

from bot.model.claims import IN_WORK, Claim, ClaimPage, Priority
from commands.claim.cards import card_address, person_name, status_name
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE, GREY
from commands.ui.links import link
from commands.ui.markdown import escape
from commands.ui.truncate import cut_line

PAGE_SIZE = 8
_MAX_CLAIM = 180
_MAX_TAGS = 4


def page_count(total: int) -> int:
    """Return the number of pages for `total` claims."""
    return max(1, -(-total // PAGE_SIZE))


def claims_card(
    page: ClaimPage, filters: str, now: datetime, note: str = "", *, name: str = "", misfits: Sequence[str] = ()
) -> Container[Any]:
    """Return one page of a list; `filters`, `note` and `misfits` are markdown.

    `name` is that of a saved filter, `misfits` what no longer fits in it.
    """
    title = plural(page.total, "claim") if page.total else "No claims"
    named = f"{cut_line(name, 100)}: {title[0].lower()}{title[1:]}" if name else title
    head = [f"### {named}", *([subtext(filters)] if filters else []), *(f"⚠ {misfit}" for misfit in misfits)]
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=BLUE if page.total else GREY)
    if not page.claims:
        return card.add_item(TextDisplay(_no_claims(filters)))
    card.add_item(Separator())
    for claim in page.claims:
        card.add_item(TextDisplay("\n".join(claim_lines(claim, now))))
    place = f"page {page.offset // PAGE_SIZE + 1} of {page_count(page.total)}" if page_count(page.total) > 1 else ""
    if place or note:
        card.add_item(Separator()).add_item(TextDisplay(subtext(place, note)))
    return card


def claim_lines(claim: Claim, now: datetime) -> Iterator[str]:
    """Yield a claim's text, and a line of facts about it."""
    yield f"**#{claim.number}** {cut_line(claim.text, _MAX_CLAIM)}"
    yield subtext(*_claim_facts(claim, now))


def claim_address(claim: Claim) -> str:
    """Return the address of a claim's thread or card, or ""."""
    return card_address(claim.guild, claim.card) if claim.card else ""


def _claim_facts(claim: Claim, now: datetime) -> Iterator[str]:
    status = status_name(claim)
    yield f"**{cut_line(claim.rating, 50)}** ({status.lower()})" if claim.rating else f"**{status}**"
    if claim.status in IN_WORK:
        if claim.due:
            due = format_dt(claim.due, "R")
            yield f"⚠ overdue, was due {due}" if claim.due < now else f"due {due}"
        if claim.priority is not Priority.NORMAL:
            yield f"{'⚠ ' if claim.priority is Priority.URGENT else ''}{claim.priority.value}"
        yield f"assigned to {person_name(claim.assignee)}" if claim.assignee else "unassigned"
    claimant = claim.provenance.claimant
    yield f"claimed by {cut_line(claimant.name, 60)}" if claimant else ""
    yield f"{claim.flags} flags" if claim.flags > 1 else ""
    yield plural(claim.evidence, "piece of evidence", "pieces of evidence") if claim.evidence else ""
    yield "⚠ source changed" if claim.source_changed else ""
    yield from (f"#{escape(tag)}" for tag in claim.tags[:_MAX_TAGS])
    yield link("open", address) if (address := claim_address(claim)) else ""


def _no_claims(filters: str) -> str:
    if filters:
        return "No claim matches these filters. Use `/claims list` without filters to see all claims."
    return "No claims have been flagged yet. Right-click a message and choose **Apps → Flag claim**, or use `/flag`."
