"""Title, outlet, authors, date and address of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.corpus.dates import iso
from bot.corpus.metadata import split_authors
from bot.corpus.parsed_article import Metadata
from bot.corpus.readers.html_cleaning import bounded_text
from bot.corpus.readers.linked_data import Item, LinkedData, linked_data, plain

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_OUTLETS = ("og:site_name", "dc.publisher", "publisher", "application-name", "apple-mobile-web-app-title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time", "article:published:time", "datepublished", "og:article:published_time", "date",
    "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "pubdate", "publishdate", "publish-date",
    "publish_date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_SEPARATOR = re.compile(r"\s[-–—|·•:*›»/]{1,2}\s|\s?[|｜：]\s?")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{1,14}[a-z_]{0,4}/(?=https?://)")
_SHORTEST_NAME = 3  # letters that tell a site by its name
_LONGEST_OUTLET = 60  # characters: what is longer is a slogan
_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,12}/?\Z", re.IGNORECASE)
_MAIL = re.compile(r"\s{0,9}[<(]?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[>)]?\s{0,9}")
_SLUG = re.compile(r"@\w+|[a-z0-9]+(?:[._-][a-z0-9]+)+|[a-z]+\d+|\d+", re.ASCII)
_ACCOUNTS = frozenset({"admin", "administrator", "editor", "staff", "user", "webmaster", "root", "null", "undefined"})
_BY = re.compile(r"by\s+(?=\w)", re.IGNORECASE)
_LONGEST_DATE = 80  # letters, with "Published on" in front
_DATE_CLASS = re.compile(r"date|time|publi|fecha|datum", re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif|mis à jour|actuali|aktuali|aggiorn|atualiz|bijgewerkt", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"\A\D{0,30}(?<!\d)(?=\d{1,2}\D)")  # "Publicado el " of "Publicado el 4 de mayo de 2026"
_EARLIEST = "1995-01-01"  # htmldate's own limit: no page is older
_LATEST = "2100-01-01"


@dataclass(frozen=True, slots=True)
class PageHead:
    """A page's JSON-LD, meta elements, title, headings and address."""

    data: LinkedData
    meta: Mapping[str, str]
    title: str | None
    headings: tuple[str, ...]
    url: str | None

    @property
    def article(self) -> Item:
        """The JSON-LD item about this page: the one with its address, else the first."""
        about = (item for item in self.data.articles if self.url and self.url in _addresses(item))
        return next(about, None) or next(iter(self.data.articles), {})


def page_metadata(page: Element, head: PageHead) -> Metadata:
    """Return what the page says of itself. `with_fallbacks` completes it."""
    outlet = _outlet(head)
    return Metadata(
        title=_title(head, outlet),
        outlet=outlet,
        authors=_authors(head),
        published=_published(page, head),
        url=head.url,
    )


def page_head(page: Element) -> PageHead:
    """Return a page's JSON-LD, meta elements, title, headings and address."""
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := plain(element.get("content")):
            meta.setdefault(key.lower(), content)
    links = [link.get("href", "") for link in page.iter("link") if link.get("rel") == "canonical"]
    addresses = (_ARCHIVED.sub("", address) for address in [*links, meta.get("og:url", "")])
    headings = (plain(" ".join(heading.itertext())) for heading in page.iter("h1"))
    return PageHead(
        data=linked_data(page),
        meta=meta,
        title=plain(page.findtext(".//title")),
        headings=tuple(filter(None, headings)),
        url=next((address for address in addresses if address.startswith(("http://", "https://"))), None),
    )


def site_name(url: str | None) -> str | None:
    """Return a page's host: "https://www.lantern.example/a" -> "lantern.example"."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _addresses(item: Item) -> Iterator[object]:
    page = item.get("mainEntityOfPage")
    yield item.get("url")
    yield item.get("@id")
    yield page.get("@id") if isinstance(page, dict) else page


# ---- title


def _title(head: PageHead, outlet: str | None) -> str | None:
    sole_heading = head.headings[0] if len(head.headings) == 1 else None
    listed = (plain(head.article.get("headline")), *(head.meta.get(key) for key in _TITLES), sole_heading)
    title = next(filter(None, listed), None)
    return _without_site(title, head, outlet) if title else None


def _without_site(title: str, head: PageHead, outlet: str | None) -> str:
    """Return a title up to its heading, or without site and section."""
    if title in head.headings:
        return title
    title = _without_suffixes(title, _site_names(head, outlet), _sections(head))
    longer = (
        heading for heading in head.headings if title.startswith(heading) and _SEPARATOR.match(title, len(heading))
    )
    return next(longer, title)


def _without_suffixes(title: str, names: Set[str], sections: Set[str]) -> str:
    """Strip site and section: "Quay closes - Town | Harbour Post | by Ada Roe" -> "Quay closes"."""
    separators = list(_SEPARATOR.finditer(title))
    parts = _SEPARATOR.split(title)[1:]
    end = next((at for at, part in enumerate(parts) if _letters(part) in names), len(parts))
    while end and _is_site(parts[end - 1], names):
        end -= 1
    while end and _letters(parts[end - 1]) in sections:
        end -= 1
    is_cut = end < len(parts) and separators[end].start() > 0
    return title[: separators[end].start()].rstrip() if is_cut else title


def _sections(head: PageHead) -> set[str]:
    """Return the letters of the article's sections and of the folders in its address."""
    declared = head.article.get("articleSection")
    listed = declared if isinstance(declared, list) else [declared]
    names = (*listed, head.meta.get("article:section"), *urlsplit(head.url or "").path.split("/")[1:-1])
    letters = (_letters(name) for name in names if isinstance(name, str))
    return {name for name in letters if len(name) >= _SHORTEST_NAME and not name.isdecimal()}


def _last_part(title: str) -> tuple[int, int] | None:
    """Return the start and end of a title's last separator."""
    found = list(_SEPARATOR.finditer(title))
    return found[-1].span() if found and found[-1].start() > 0 else None


def _site_names(head: PageHead, outlet: str | None) -> set[str]:
    host = site_name(head.url) or ""
    names = (outlet, head.meta.get("og:site_name"), head.meta.get("application-name"), host, host.rpartition(".")[0])
    return {letters for name in names if len(letters := _letters(name or "")) >= _SHORTEST_NAME}


def _is_site(part: str, names: Iterable[str]) -> bool:
    """Compare a part of a title with the site's names."""
    letters = _letters(part)
    return len(letters) >= _SHORTEST_NAME and any(letters in name or name in letters for name in names)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


# ---- outlet


def _outlet(head: PageHead) -> str | None:
    """Return the site's own name; the publisher in the JSON-LD is often the company behind it.

    A name that the host bears goes first: "Security" may be a section of heise.example.
    """
    site, *others = (head.meta.get(key) for key in _OUTLETS)
    listed = (site, _publisher(head), *others, _title_suffix(head))
    named = [name for name in listed if name and _is_outlet(name, head)]
    host = {_letters(label) for label in (site_name(head.url) or "").split(".")[:-1]}
    of_host = (name for name in named if _is_site(name, host))
    return next(of_host, None) or next(iter(named), None)


def _publisher(head: PageHead) -> str | None:
    return next(_names(head.data, head.article.get("publisher")), None)


def _is_outlet(name: str, head: PageHead) -> bool:
    is_address = _DOMAIN.match(name) is not None or "://" in name or name.startswith("@")
    return not is_address and len(name) <= _LONGEST_OUTLET and name not in head.headings


def _title_suffix(head: PageHead) -> str | None:
    """Return the title element's last part for a host of that name."""
    title = head.title or ""
    host = site_name(head.url)
    cut = _last_part(title)
    if cut is None or host is None:
        return None
    name = title[cut[1] :].strip()
    return name if _is_site(name, {_letters(host.rpartition(".")[0])}) else None


# ---- authors


def _authors(head: PageHead) -> tuple[str, ...]:
    listed = tuple(_names(head.data, head.article.get("author")))
    meta = next((head.meta[key] for key in _AUTHORS if head.meta.get(key) and "://" not in head.meta[key]), "")
    return clean_authors(listed) or clean_authors(split_authors(_MAIL.sub(" ", meta).strip()))


def clean_authors(names: Iterable[str]) -> tuple[str, ...]:
    """Return names once, without mail addresses, account names and "By"."""
    cleaned = (_BY.sub("", _MAIL.sub(" ", name).strip(" ,;|"), count=1) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name and _is_author(name)))


def _is_author(name: str) -> bool:
    is_account = _SLUG.fullmatch(name) is not None or name.casefold() in _ACCOUNTS
    return not is_account and "://" not in name and any(letter.isalpha() for letter in name)


def _names(data: LinkedData, value: object) -> Iterator[str]:
    """Yield the names of a person, an organisation, or a list."""
    for item in value if isinstance(value, list) else [value]:
        resolved = data.resolved(item)
        named = resolved.get("name") if isinstance(resolved, dict) else resolved
        for name in named if isinstance(named, list) else [named]:
            if found := plain(name):
                yield found


# ---- date


def _published(page: Element, head: PageHead) -> str | None:
    candidates = (head.article.get("datePublished"), *(head.meta.get(key) for key in _DATES), *_marked_dates(page))
    dates = (iso(value) for value in candidates if isinstance(value, str))
    return next(filter(None, dates), None) or _htmldate(page, head) or _shown_date(page)


def _marked_dates(page: Element) -> Iterator[str | None]:
    """Yield the dates of elements marked as the time of publication."""
    for element in page.iter("time", "span", "abbr", "div", "p"):
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or element.get("content")
            yield "".join(element.itertext())


def _htmldate(page: Element, head: PageHead) -> str | None:
    from htmldate import find_date  # noqa: PLC0415 - it brings dateparser

    found = find_date(
        page,
        extensive_search=False,
        original_date=True,
        url=head.url,
        deferred_url_extractor=True,
        min_date=_EARLIEST,
        max_date=_LATEST,
    )
    return iso(found) if found else None


def _shown_date(page: Element) -> str | None:
    """Return the date above the article's text, for htmldate reads few months in words but English and German ones.

    A date of an update is none of publication.
    """
    for element in page.iter("time", "span", "div", "p"):
        text = bounded_text(element, _LONGEST_DATE)
        if element.tag == "p" and len(text) > _LONGEST_DATE:
            return None
        if _is_marked_as_date(element) and not _UPDATED.search(text) and (found := iso(_BEFORE_DAY.sub("", text))):
            return found
    return None


def _is_marked_as_date(element: Element) -> bool:
    return element.tag == "time" or bool(_DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def with_fallbacks(metadata: Metadata, head: PageHead) -> Metadata:
    """Fill a missing title and outlet from title element and host."""
    outlet = metadata.outlet or site_name(head.url)
    title = metadata.title or (_without_site(head.title, head, outlet) if head.title else None)
    is_title = title is not None and (" " in title or not title.isascii())
    return replace(metadata, title=title if is_title else metadata.title, outlet=outlet)
