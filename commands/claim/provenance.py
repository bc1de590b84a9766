"""Claimant, appearances, date and language of a claim: lines of its card, and the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from discord.ui import Modal

from bot.corpus.dates import date_in_words
from bot.desk import provenance_input
from bot.errors import UserError
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance
from commands.ui.bylines import subtext
from commands.ui.links import link
from commands.ui.markdown import one_line, plain, width
from commands.ui.modals import Fields, choice_field, stateful_modal, text_field
from commands.ui.submitted_values import submitted_choice
from commands.ui.truncate import cut_line

_PLATFORMS = {
    "x.com": "X", "twitter.com": "X", "facebook.com": "Facebook", "fb.watch": "Facebook", "instagram.com": "Instagram",
    "tiktok.com": "TikTok", "youtube.com": "YouTube", "youtu.be": "YouTube", "t.me": "Telegram", "bsky.app": "Bluesky",
    "threads.net": "Threads", "reddit.com": "Reddit", "linkedin.com": "LinkedIn", "vk.com": "VK",
}  # fmt: skip
_SUBDOMAIN = re.compile(r"(?:www|m|mobile|web|old)\.")
_MAX_NAME = 80
_MAX_MORE = 3  # further appearances on a card
_MAX_WIDTH = 600  # of all lines
_ALL_LINKED = 4
_MAX_FIELD = 4_000  # of Discord
DETAILS = "details"  # the form, in its custom_id
_UNKNOWN_KIND = "unknown"
_KINDS = [
    (_UNKNOWN_KIND, "Not known"),
    (ClaimantKind.PERSON.value, "A person"),
    (ClaimantKind.ORGANIZATION.value, "An organization"),
]
FIELD_NAMES = ("claimant", "kind", "appearances", "claimed", "language")


def provenance_lines(provenance: ClaimProvenance) -> Iterator[str]:
    """Yield a card's lines: "Claimed by Jo Berg on X, 20 April 2024".

    Links that leave no room for the rest of a card are left out, those of further appearances first.
    """
    for linked in range(_ALL_LINKED, -1, -1):
        lines = list(_lines(provenance, linked))
        if sum(width(line) for line in lines) <= _MAX_WIDTH:
            break
    yield from lines


def _lines(provenance: ClaimProvenance, linked: int) -> Iterator[str]:
    """Yield the lines with as many kinds of links: appearance, claimant, archived copy, further appearances."""
    claimant, appearances = provenance.claimant, provenance.appearances
    name = cut_line(claimant.name, _MAX_NAME) if claimant else ""
    if claimant and claimant.url and linked > 1:
        name = link(name, claimant.url)
    by = f" by **{name}**" if name else ""
    place = f" {_place(appearances[0], linked=linked > 0, with_copy=linked > 2)}" if appearances else ""
    day = _day(provenance.claimed, first=not (by or place)) if provenance.claimed else ""
    if by or place or day:
        yield f"Claimed{by}{place}{day}"
    further = appearances[1 : 1 + _MAX_MORE]
    more = [_place(appearance, linked=linked > 3, with_copy=linked > 3) for appearance in further]
    also = f"also {', '.join(more)}" if more else ""
    rest = len(appearances) - 1 - len(more)
    also += f" and {rest} more" if rest > 0 else ""
    language = f"language: {cut_line(provenance.language, 40)}" if provenance.language else ""
    if also or language:
        yield subtext(also, language)


def _day(claimed: str, *, first: bool) -> str:
    """Return a date as it follows "Claimed", or what stands between."""
    day = cut_line(date_in_words(claimed), 20)
    if not first:
        return f", {day}"
    return f" on {day}" if len(claimed) == len("2024-04-20") else f" in {day}"


def details_modal(kind: str, state: str, title: str, known: ClaimProvenance) -> Modal:
    """Return the form for claimant, appearances, date and language, filled with what is known.

    More links than a field holds have no field: they stay as they are.
    """
    claimant, links = known.claimant, "\n".join(_links(known))
    name = " ".join(part for part in (claimant.name, claimant.url) if part) if claimant else ""
    chosen = claimant.kind.value if claimant and claimant.kind else _UNKNOWN_KIND
    fields = [
        text_field(
            "claimant",
            "Who made the claim?",
            description="A name; you may add a link to a page about them",
            default=name,
            max_length=_MAX_FIELD,
        ),
        choice_field("kind", "Is that a person or an organization?", _KINDS, default=(chosen,)),
        text_field(
            "appearances",
            "Where did it appear?",
            description="One link a line; an archived copy goes below its page",
            default=links,
            max_length=_MAX_FIELD,
            multiline=True,
        ),
        text_field(
            "claimed",
            "When was it claimed?",
            description="20 April 2024, April 2024 or 2024-04-20",
            default=known.claimed or "",
            max_length=60,
        ),
        text_field(
            "language",
            "In which language?",
            description="A code such as en, de or pt-BR",
            default=known.language or "",
            max_length=40,
        ),
    ]
    if len(links) > _MAX_FIELD:
        del fields[2]
    return stateful_modal(kind, state, title, fields)


def submitted_provenance(fields: Fields, known: ClaimProvenance) -> ClaimProvenance:
    """Return what a submitted form says. Raises UserError for values that can't be read.

    The appearances that are known stay where the form had no field for them.
    """
    typed = {name: plain(next(iter(fields.get(name, ())), "")) for name in FIELD_NAMES}
    kind = typed["kind"] or _UNKNOWN_KIND
    has_appearances = "appearances" in fields
    return ClaimProvenance(
        provenance_input.parse_claimant(
            one_line(typed["claimant"]), None if kind == _UNKNOWN_KIND else submitted_choice(ClaimantKind, kind)
        ),
        provenance_input.parse_appearances(typed["appearances"]) if has_appearances else known.appearances,
        provenance_input.parse_claimed(typed["claimed"]),
        provenance_input.parse_language(typed["language"]),
    )


def changed_provenance(known: ClaimProvenance, options: Mapping[str, str]) -> ClaimProvenance:
    """Return what is known with the options that are given; "-" empties one. Raises UserError."""
    given = {name: "" if value.strip() == "-" else value for name, value in options.items() if value}
    before = known.claimant or Claimant("")
    name = given.get("claimant", before.name)
    if not name and given.keys() & {"kind", "url"}:
        raise UserError("Nobody is named as the claimant yet. Name them with the option claimant.")
    kind = given.get("kind", before.kind.value if before.kind else "")
    claimant = provenance_input.parse_claimant(
        one_line(name),
        submitted_choice(ClaimantKind, kind) if kind and kind != _UNKNOWN_KIND else None,
        given.get("url", (before.url or "") if "claimant" not in given else "").strip() if name else "",
    )
    appeared, claimed, language = (given.get(field) for field in ("appearances", "claimed", "language"))
    return ClaimProvenance(
        claimant,
        known.appearances if appeared is None else provenance_input.parse_appearances(appeared),
        known.claimed if claimed is None else provenance_input.parse_claimed(claimed),
        known.language if language is None else provenance_input.parse_language(language),
    )


def _links(known: ClaimProvenance) -> Iterator[str]:
    for appearance in known.appearances:
        yield appearance.url
        if appearance.archived:
            mark = "" if provenance_input.is_archive(appearance.archived) else "archived: "
            yield f"{mark}{appearance.archived}"


def _place(appearance: Appearance, *, linked: bool, with_copy: bool) -> str:
    """Return where a claim appeared: "on X (archived)", with its links."""
    host = _SUBDOMAIN.sub("", urlsplit(appearance.url).hostname or "", count=1)
    platform = _PLATFORMS.get(host)
    shown = platform or cut_line(host, 60)
    place = f"{'on' if platform else 'at'} {link(shown, appearance.url) if linked else shown}"
    return f"{place} ({link('archived', appearance.archived)})" if appearance.archived and with_copy else place
