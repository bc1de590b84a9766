"""Hover cards, shortcodes and other articles' headlines in paragraphs, taken out.

A sentence with a hover card's words in it was never published as such, and would be quoted as if it were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PARAGRAPHS = ("p", "li", "blockquote", "h1", "h2", "h3", "h4")
_INLINE = frozenset(
    {"a", "abbr", "b", "button", "cite", "em", "font", "i", "label", "mark", "q", "s", "small", "span", "strong", "u"}
)
# Blocks that no sentence runs through.
_BLOCKS = frozenset(
    {"address", "article", "aside", "button", "dialog", "div", "dl", "figure", "footer", "form", "h1", "h2", "h3", "h4",
     "h5", "h6", "header", "hgroup", "nav", "p", "section", "table", "template"}
)  # fmt: skip
_CARD = re.compile(r"\b(?:tooltip|hover-?card|popover|pop-?up|preview-?card|tippy|info-?card)", re.IGNORECASE)
_CARD_ROLES = frozenset({"tooltip", "dialog", "alertdialog"})
_MOST_LINKS = 20  # of one paragraph that are looked at
_LONGEST_PARAGRAPH = 5_000  # characters
_MANY_PARAGRAPHS = 5_000  # more than any article has
_MOST_COPIES = 20
_SHORTEST_NAME = 5  # characters: a shorter word may well be doubled
_LONGEST_CARD = 600
_SMALL_CELL = 400
_END = re.compile(r"[.!?…][”’\"'»)\]]{0,2}\s*\Z")
_FEWEST_HEADLINE_WORDS = 4
_MOST_HEADLINE_WORDS = 25
_SHORTCODE = re.compile(
    r"""
    \[/?(?:vc|et_pb|su|fusion|elementor|wp|rev_slider|td|av)_\w{1,40}(?:\s[^\[\]]{0,400})?\]    # a page builder's mark
    | \[(?:\w{2,20}-){0,3}\w{2,20}\s{1,9}[\w-]{1,20}=["'”″][^\[\]]{0,600}\]               # a mark with attributes
    | \[/?(?:caption|embed|gallery|playlist|contact-form(?:-7)?|adrotate|ad_\d|dropcap)\]   # one without
    | \[/(?:audio|video|youtube|tweet|pullquote|quote)\]
    """,
    re.VERBOSE,
)


def clean(page: Element) -> frozenset[str]:
    """Clean a page's paragraphs, and return those of one link alone."""
    _cut_copies(page)
    for card in list(_cards(page)):
        cut(card)
    teasers = set()
    for paragraph in page.iter("p"):
        links = list(islice(paragraph.iter("a"), _MOST_LINKS))
        text = bounded_text(paragraph) if links else ""
        if text and is_headline(text) and text == bounded_text(links[0]):
            teasers.add(text)
            continue
        for link in links if len(text) < _LONGEST_PARAGRAPH else ():
            if _is_headline_between_sentences(link, paragraph):
                cut(link)
    _cut_shortcodes(page)
    _flatten_cells(page)
    return frozenset(teasers)


def _cut_copies(page: Element) -> None:
    """Drop copies of one paragraph from pages of thousands."""
    paragraphs = list(page.iter("p"))
    if len(paragraphs) < _MANY_PARAGRAPHS:
        return
    copies: Counter[str] = Counter()
    for paragraph in paragraphs:
        text = bounded_text(paragraph)
        copies[text] += 1
        if copies[text] > _MOST_COPIES:
            cut(paragraph)


def bounded_text(element: Element, limit: int = _LONGEST_PARAGRAPH) -> str:
    """Return an element's text on one line, up to about `limit` characters."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > limit:
            break
    return " ".join("".join(parts).split())


def cut(element: Element) -> None:
    """Remove an element from its tree, keeping the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = _joined(before.tail or "", tail)
    else:
        parent.text = _joined(parent.text or "", tail)
    element.tail = None
    parent.remove(element)


def _joined(before: str, after: str) -> str:
    is_glued = before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if is_glued else f"{before}{after}"


# ---- cards


def _cards(page: Element) -> Iterator[Element]:
    """Yield the hover cards of paragraphs."""
    from lxml import etree  # noqa: PLC0415 - text files need no parser

    open_paragraphs = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if element.tag in _PARAGRAPHS:
            open_paragraphs += 1 if event == "start" else -1
        elif event == "start" and open_paragraphs and isinstance(element.tag, str) and _is_card(element):
            yield element


def _is_card(element: Element) -> bool:
    parent = element.getparent()
    if parent is None:
        return False
    if element.get("role") in _CARD_ROLES or _CARD.search(element.get("class") or ""):
        return bool((parent.text or element.tail or "").strip()) and _is_short(element)
    is_block = element.tag in _BLOCKS and bool(parent.text and parent.text.strip())
    return parent.tag in _INLINE and (is_block or _is_doubled(element, parent)) and _is_short(element)


def _is_short(element: Element) -> bool:
    return len(bounded_text(element, _LONGEST_CARD + 1)) <= _LONGEST_CARD


def _is_doubled(element: Element, parent: Element) -> bool:
    """Detect a repeated name: `Ina Thorsen<b>Ina Thorsen, mayor</b>`."""
    words = " ".join((parent.text or "").split())
    is_first = parent[0] is element and len(words) >= _SHORTEST_NAME
    return is_first and bounded_text(element, len(words) * 2).startswith(words)


# ---- headlines of other articles


def is_headline(text: str) -> bool:
    """Detect a line of a headline's length without a sentence's end."""
    return _FEWEST_HEADLINE_WORDS <= len(text.split()) <= _MOST_HEADLINE_WORDS and not _END.search(text)


def _is_headline_between_sentences(link: Element, paragraph: Element) -> bool:
    """Detect another article's headline between two sentences or behind the last."""
    text = bounded_text(link, 500)
    if not is_headline(text) or not text[0].isupper():
        return False
    before, after = _around(link, paragraph)
    return bool(_END.search(before)) and (not after or after[0].isupper() or after[0] in '“"„«‘')


def _around(link: Element, paragraph: Element) -> tuple[str, str]:
    """Split a paragraph's text around one of its links."""
    from lxml import etree  # noqa: PLC0415 - text files need no parser

    sides: tuple[list[str], list[str]] = ([], [])
    side, is_inside = 0, False
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if element is link:
            side, is_inside = 1, event == "start"
        if is_inside or not isinstance(element.tag, str):
            continue
        text = element.text if event == "start" and element is not link else element.tail if event == "end" else None
        if text and not (event == "end" and element is paragraph):
            sides[side].append(text)
    before, after = ("".join(parts) for parts in sides)
    return before, after.strip()


# ---- shortcodes


def _cut_shortcodes(page: Element) -> None:
    """Remove shortcodes such as `[caption id="4"]` from a page's text."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element.text and "[" in element.text:
            element.text = _SHORTCODE.sub("", element.text)
        if element.tail and "[" in element.tail:
            element.tail = _SHORTCODE.sub("", element.tail)


# ---- tables


def _flatten_cells(page: Element) -> None:
    """Make lists within small table cells plain text: trafilatura drops them."""
    for element in page.iter("ul", "ol", "li"):
        cell = next(element.iterancestors("td", "th", "article", "body"), None)
        if cell is not None and cell.tag in ("td", "th") and len(bounded_text(cell, _SMALL_CELL + 1)) <= _SMALL_CELL:
            element.tag = "span"
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
