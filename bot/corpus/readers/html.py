""".html -> ParsedArticle: article, metadata and boilerplate of a page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.corpus.decoding import REPLACEMENT, decode_page
from bot.corpus.metadata import merge, read_lines
from bot.corpus.parsed_article import ParsedArticle, UnreadableFileError
from bot.corpus.readers.html_body import article_body
from bot.corpus.readers.html_cleaning import clean
from bot.corpus.readers.html_metadata import page_head, page_metadata, with_fallbacks
from bot.corpus.structure.text_lines import TextLine, lay_out
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST_TAG = 200_000  # characters; only images written into the page are longer
_MOST_ATTRIBUTES = 20_000
_DOCUMENT = re.compile(r"<(?:html|head|body|!doctype|title|meta)\b", re.IGNORECASE)
_HEAD = 10_000  # characters in which a whole document says that it is one
_WRAPPED = "<html><body>{}</body></html>"


def parse_html(data: bytes) -> ParsedArticle:
    """Return a page's article. Raises UnreadableFileError."""
    page = parsed(decode_page(data))
    head = page_head(page)
    metadata = page_metadata(page, head)
    teasers = clean(page)
    body = article_body(page, head.article)
    if not body.lines:
        raise UnreadableFileError("holds no recognisable article text.")
    lines = [_marked(line, teasers) for line in body.lines]
    # A page may show U+FFFD of its own; one that stands for a bad byte is nothing to quote.
    if REPLACEMENT.encode() not in data and any(REPLACEMENT in line.text for line in lines):
        raise UnreadableFileError("isn't UTF-8 text; save it as UTF-8 and add it again.")
    if metadata.title and all(line.level != 1 and line.text != metadata.title for line in lines):
        lines.insert(0, TextLine(BlockKind.HEADING, metadata.title, 1))
    text, raw_blocks = lay_out(lines)
    metadata = with_fallbacks(merge(metadata, read_lines(text, raw_blocks)), head)
    return ParsedArticle(text, tuple(raw_blocks), metadata, read_in_part=body.in_part)


def parsed(source: str) -> Element:
    """Return a page's tree. Raises UnreadableFileError."""
    import trafilatura  # noqa: PLC0415 - half a second to import, and only pages need it

    _check_tags(source)
    _speed_up_parser()
    page: Element | None = trafilatura.load_html(
        source if _DOCUMENT.search(source, 0, _HEAD) else _WRAPPED.format(source)
    )
    if page is None:
        raise UnreadableFileError("holds no readable HTML.")
    return page


@cache
def _speed_up_parser() -> None:
    """Let lxml choose the classes of elements in C.

    `lxml.html` chooses them in Python, once for every element that is touched: a quarter of a page's time. The classes
    of forms and labels, which nobody needs here, become plain elements.
    """
    from lxml import etree, html  # noqa: PLC0415
    from trafilatura.utils import HTML_PARSER  # noqa: PLC0415

    HTML_PARSER.set_element_class_lookup(
        etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
    )


def _marked(line: TextLine, teasers: frozenset[str]) -> TextLine:
    """Return a line as boilerplate if it is another article's link."""
    return TextLine(BlockKind.BOILERPLATE, line.text) if line.text in teasers else line


def _check_tags(source: str) -> None:
    """Raise UnreadableFileError for a tag that takes the parser minutes: its time is quadratic in the attributes."""
    if len(source) < _LONGEST_TAG:
        return
    for part in source.split("<"):
        if len(part) > _MOST_ATTRIBUTES and part[0].isalpha() and part.partition(">")[0].count("=") > _MOST_ATTRIBUTES:
            raise UnreadableFileError(f"holds a tag with more than {_MOST_ATTRIBUTES:,} attributes.")
