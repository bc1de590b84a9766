"""Links of a claim that can be archived: where it appeared, its evidence, and its flagged messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from bot.model.claims import ClaimFile, EvidenceKind
from bot.model.page_copies import CopyState, PageCopy

_LINK = re.compile(r"https?://[^\s<>|]{3,2000}")
_OF_DISCORD = re.compile(r"https?://(?:[\w-]{1,63}\.){0,3}discord(?:app)?\.(?:com|net)(?:/|\Z)")
_AFTER_LINK = ".,;:!?)]}'\"”’"


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """One linked page: where the claim links it, and its copies, oldest first."""

    url: str
    place: str
    copies: tuple[PageCopy, ...] = ()
    archived: str | None = None

    @property
    def key(self) -> str:
        """A short name of the address, for a menu's value."""
        return sha256(self.url.encode()).hexdigest()[:16]

    @property
    def local(self) -> PageCopy | None:
        """The latest local copy."""
        return next((copy for copy in reversed(self.copies) if copy.sha256), None)

    @property
    def waiting(self) -> bool:
        return any(copy.state is CopyState.WAITING for copy in self.copies)

    @property
    def failed(self) -> PageCopy | None:
        """The latest attempt, if it failed."""
        latest = self.copies[-1] if self.copies else None
        return latest if latest and latest.state is CopyState.FAILED else None


def links_in(text: str) -> list[str]:
    """Return a text's links, without those to Discord.

    >>> links_in("See https://harbour.example/log, and (https://discord.com/channels/1/2/3).")
    ['https://harbour.example/log']
    """
    links = (found.rstrip(_AFTER_LINK) for found in _LINK.findall(text))
    return [url for url in dict.fromkeys(links) if not _OF_DISCORD.match(url)]


def claim_links(file: ClaimFile) -> list[ClaimLink]:
    """Return a claim's links, each once, with what has become of its copies."""
    found = dict[str, str]()
    for url, place in _links(file):
        if not _OF_DISCORD.match(url):
            found.setdefault(url, place)
    given = {appearance.url: appearance.archived for appearance in file.claim.provenance.appearances}
    return [_claim_link(file, url, place, given.get(url)) for url, place in found.items()]


def _claim_link(file: ClaimFile, url: str, place: str, given: str | None) -> ClaimLink:
    copies = tuple(copy for copy in file.copies if copy.url == url)
    archived = next((copy.archived for copy in reversed(copies) if copy.archived), None)
    return ClaimLink(url, place, copies, archived or given)


def _links(file: ClaimFile) -> Iterator[tuple[str, str]]:
    for appearance in file.claim.provenance.appearances:
        yield appearance.url, "appearance"
    for piece in file.evidence:
        if piece.kind is EvidenceKind.LINK and piece.url:
            yield piece.url, f"evidence {piece.number}"
    for flag in file.flags:
        for url in links_in(flag.origin.snapshot or "") if flag.origin else ():
            yield url, "flagged message"
