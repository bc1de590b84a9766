"""Feeds of published verdicts: RSS 2.0, JSON Feed 1.1, and a DataFeed of ClaimReviews."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from bot.desk.interchange import claimreview
from bot.desk.publication.public_claims import PublicClaim, moment_of
from bot.model.json_types import Json

MOST_ITEMS = 100  # of RSS and JSON Feed; the DataFeed has all
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("atom", _ATOM)


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The site's title, its address, and what it shows.

    `address` ends with a slash; without one all links are relative. `publisher` is the author of the ClaimReviews.
    `scale` are the desk's ratings with a number. `linked_only`: only verdicts with a saved link are published.
    """

    title: str = "Fact-checks"
    address: str = ""
    publisher: str | None = None
    with_people: bool = False
    linked_only: bool = True
    scale: claimreview.Scale = ()


def headline(public: PublicClaim) -> str:
    """Return the title of a verdict in a feed: "False: The ferry carried 300 people."."""
    correction = "Corrected to " if public.earlier else ""
    return f"{correction}{public.verdict.rating}: {public.claim.text}"


def anchor(public: PublicClaim) -> str:
    """Return the address of a verdict on its page; a correction has another one."""
    return f"{public.path}#verdict-{public.verdict.number}"


def rss(claims: Sequence[PublicClaim], options: SiteOptions) -> str:
    """Return the newest verdicts as RSS 2.0."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", options.title)
    _add(channel, "link", options.address or "index.html")
    _add(channel, "description", f"Verdicts of {options.publisher or 'a fact-checking desk'}, with their evidence.")
    _add(channel, "language", "en")
    if options.address:
        link = {"href": f"{options.address}feed.xml", "rel": "self", "type": "application/rss+xml"}
        ET.SubElement(channel, f"{{{_ATOM}}}link", link)
    for public in claims[:MOST_ITEMS]:
        item = ET.SubElement(channel, "item")
        _add(item, "title", headline(public))
        _add(item, "link", f"{options.address}{public.path}")
        _add(item, "guid", f"{options.address}{anchor(public)}").set("isPermaLink", str(bool(options.address)).lower())
        if public.moment:
            _add(item, "pubDate", format_datetime(public.moment))
        for category in (public.verdict.rating, *public.claim.tags):
            _add(item, "category", category)
        _add(item, "description", _as_html(public.verdict.explanation or public.verdict.rating))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def json_feed(claims: Sequence[PublicClaim], options: SiteOptions) -> str:
    """Return the newest verdicts as JSON Feed 1.1."""
    feed: dict[str, Json] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": options.title,
        "home_page_url": options.address or "index.html",
        "feed_url": f"{options.address}feed.json",
        "language": "en",
        "items": [_feed_item(public, options) for public in claims[:MOST_ITEMS]],
    }
    if options.publisher:
        feed["authors"] = [{"name": options.publisher}]
    return _dump(feed)


def data_feed(claims: Sequence[PublicClaim], options: SiteOptions) -> str:
    """Return all verdicts as a schema.org DataFeed of ClaimReviews, as Data Commons takes it."""
    elements: list[Json] = [_feed_element(public, options) for public in claims]
    moments = [public.moment for public in claims if public.moment]
    feed: dict[str, Json] = {"@context": claimreview.CONTEXT, "@type": "DataFeed", "name": options.title}
    if moments:
        feed["dateModified"] = max(moments).isoformat()
    return _dump(feed | {"dataFeedElement": elements})


def review(public: PublicClaim, options: SiteOptions) -> dict[str, Json]:
    """Return a verdict's ClaimReview; without the newsroom's own page it links to the site's."""
    own = f"{options.address}{public.path}" if options.address else None
    file = replace(public.file, claim=replace(public.claim, url=public.link or own))
    found = claimreview.claim_review(file, options.publisher, options.scale)
    assert found is not None
    # A page of the site is no draft, even if nobody has told its address.
    return {name: value for name, value in found.items() if name != "creativeWorkStatus"}


def _feed_item(public: PublicClaim, options: SiteOptions) -> dict[str, Json]:
    verdict = public.verdict
    item: dict[str, Json] = {
        "id": f"{options.address}{anchor(public)}",
        "url": f"{options.address}{public.path}",
        "external_url": public.link,
        "title": headline(public),
        "content_text": "\n\n".join(filter(None, (f"{verdict.rating}.", verdict.explanation))),
        "date_published": public.moment.isoformat() if public.moment else None,
        "tags": [verdict.rating, *public.claim.tags],
        "language": public.claim.provenance.language,
    }
    if verdict.author:
        item["authors"] = [{"name": verdict.author}]
    return {name: value for name, value in item.items() if value}


def _feed_element(public: PublicClaim, options: SiteOptions) -> dict[str, Json]:
    first = moment_of((public.earlier or (public.verdict,))[-1])
    claim_review = review(public, options)
    del claim_review["@context"]
    element: dict[str, Json] = {
        "@type": "DataFeedItem",
        "dateCreated": first.isoformat() if first else None,
        "dateModified": public.moment.isoformat() if public.moment else None,
        "url": claim_review.get("url"),
        "item": [claim_review],
    }
    return {name: value for name, value in element.items() if value}


def search_records(claims: Sequence[PublicClaim]) -> str:
    """Return what the filter of the list page searches, newest first."""
    return script_safe(json.dumps(list(_search_records(claims)), ensure_ascii=False, separators=(",", ":")))


def _search_records(claims: Sequence[PublicClaim]) -> Iterator[dict[str, Json]]:
    for public in claims:
        claimant = public.claim.provenance.claimant
        yield {
            "path": public.path,
            "claim": public.claim.text,
            "rating": public.verdict.rating,
            "date": public.date or "",
            "more": " ".join(filter(None, (claimant.name if claimant else "", public.claim.title, *public.claim.tags))),
        }


def _as_html(text: str) -> str:
    """Return a text as paragraphs: a description is HTML, in which readers of feeds would take "<b" for a tag."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _NOT_IN_XML.sub(" ", text)
    return element


def _dump(value: Json) -> str:
    return script_safe(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def script_safe(text: str) -> str:
    """Return JSON for a <script> element, which "</script>" would end and "<!--" would change."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
