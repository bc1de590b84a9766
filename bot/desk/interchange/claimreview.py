"""A settled claim as schema.org's ClaimReview: what a site puts beside its article, and search engines read."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.claims import ClaimFile, ClaimVerdict, EvidenceKind
from bot.model.json_types import Json

CONTEXT = "https://schema.org"
# What schema.org and the search engines ask for, and what they recommend; dots lead into an object.
REQUIRED = ("claimReviewed", "reviewRating.alternateName", "url")
RECOMMENDED = ("author.name", "datePublished", "itemReviewed", "reviewRating.ratingValue")
DRAFT = "Draft"

# Only ratings of the usual scale stand on a line from false to true.
_VALUES = {"true": 5, "mostly true": 4, "missing context": 3, "misleading": 2, "false": 1}


def claim_review(file: ClaimFile, publisher: str | None = None) -> dict[str, Json] | None:
    """Return the ClaimReview of a claim's verdict in force, or None where there is none.

    Without an address where it was published it is marked as a draft. `publisher` is named as its author where the
    verdict was not imported with one. Nobody of the desk, and no message that was flagged, is named.
    """
    verdict, claim = file.verdict, file.claim
    if verdict is None:
        return None
    url = verdict.url or claim.url
    author = verdict.author or publisher
    told: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "identifier": claim.external_id or f"#{claim.number}",
        "claimReviewed": claim.text,
        "reviewRating": _rating(verdict),
        "itemReviewed": _item(file),
        "headline": claim.title,
        "url": url,
        "datePublished": verdict.published or (verdict.approved or verdict.created).date().isoformat(),
        "author": {"@type": "Organization", "name": author} if author else None,
        "reviewBody": verdict.explanation,
        "citation": _citations(file, verdict),
        "keywords": ", ".join(claim.tags),
        "creativeWorkStatus": None if url else DRAFT,
    }
    return {name: value for name, value in told.items() if value}


def gaps(review: Mapping[str, Json]) -> tuple[list[str], list[str]]:
    """Return which required and which recommended fields a ClaimReview lacks."""
    return [path for path in REQUIRED if not _at(review, path)], [path for path in RECOMMENDED if not _at(review, path)]


def _at(review: Mapping[str, Json], path: str) -> Json:
    value: Json = dict(review)
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _rating(verdict: ClaimVerdict) -> dict[str, Json]:
    told: dict[str, Json] = {"@type": "Rating", "alternateName": verdict.rating}
    value = _VALUES.get(verdict.rating.casefold())
    if value is not None:
        told |= {"ratingValue": value, "bestRating": max(_VALUES.values()), "worstRating": min(_VALUES.values())}
    return told


def _item(file: ClaimFile) -> dict[str, Json]:
    written = file.origin.written if file.origin else None
    item: dict[str, Json] = {"@type": "Claim"}
    return item | {"datePublished": written.date().isoformat()} if written else item


def _citations(file: ClaimFile, verdict: ClaimVerdict) -> list[Json]:
    """Return the articles and pages that a verdict rests on, each once; notes are the desk's own."""
    cited = {
        (each.title, each.url): None
        for each in file.evidence
        if each.number in verdict.evidence and each.kind is not EvidenceKind.NOTE and (each.title or each.url)
    }
    works: list[Json] = []
    for title, url in cited:
        named: dict[str, Json] = {key: value for key, value in (("name", title), ("url", url)) if value}
        works.append({"@type": "CreativeWork", **named})
    return works
