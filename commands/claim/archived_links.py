"""Lines about the copies of linked pages: on a claim's card, and in the list of its links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from discord.utils import format_dt

from bot.desk.claim_links import ClaimLink, claim_links
from bot.model.claims import ClaimFile
from commands.ui.bylines import plural, subtext
from commands.ui.links import link
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

_MAX_NAMED = 4
_MAX_WIDTH = 500  # of all lines on a claim's card
_MAX_ADDRESS = 70


def archive_lines(file: ClaimFile) -> list[str]:
    """Return what a claim's card says of copies: "2 links archived: harbour.example, x.com (local copy)".

    Names and reasons that leave no room for the rest of the card are left out.
    """
    if not file.copies:
        return []
    lines = list(_lines(file, named=True))
    return lines if sum(map(width, lines)) <= _MAX_WIDTH else list(_lines(file, named=False))


def _lines(file: ClaimFile, *, named: bool) -> Iterator[str]:
    links = claim_links(file)
    archived = [linked for linked in links if linked.archived or linked.local]
    waiting = sum(linked.waiting for linked in links)
    failed = [linked for linked in links if linked.failed and not linked.waiting]
    if archived:
        yield subtext(f"{plural(len(archived), 'link')} archived{f': {_named(archived)}' if named else ''}")
    if waiting:
        yield subtext(f"{plural(waiting, 'link')} being archived")
    if not named and failed:
        yield subtext(f"⚠ {plural(len(failed), 'link')} not archived; “Archive links …” says why")
        return
    for linked in failed:
        yield subtext(f"⚠ {cut_line(short_address(linked.url), 60)} was {_failure(linked)}")


def short_address(url: str) -> str:
    """Return an address without its scheme: "harbour.example/log"."""
    short = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return short if len(short) <= _MAX_ADDRESS else f"{short[: _MAX_ADDRESS - 1]}…"


def link_lines(linked: ClaimLink, number: int) -> Iterator[str]:
    """Yield one entry of the list of links: its address, where it stands, and its copies."""
    yield f"**{number}.** {link(cut_line(short_address(linked.url), _MAX_ADDRESS), linked.url)}"
    local = linked.local
    yield subtext(
        linked.place,
        link("archived", linked.archived) if linked.archived else "",
        f"local copy of {format_dt(local.finished, 'f')}" if local and local.finished else "",
        "being archived" if linked.waiting else "",
        f"⚠ {_failure(linked)}" if linked.failed and not linked.waiting else "",
    )


def _failure(linked: ClaimLink) -> str:
    """Return why the latest attempt failed."""
    reason = linked.failed.failure if linked.failed else None
    return f"not archived: {cut_line(reason or 'for a reason that is not known', 160)}"


def _named(archived: Sequence[ClaimLink]) -> str:
    names = list[str]()
    for linked in archived[:_MAX_NAMED]:
        shown = cut_line((urlsplit(linked.url).hostname or "").removeprefix("www."), 60)
        name = link(shown, linked.archived) if linked.archived else shown
        names.append(f"{name}{' (local copy)' if linked.local else ''}")
    rest = len(archived) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
