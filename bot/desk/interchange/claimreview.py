"""Verdicts as schema.org ClaimReview, for sites, fact-check explorers and data feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.claim_provenance import ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claims import WITHDRAWN, ClaimFile, ClaimVerdict, EvidenceKind
from bot.model.json_types import Json

CONTEXT = "https://schema.org"
# Required and recommended by Google for Fact Check Explorer and the Data Commons feed, at
# https://developers.google.com/search/docs/appearance/structured-data/factcheck; schema.org itself requires nothing.
# A review without a date can't be placed in a feed, so that `datePublished` counts as required here. A dot leads into
# an object.
REQUIRED = ("claimReviewed", "reviewRating.alternateName", "url", "datePublished")
RECOMMENDED = (
    *("author.name", "itemReviewed.author.name", "itemReviewed.appearance", "itemReviewed.datePublished"),
    *("reviewRating.ratingValue", "reviewRating.worstRating", "reviewRating.bestRating"),
)
DRAFT = "Draft"
_TYPES = {ClaimantKind.PERSON: "Person", ClaimantKind.ORGANIZATION: "Organization"}

Scale = Sequence[tuple[str, float]]


def claim_review(file: ClaimFile, publisher: str | None = None, scale: Scale = ()) -> dict[str, Json] | None:
    """Return the ClaimReview of a claim's verdict in force, or None.

    A claim that was closed without a verdict has none, even if it had one before.

    Without a link to the published verdict, or a date, it is marked as a draft. `publisher` is its author unless the
    verdict was imported with one; `scale` are the desk's ratings with a number. It names neither the desk's people nor
    flagged messages, and nothing that nobody has stated.
    """
    verdict, claim = file.verdict, file.claim
    if verdict is None or claim.status in WITHDRAWN:
        return None
    url, published = verdict.url or claim.url, publication_date(verdict)
    review: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "identifier": claim.external_id or f"#{claim.number}",
        "claimReviewed": claim.text,
        "reviewRating": _rating(verdict, scale),
        "itemReviewed": _item(claim.provenance),
        "headline": claim.title,
        "url": url,
        "datePublished": published,
        "author": _author(verdict, publisher),
        "reviewBody": verdict.explanation,
        "citation": _citations(file, verdict),
        "keywords": ", ".join(claim.tags),
        "creativeWorkStatus": None if url and published else DRAFT,
    }
    return {name: value for name, value in review.items() if value}


def publication_date(verdict: ClaimVerdict) -> str | None:
    """Return a verdict's date: an imported one's as its file has it, else the day it came into force."""
    if verdict.imported:
        return verdict.published
    return verdict.published or (verdict.approved or verdict.created).date().isoformat()


def gaps(review: Mapping[str, Json]) -> tuple[list[str], list[str]]:
    """Return the missing required and the missing recommended fields of a ClaimReview."""
    required = [path for path in REQUIRED if _at(review, path) is None]
    recommended = [path for path in RECOMMENDED if _at(review, path) is None]
    return required, recommended


def rating_value(verdict: ClaimVerdict, scale: Scale) -> RatingValue | None:
    """Return the rating's number: the one saved with it, or for the desk's older verdicts that of its scale."""
    numbers = dict(scale)
    if verdict.value or verdict.imported or verdict.rating not in numbers:
        return verdict.value
    return RatingValue(numbers[verdict.rating], min(numbers.values()), max(numbers.values()))


def plain_number(number: float) -> int | float:
    """Return a whole number without its decimal point."""
    return int(number) if number.is_integer() else number


def _at(review: Mapping[str, Json], path: str) -> Json:
    value: Json = dict(review)
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _rating(verdict: ClaimVerdict, scale: Scale) -> dict[str, Json]:
    rating: dict[str, Json] = {"@type": "Rating", "alternateName": verdict.rating}
    if value := rating_value(verdict, scale):
        numbers = {"ratingValue": value.value, "bestRating": value.best, "worstRating": value.worst}
        rating |= {name: plain_number(number) for name, number in numbers.items() if number is not None}
    return rating


def _author(verdict: ClaimVerdict, publisher: str | None) -> dict[str, Json]:
    if verdict.author:
        return _named(verdict.author, verdict.author_kind)
    return _named(publisher, ClaimantKind.ORGANIZATION) if publisher else {}


def _named(name: str, kind: ClaimantKind | None, url: str | None = None) -> dict[str, Json]:
    """Return a person or organization; of one of unknown kind only the name."""
    typed: dict[str, Json] = {"@type": _TYPES[kind]} if kind else {}
    return typed | {"name": name} | ({"url": url} if url else {})


def _item(provenance: ClaimProvenance) -> dict[str, Json]:
    claimant = provenance.claimant
    appearances: list[Json] = []
    for appearance in provenance.appearances:
        work: dict[str, Json] = {"@type": "CreativeWork", "url": appearance.url}
        appearances.append(work | ({"archivedAt": appearance.archived} if appearance.archived else {}))
    item: dict[str, Json] = {
        "@type": "Claim",
        "author": _named(claimant.name, claimant.kind, claimant.url) if claimant else None,
        "datePublished": provenance.claimed,
        "appearance": appearances,
        "inLanguage": provenance.language,
    }
    return {name: value for name, value in item.items() if value}


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
