"""Metadata in a page's head: Open Graph, JSON-LD, meta elements.

Nothing is guessed from the layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.corpus.dates import iso
from bot.corpus.metadata import merge, split_authors
from bot.corpus.parsed_article import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ARTICLES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
)
_TITLES = ("og:title", "twitter:title", "dc.title")
_OUTLETS = ("og:site_name", "dc.publisher")
_AUTHORS = ("author", "article:author", "dc.creator")
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "pubdate", "publish-date")


def page_metadata(page: Element) -> Metadata:
    """Return the metadata of a page's JSON-LD, then of its meta elements.

    JSON-LD comes first because it describes the article, not the page.
    """
    metadata = Metadata()
    for article in _linked_data(page):
        metadata = merge(metadata, _of_linked_data(article))
    return merge(metadata, _of_meta(page))


def _of_meta(page: Element) -> Metadata:
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(key.lower(), " ".join(element.get("content", "").split()))
    headings = [" ".join("".join(h.itertext()).split()) for h in page.iter("h1")]
    canonical = [link.get("href", "") for link in page.iter("link") if link.get("rel") == "canonical"]
    addresses = [*canonical, meta.get("og:url", "")]
    url = next((address for address in addresses if address.startswith(("http://", "https://"))), None)
    names = next((meta[key] for key in _AUTHORS if meta.get(key) and "://" not in meta[key]), "")
    return Metadata(
        title=next((meta[key] for key in _TITLES if meta.get(key)), headings[0] if len(headings) == 1 else None)
        or None,
        outlet=next((meta[key] for key in _OUTLETS if meta.get(key)), None),
        authors=split_authors(names),
        published=next((day for key in _DATES if (day := iso(meta.get(key, "")))), None),
        url=url,
    )


def _linked_data(page: Element) -> Iterator[dict[str, object]]:
    for script in page.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else []:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield item


def _of_linked_data(article: dict[str, object]) -> Metadata:
    people = article.get("author")
    listed = people if isinstance(people, list) else [people]
    published = article.get("datePublished")
    return Metadata(
        title=_name(article.get("headline")),
        outlet=_name(article.get("publisher")),
        authors=tuple(name for person in listed if (name := _name(person))),
        published=iso(published) if isinstance(published, str) else None,
    )


def _name(value: object) -> str | None:
    """Return a string, or the `name` of a JSON-LD node."""
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None
