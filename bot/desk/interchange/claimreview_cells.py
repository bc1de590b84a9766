"""A ClaimReview's values by the import's column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.corpus.readers.linked_data import kinds
from bot.desk.interchange.import_row import absolute, kind

_NAMING = ("name", "value", "url", "@value")
_MOST_TEXTS = 20
_DEEPEST_TEXT = 4
_EXACT = 2**53  # whole numbers below it are exact as floats
# Where a review's own address may stand, and those from which a relative one is completed.
_ADDRESSES = ("url", "mainEntityOfPage", "@id")
_BASES = ("author", "publisher")
_NO_CLAIMANT = frozenset({"", "unknown", "n/a", "-"})

Item = Mapping[str, object]
ById = Mapping[str, Item]


def cells_of_review(review: Item, page: str, by_id: ById) -> Iterator[dict[str, str]]:
    """Yield the cells of a ClaimReview, once for each claim that it reviews.

    `page` is the address of the page that holds it, or "".
    """
    item = _first(review.get("itemReviewed"), by_id)
    url = _address(review, page, by_id)
    rating, author = _first(review.get("reviewRating"), by_id), _first(review.get("author"), by_id)
    common = {
        "id": _text(review.get("identifier")) or _text(review.get("@id")),
        "title": _text(review.get("headline")) or _text(review.get("name")),
        "rating": _rating(review.get("reviewRating"), rating),
        "rating_value": _text(rating.get("ratingValue")),
        "worst_rating": _text(rating.get("worstRating")),
        "best_rating": _text(rating.get("bestRating")),
        "url": url,
        "published": _text(review.get("datePublished")),
        "author": _name(review.get("author"), by_id),
        "author_kind": _kind(author),
        "explanation": _text(review.get("reviewBody")),
        "tags": _text(review.get("keywords")),
        "claimed": _text(item.get("datePublished")),
        **_claimant(item, by_id),
        "appearances": " ".join(_appearances(item, url or page, by_id)),
    }
    reviewed = review.get("claimReviewed")
    claims = list(dict.fromkeys(filter(None, map(_text, reviewed if isinstance(reviewed, list) else [reviewed]))))
    if not claims:
        named = reviewed if isinstance(reviewed, dict) else item
        claims = [_text(named.get("name")) or _text(item.get("name")) or _text(item.get("text"))]
    for claim in claims:
        yield common | {"claim": claim, "language": _language(review, item)}


def _first(value: object, by_id: ById) -> Item:
    """Return the first object of a value, followed to its item if it is a mere reference."""
    if isinstance(value, list):
        value = next((element for element in value if isinstance(element, dict)), None)
    if not isinstance(value, dict):
        return {}
    return by_id.get(str(value.get("@id")), value) if len(value) == 1 else value


def _objects(value: object, by_id: ById) -> Iterator[Item | str]:
    """Yield the objects and texts of a value, one or a list."""
    for element in value if isinstance(value, list) else [value]:
        if isinstance(element, str):
            yield element
        elif isinstance(element, dict):
            yield _first(element, by_id)


def _address(review: Item, page: str, by_id: ById) -> str:
    """Return the review's own address, made absolute by its page or by its publisher's site."""
    bases = [page, *(_link(_first(review.get(name), by_id)) for name in _BASES)]
    for name in _ADDRESSES:
        value = review.get(name)
        url = value if isinstance(value, str) else _link(_first(value, by_id))
        if not url or (name == "@id" and not url.startswith("http")):
            continue
        return next((found for base in bases if (found := absolute(url, base)).startswith("http")), url)
    return page


def _link(item: Item) -> str:
    return next((url for name in ("url", "@id", "sameAs") if isinstance(url := item.get(name), str)), "")


def _claimant(item: Item, by_id: ById) -> dict[str, str]:
    author = _first(item.get("author"), by_id)
    name = _name(item.get("author"), by_id)
    if name.casefold() in _NO_CLAIMANT:
        return {}
    about = next((url for key in ("url", "sameAs") for url in _objects(author.get(key), by_id) if _is_path(url)), "")
    return {"claimant": name, "claimant_kind": _kind(author), "claimant_url": str(about)}


def _is_path(url: object) -> bool:
    return isinstance(url, str) and bool(url.strip("/# "))


def _appearances(item: Item, page: str, by_id: ById) -> Iterator[str]:
    """Yield the links of a claim's appearances, with "archived:" before a copy's."""
    given = [*_objects(item.get("firstAppearance"), by_id), *_objects(item.get("appearance"), by_id)]
    given += [*_objects(item.get("url"), by_id)]
    for appearance in given:
        url = appearance if isinstance(appearance, str) else _link(appearance)
        if not _is_path(url) or " " in url.strip():
            continue
        yield absolute(url.strip(), page)
        copy = "" if isinstance(appearance, str) else _text(appearance.get("archivedAt"))
        if copy.startswith("http"):
            yield from ("archived:", copy)


def _language(review: Item, item: Item) -> str:
    reviewed = review.get("claimReviewed")
    of_words = reviewed.get("@language") if isinstance(reviewed, dict) else None
    given = (of_words, item.get("inLanguage"), review.get("inLanguage"))
    return next(filter(None, (_language_code(language) for language in given)), "")


def _language_code(language: object) -> str:
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    return language if isinstance(language, str) else ""


def _rating(value: object, rating: Item) -> str:
    """Return a rating's name, or its value as in "2 of 5"."""
    if not rating:
        return _text(value[0] if isinstance(value, list) and value else value)
    name = _text(rating.get("alternateName")) or _text(rating.get("name"))
    number, best = _text(rating.get("ratingValue")), _text(rating.get("bestRating"))
    return name or (f"{number} of {best}" if number and best else number)


def _name(value: object, by_id: ById) -> str:
    """Return the names of a person or organization, or of several, joined by commas."""
    names = (given if isinstance(given, str) else _text(given.get("name")) for given in _objects(value, by_id))
    return ", ".join(dict.fromkeys(filter(None, (" ".join(name.split()) for name in names))))


def _kind(item: Item) -> str:
    known = (kind(name.replace("NewsMediaOrganization", "Organization")) for name in kinds(item))
    return next((found.value for found in known if found), "")


def _text(value: object, depth: int = _DEEPEST_TEXT) -> str:
    """Return a JSON value as text, with lists and objects flattened.

    A list gives the texts of its elements, an object its name, value or URL.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT else value)
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_text(element, depth - 1) for element in value[:_MOST_TEXTS])))
    if isinstance(value, dict) and depth:
        return next(filter(None, (_text(value.get(key), depth - 1) for key in _NAMING)), "")
    return ""
