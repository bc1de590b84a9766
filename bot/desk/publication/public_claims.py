"""What of a claim may leave the desk: the verdict in force, with what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.desk.interchange.claimreview import publication_date
from bot.model.claim_provenance import Appearance, Claimant, ClaimProvenance
from bot.model.claims import IN_WORK, WITHDRAWN, Claim, ClaimFile, ClaimVerdict, Evidence, EvidenceKind
from bot.model.notifications import LogPosition
from bot.store.log.chain import ERASED

_DISCORD = re.compile(r"(?:.*\.)?(?:discord(?:app)?\.(?:com|net|gg|new)|discord\.media)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class PublicClaim:
    """A claim with a published verdict, without what belongs to the desk alone.

    `file` holds only what may be shown. `earlier` are the corrected verdicts, newest first. `link` is the newsroom's
    own page about it. `log` is the place of the verdict in the desk's log.
    """

    file: ClaimFile
    verdict: ClaimVerdict
    earlier: tuple[ClaimVerdict, ...]
    link: str | None
    log: LogPosition | None

    @property
    def claim(self) -> Claim:
        return self.file.claim

    @property
    def path(self) -> str:
        """The page's path below the site's folder."""
        return f"claims/{self.claim.number}.html"

    @property
    def date(self) -> str | None:
        """The verdict's ISO date; None if an import had none."""
        return publication_date(self.verdict)

    @property
    def moment(self) -> datetime | None:
        """The verdict's time, at midnight in UTC if only its day is known."""
        return moment_of(self.verdict)

    @property
    def is_reopened(self) -> bool:
        return self.claim.status in IN_WORK


def public_claim(file: ClaimFile, log: LogPosition | None = None, *, linked_only: bool) -> PublicClaim | None:
    """Return what may be published of a claim, or None.

    `linked_only`: a claim is published once somebody has saved the link of its verdict. A correction stays published,
    and so does a claim that is checked again. A duplicate, a declined and an erased claim are not.
    """
    verdict, claim = file.verdict, file.claim
    if verdict is None or claim.status in WITHDRAWN or claim.text == ERASED:
        return None
    in_force = [given for given in file.verdicts if given.approved]
    links = [web_link(given.url) for given in reversed(in_force)]
    link = next(filter(None, links), None) or web_link(claim.url)
    if linked_only and link is None:
        return None
    public = ClaimFile(
        claim=replace(
            claim, why="", assignee=None, due=None, card=None, url=link, provenance=_public(claim.provenance)
        ),
        flags=(),
        evidence=tuple(_public_evidence(file.evidence, verdict.evidence)),
        verdicts=tuple(replace(given, url=web_link(given.url)) for given in in_force),
        watchers=(),
    )
    *earlier, current = public.verdicts
    return PublicClaim(public, current, tuple(reversed(earlier)), link, log)


def web_link(url: str | None) -> str | None:
    """Return a link that readers can open, or None.

    Links into Discord lead to the desk's own rooms.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    is_public = parts.scheme.lower() in {"http", "https"} and host and not _DISCORD.fullmatch(host.rstrip("."))
    return url if is_public else None


def moment_of(verdict: ClaimVerdict) -> datetime | None:
    """Return a verdict's time, at midnight in UTC if only its day is known."""
    if not verdict.imported and not verdict.published:
        return verdict.approved or verdict.created
    if not verdict.published or not _DAY.match(verdict.published):
        return None
    try:
        moment = datetime.fromisoformat(verdict.published)
    except ValueError:
        return None
    # A time of an unknown place is none.
    return moment if moment.tzinfo else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _public(provenance: ClaimProvenance) -> ClaimProvenance:
    claimant = provenance.claimant
    return ClaimProvenance(
        Claimant(claimant.name, claimant.kind, web_link(claimant.url)) if claimant else None,
        tuple(
            Appearance(url, web_link(appearance.archived))
            for appearance in provenance.appearances
            if (url := web_link(appearance.url))
        ),
        provenance.claimed,
        provenance.language,
    )


def _public_evidence(evidence: Iterable[Evidence], cited: Iterable[int]) -> Iterable[Evidence]:
    """Yield the quotes and links that a verdict cites; notes stay at the desk."""
    numbers = frozenset(cited)
    for piece in evidence:
        if piece.number not in numbers or piece.kind is EvidenceKind.NOTE or piece.text == ERASED:
            continue
        url = web_link(piece.url)
        if piece.kind is EvidenceKind.QUOTE or url:
            yield replace(piece, url=url, document=None, found=None)
