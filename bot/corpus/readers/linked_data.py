"""JSON-LD of a page as sites write it, and its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Item = Mapping[str, object]

_ARTICLE_KINDS = frozenset({"BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting"})
# Where sites put the article of a page. Lists of other articles (itemListElement, hasPart) are left alone.
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf")
_LONGEST_SCRIPT = 2_000_000  # characters
_DEEPEST = 6
_OPENINGS = ("<!--", "//", "/*", "*/", "<![CDATA[")
_CLOSINGS = ("-->", "//", "/*", "*/", "]]>", ";")
# What JSON forbids and sites write: comments, and a comma before a closing bracket. Strings are stepped over.
_FORBIDDEN = re.compile(
    r"""
    "(?:[^"\\]|\\.)*+"              # a string, which stays
    | /\*[^*]{0,2000}\*/            # a comment
    | //[^\n]{0,2000}               # a comment to the end of the line
    | ,(?=\s{0,200}[}\]])           # a comma that nothing follows
    """,
    re.VERBOSE | re.DOTALL,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# With its semicolon: the "&copy" of "?a=1&copy=2" is none.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EDITORS_TAG = re.compile(
    r"""
    </?(?:p|br|div|li|ul|ol|h[1-6]|b|i|u|em|strong|span|a|sup|sub|font|small|blockquote)
    (?: \s{1,9}[\w:-]{1,40}=(?:"[^"<>]{0,999}"|'[^'<>]{0,999}'|[^\s<>"']{1,200}) ){0,9}  # attributes
    \s{0,9}/?>
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a page's JSON-LD says. `articles` are its items that are articles, in order, `by_id` all that bear one."""

    articles: tuple[Item, ...]
    by_id: Mapping[str, Item]

    def resolved(self, value: object) -> object:
        """Follow a reference such as {"@id": "#author"} to its item."""
        if isinstance(value, dict) and "name" not in value:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def linked_data(page: Element) -> LinkedData:
    """Return the JSON-LD of a page. What can't be read is left out."""
    items = [
        item
        for script in page.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
        for value in script_values(script.text or "")
        for item in _items(value, 0)
    ]
    by_id: dict[str, Item] = {}
    for item in items:
        if isinstance(id_ := item.get("@id"), str):
            by_id.setdefault(id_, item)
    return LinkedData(tuple(item for item in items if _is_article(item)), by_id)


def plain(value: object) -> str | None:
    """Return a string without tags and entities, on one line; None for anything else."""
    if not isinstance(value, str):
        return None
    text = _unescaped(value)
    return " ".join(_TAG.sub("", text).split()) or None if text else None


def without_markup(text: str) -> str:
    """Return text without entities and the tags that editors write: "&lt;b&gt;No&lt;/b&gt;" -> "No".

    Other text between < and > stays: it may be a claim's own words.
    """
    while "&" in text and (once := _ENTITY.sub(_character, text)) != text:
        text = once
    return _EDITORS_TAG.sub(_line_break, text) if "<" in text else text


def _character(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def _line_break(tag: re.Match[str]) -> str:
    return "\n" if _BREAK.fullmatch(tag[0]) else ""


def paragraphs(value: object) -> tuple[str, ...]:
    """Return the paragraphs of a text such as `articleBody`, without HTML."""
    texts = value if isinstance(value, list) else [value]
    lines = (line for text in texts if isinstance(text, str) for line in _BREAK.sub("\n", _unescaped(text)).split("\n"))
    return tuple(line for part in lines if (line := " ".join(_TAG.sub("", part).split())))


def _unescaped(text: str) -> str:
    """Return text without entities, `&amp;quot;` included."""
    for _ in range(2):
        if "&" not in text:
            break
        text = unescape(text)
    return text


def script_values(source: str) -> Iterator[object]:
    """Yield the JSON values of one script, usually one."""
    if len(source) > _LONGEST_SCRIPT:
        return
    yield from json_values(_unwrapped(source))


def json_values(source: str) -> list[object]:
    """Return the JSON values of a text in order, none without any.

    Line breaks inside strings, comments, and commas that nothing follows are accepted.
    """
    return values_and_place(source)[0]


def values_and_place(source: str) -> tuple[list[object], int | None]:
    """Return the JSON values of a text as `json_values` does, and the line from which on it can't be read, or None."""
    strict = _decoded(source.strip())
    if strict[0] and strict[1] is None:
        return strict
    tolerant = _decoded(_FORBIDDEN.sub(_stays, source).strip())
    return strict if len(strict[0]) > len(tolerant[0]) else tolerant


def _unwrapped(source: str) -> str:
    """Strip a script's comment marks and CDATA section."""
    source = source.strip()
    while opening := next((mark for mark in _OPENINGS if source.startswith(mark)), None):
        source = source.removeprefix(opening).lstrip()
    while closing := next((mark for mark in _CLOSINGS if source.endswith(mark)), None):
        source = source.removesuffix(closing).rstrip()
    return source


def _stays(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else ""


def _decoded(source: str) -> tuple[list[object], int | None]:
    """Return a source's JSON values in order, and the line from which on it can't be read, or None."""
    decoder = json.JSONDecoder(strict=False)  # sites write line breaks inside strings
    values: list[object] = []
    at = 0
    while at < len(source):
        try:
            value, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            return values, source.count("\n", 0, at) + 1
        values.append(value)
        while at < len(source) and source[at] in " \t\r\n,;":
            at += 1
    return values, None


def _items(value: object, depth: int) -> Iterator[Item]:
    """Yield a value's items and those in its containers, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _items(inner, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _CONTAINERS:
            yield from _items(value.get(key), depth + 1)


def kinds(item: Item) -> Sequence[str]:
    """Return the schema.org types of an item: "NewsArticle" for "http://schema.org/NewsArticle"."""
    declared = item.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return [re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)]


def _is_article(item: Item) -> bool:
    return any(kind.endswith("Article") or kind in _ARTICLE_KINDS for kind in kinds(item))
