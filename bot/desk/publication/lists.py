"""Lists of published verdicts: the newest, and those of one month, rating or tag, in pages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.corpus.dates import date_in_words
from bot.desk.publication.public_claims import PublicClaim

PER_PAGE = 100
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ClaimList:
    """All published verdicts with one month, rating or tag, newest first.

    `kind` is the folder: months, ratings, tags.
    """

    kind: str
    name: str
    slug: str
    claims: tuple[PublicClaim, ...]

    @property
    def path(self) -> str:
        return self.page_path(1)

    def page_path(self, number: int) -> str:
        """Return the path of a page, counted from 1."""
        return f"{self.kind}/{self.slug}{f'--{number}' if number > 1 else ''}.html"

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.claims) // PER_PAGE))

    def page(self, number: int) -> Sequence[PublicClaim]:
        return self.claims[(number - 1) * PER_PAGE : number * PER_PAGE]


def in_order(claims: Iterable[PublicClaim]) -> list[PublicClaim]:
    """Return claims newest verdict first; those without a date at the end."""
    return sorted(claims, key=_order, reverse=True)


def _order(public: PublicClaim) -> tuple[str, str, int]:
    return public.date or "", public.moment.isoformat() if public.moment else "", public.claim.number


def lists(claims: Sequence[PublicClaim]) -> dict[str, list[ClaimList]]:
    """Return the lists by kind: months (newest first), ratings (most frequent first), tags, corrections."""
    months = _lists("months", claims, lambda public: [found] if (found := _month(public.date)) else [])
    ratings = _lists("ratings", claims, lambda public: [public.verdict.rating])
    tags = _lists("tags", claims, lambda public: public.claim.tags)
    corrected = tuple(public for public in claims if public.earlier)
    return {
        "months": sorted(months, key=lambda month: month.slug, reverse=True),
        "ratings": sorted(ratings, key=lambda rating: (-len(rating.claims), rating.name)),
        "tags": sorted(tags, key=lambda tag: tag.name),
        "corrections": [ClaimList("corrections", "Corrections", "all", corrected)] if corrected else [],
    }


def _lists(
    kind: str, claims: Sequence[PublicClaim], names: Callable[[PublicClaim], Iterable[str]]
) -> Iterator[ClaimList]:
    found: dict[str, list[PublicClaim]] = defaultdict(list)
    spelling: dict[str, str] = {}  # imports write "FALSE" beside "False"
    for public in claims:
        for name in names(public):
            found[spelling.setdefault(name.casefold(), name)].append(public)
    is_month = kind == "months"
    for name, members in found.items():
        yield ClaimList(
            kind, date_in_words(name) if is_month else name, name if is_month else slug(name), tuple(members)
        )


def _month(date: str | None) -> str | None:
    found = _MONTH.match(date or "")
    return f"{found[1]}-{found[2]}" if found and 1 <= int(found[2]) <= 12 else None


def slug(name: str) -> str:
    """Return a file name for a tag or rating; one that loses letters gets a hash.

    >>> slug("Mostly true"), slug("Ōsaka")
    ('mostly-true', 'osaka-817860c6')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = _NOT_IN_SLUG.sub("-", plain).strip("-")[:60]
    if short.replace("-", " ") == name.casefold():
        return short
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{short}-{digest}" if short else digest
