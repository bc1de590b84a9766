"""Verdicts as schema.org ClaimReview, for sites and search engines."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.claims import ClaimFile, ClaimVerdict, EvidenceKind
from bot.model.json_types import Json

CONTEXT = "https://schema.org"
# Fields that schema.org and the search engines require and recommend; a dot leads into an object.
REQUIRED = ("claimReviewed", "reviewRating.alternateName", "url")
RECOMMENDED = ("author.name", "datePublished", "itemReviewed", "reviewRating.ratingValue")
DRAFT = "Draft"

# ratingValue of the default scale; other ratings have no order from false to true.
_VALUES = {"true": 5, "mostly true": 4, "missing context": 3, "misleading": 2, "false": 1}


def claim_review(file: ClaimFile, publisher: str | None = None) -> dict[str, Json] | None:
    """Return the ClaimReview of a claim's verdict in force, or None.

    Without a link to the published verdict it is marked as a draft. `publisher` is its author unless the verdict was
    imported with one. It names neither the desk's people nor flagged messages.
    """
    verdict, claim = file.verdict, file.claim
    if verdict is None:
        return None
    url = verdict.url or claim.url
    author = verdict.author or publisher
    review: dict[str, Json] = {
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
    return {name: value for name, value in review.items() if value}


def gaps(review: Mapping[str, Json]) -> tuple[list[str], list[str]]:
    """Return the missing required and the missing recommended fields of a ClaimReview."""
    required = [path for path in REQUIRED if not _at(review, path)]
    recommended = [path for path in RECOMMENDED if not _at(review, path)]
    return required, recommended


def _at(review: Mapping[str, Json], path: str) -> Json:
    value: Json = dict(review)
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _rating(verdict: ClaimVerdict) -> dict[str, Json]:
    rating: dict[str, Json] = {"@type": "Rating", "alternateName": verdict.rating}
    value = _VALUES.get(verdict.rating.casefold())
    if value is not None:
        rating |= {"ratingValue": value, "bestRating": max(_VALUES.values()), "worstRating": min(_VALUES.values())}
    return rating


def _item(file: ClaimFile) -> dict[str, Json]:
    written = file.origin.written if file.origin else None
    item: dict[str, Json] = {"@type": "Claim"}
    return item | {"datePublished": written.date().isoformat()} if written else item


def _citations(file: ClaimFile, verdict: ClaimVerdict) -> list[Json]:
    """Return the unique articles and pages of a verdict's evidence, without notes."""
    cited = {
        (piece.title, piece.url): None
        for piece in file.evidence
        if piece.number in verdict.evidence and piece.kind is not EvidenceKind.NOTE and (piece.title or piece.url)
    }
    works: list[Json] = []
    for title, url in cited:
        named: dict[str, Json] = {key: value for key, value in (("name", title), ("url", url)) if value}
        works.append({"@type": "CreativeWork", **named})
    return works
