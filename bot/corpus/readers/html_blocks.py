"""Lines of a short page by its own markup, for pages without an article's layout."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from bot.corpus.readers.html_cleaning import cut
from bot.corpus.readers.html_lines import lines_of
from bot.corpus.structure.text_lines import TextLine

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FURNITURE = (
    "aside", "button", "dialog", "figure", "footer", "head", "iframe", "menu", "nav", "noscript", "object",
    "script", "select", "style", "svg", "template",
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    "address",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "hgroup",
    "hr",
    "pre",
    "section",
    "summary",
)
# HTML's elements as `html_lines` knows them from trafilatura.
_STRUCTURES = {
    **dict.fromkeys(_HEADINGS, "head"),
    **dict.fromkeys(("table", "tbody", "thead", "tfoot"), "table"),
    **dict.fromkeys(("ul", "ol"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(_BLOCKS, "div"),
    "blockquote": "quote",
    "br": "lb",
    "li": "item",
    "p": "p",
    "tr": "row",
}


def page_lines(page: Element) -> tuple[TextLine, ...]:
    """Return all lines of a page outside navigation, forms and footers."""
    copy = deepcopy(page)
    for element in list(copy.iter(*_FURNITURE)):
        cut(element)
    for element in list(copy.iter("form", "header")):
        if not _holds_article(element):
            cut(element)
    for element in copy.iter(*_STRUCTURES):
        if element.tag in _HEADINGS:
            element.set("rend", element.tag)
        if element.tag == "th":
            element.set("role", "head")
        element.tag = _STRUCTURES[element.tag]
    body = copy.find("body")
    _make_blocks_of_ancestors(copy)
    return lines_of(copy if body is None else body)


def _make_blocks_of_ancestors(page: Element) -> None:
    """Make every element around a block a block: forms, custom elements."""
    structures = frozenset(_STRUCTURES.values())
    for element in page.iter(*(structures - {"lb"})):
        for ancestor in element.iterancestors():
            if ancestor.tag in structures:
                break
            ancestor.tag = "div"


def _holds_article(element: Element) -> bool:
    """Return whether a header or form is an article's or the whole page's."""
    is_of_article = element.tag == "header" and next(element.iterancestors("article", "main"), None) is not None
    return is_of_article or next(element.iter("article", "h1", "main"), None) is not None
