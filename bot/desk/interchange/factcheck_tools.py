"""Claims of Google's Fact Check Tools API: `claims.search` and `pages.list`.

The names are those of https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def is_claim(value: Mapping[str, object]) -> bool:
    """Return whether an object is a claim of `claims.search`."""
    if not isinstance(value.get("claimReview"), list):
        return False
    # Without a text it can't be imported, which is told; a review with a type is JSON-LD in another container.
    is_review = any("textualRating" in review and "@type" not in review for review in _dicts(value, "claimReview"))
    return is_review or isinstance(value.get("text"), str)


def is_markup(value: Mapping[str, object]) -> bool:
    """Return whether an object is a page of `pages.list`."""
    return isinstance(value.get("claimReviewMarkups"), list)


def cells(value: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """Yield the cells of each review of a claim or page."""
    yield from _claim_cells(value) if is_claim(value) else _page_cells(value)


def _claim_cells(claim: Mapping[str, object]) -> Iterator[dict[str, str]]:
    for review in _dicts(claim, "claimReview"):
        publisher = _dict(review, "publisher")
        yield {
            "claim": _text(claim, "text"),
            "title": _text(review, "title"),
            "rating": _text(review, "textualRating"),
            "url": _text(review, "url"),
            "published": _text(review, "reviewDate"),
            "author": _text(publisher, "name") or _text(publisher, "site"),
            "author_kind": "organization" if publisher else "",
            "claimant": _text(claim, "claimant"),
            "claimed": _text(claim, "claimDate"),
            "language": _text(review, "languageCode"),
        }


def _page_cells(page: Mapping[str, object]) -> Iterator[dict[str, str]]:
    for markup in _dicts(page, "claimReviewMarkups"):
        claimant, rating = _dict(markup, "claimAuthor"), _dict(markup, "rating")
        appearances = [_text(markup, "claimFirstAppearance"), *_texts(markup, "claimAppearances")]
        yield {
            "claim": _text(markup, "claimReviewed"),
            "rating": _text(rating, "textualRating"),
            "rating_value": _text(rating, "ratingValue"),
            "worst_rating": _text(rating, "worstRating"),
            "best_rating": _text(rating, "bestRating"),
            "url": _text(markup, "url") or _text(page, "pageUrl"),
            "published": _text(page, "publishDate"),
            "author": _text(_dict(page, "claimReviewAuthor"), "name"),
            "claimant": _text(claimant, "name"),
            "claimant_url": _text(claimant, "sameAs"),
            "claimed": _text(markup, "claimDate"),
            "appearances": " ".join(filter(None, appearances)),
        }


def _dicts(value: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    inner = value.get(name)
    yield from (element for element in inner if isinstance(element, dict)) if isinstance(inner, list) else ()


def _dict(value: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _text(value: Mapping[str, object], name: str) -> str:
    inner = value.get(name)
    return str(inner) if isinstance(inner, str | int | float) and not isinstance(inner, bool) else ""


def _texts(value: Mapping[str, object], name: str) -> list[str]:
    inner = value.get(name)
    return [text for text in inner if isinstance(text, str)] if isinstance(inner, list) else []
