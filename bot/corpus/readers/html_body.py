"""The article within a page: trafilatura's reading, or a fuller one.

Trafilatura takes one container, and some sites spread an article over several. What it finds is therefore compared
with the run of paragraphs that look the same in the page, and with `articleBody` of the JSON-LD.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.corpus.readers.html_blocks import page_lines
from bot.corpus.readers.html_cleaning import bounded_text
from bot.corpus.readers.html_lines import lines_of
from bot.corpus.readers.linked_data import Item, paragraphs
from bot.corpus.structure.text_lines import TextLine
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FULLER = 4 / 3  # times the characters
_STUB = 250  # characters: what trafilatura found is hardly an article
_MUCH_FULLER = 4
_SHORT_PAGE = 20_000  # characters
_SHORTEST_PARAGRAPH = 40  # characters by which a paragraph is known again
_END = 20  # characters
_NEAR = 4  # ancestors: paragraphs of one article share one of them
_LEAST_SHARE = 0.3  # of the paragraphs' characters: where the article's paragraphs stand
_PROSE_SHARE = 0.6
_MOST_LINKED = 0.4
_SENTENCE = re.compile(r"[.!?…。！？।؟][”’\"'»)\]“]{0,2}\Z")
_ENDS = re.compile(r"[^\W\d_][.!?][”’\"'»)]?\s|[。！？।؟]")
_LONGEST_SENTENCE = 400  # characters, on average
_FEWEST_WORDS = 5
_DIGITS = re.compile(r"\d+")
_PROSE_KINDS = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DEEPEST = 40  # ancestors that are looked at
_FEWEST_STUB_WORDS = 200  # a closed page with fewer words shows an opening


@dataclass(frozen=True, slots=True)
class Body:
    """An article's lines, and whether they are only a part of it."""

    lines: tuple[TextLine, ...]
    in_part: bool = False


def article_body(page: Element, article: Item) -> Body:
    """Return the fullest reading of a page in prose."""
    found = _extracted(page)
    fuller = _with_run(found, page)
    published = tuple(TextLine(BlockKind.PARAGRAPH, text) for text in paragraphs(article.get("articleBody")))
    in_part = False
    for reading in (fuller, published):
        if _size(reading) > _FULLER * _size(found):
            if is_prose(line.text for line in reading if line.kind in _PROSE_KINDS):
                found = reading
            else:
                in_part = True
    return Body(found, in_part or _is_closed(found, article))


def _extracted(page: Element) -> tuple[TextLine, ...]:
    """Return trafilatura's reading: default, recall mode for stubs, baseline, or all lines of a short page."""
    from trafilatura.baseline import baseline  # noqa: PLC0415 - half a second to import, and only pages need it

    found = _read(page, favor_recall=False)
    if _size(found) < _STUB:
        recalled = _read(page, favor_recall=True)
        found = recalled if _size(recalled) > _MUCH_FULLER * _size(found) else found
    if len(found) > 1:
        return found
    lines = page_lines(page)
    if _is_glued(found, lines) or (not found and is_prose(line.text for line in lines)):
        return lines
    return found or lines_of(baseline(page)[0])


def _is_glued(found: Sequence[TextLine], lines: Sequence[TextLine]) -> bool:
    """Return whether one paragraph holds several lines of a page: trafilatura's last resort is a page's whole text."""
    if len(found) != 1 or len(lines) < 2 or len(found[0].text) > _SHORT_PAGE:
        return False
    # Not in order: trafilatura leaves copies of a paragraph out.
    text = _letters(found[0].text)
    return all(_letters(line) in text for line in dict.fromkeys(line.text for line in lines))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _read(page: Element, *, favor_recall: bool) -> tuple[TextLine, ...]:
    import trafilatura  # noqa: PLC0415

    article = trafilatura.bare_extraction(page, favor_recall=favor_recall, include_comments=False, include_tables=True)
    return lines_of(article.body) if isinstance(article, trafilatura.settings.Document) else ()


def _size(lines: Iterable[TextLine]) -> int:
    return sum(len(line.text) for line in lines if line.kind is not BlockKind.HEADING)


def is_prose(texts: Iterable[str]) -> bool:
    """Return whether most of the characters stand in sentences."""
    listed = list(texts)
    characters = sum(map(len, listed))
    in_sentences = sum(len(text) for text in listed if _is_in_sentences(text))
    return in_sentences > _PROSE_SHARE * characters > 0


def _is_in_sentences(text: str) -> bool:
    """Return whether a paragraph is made of sentences."""
    has_words = len(text.split()) >= _FEWEST_WORDS or not text.isascii()
    return has_words and (
        _SENTENCE.search(text) is not None or len(_ENDS.findall(text)) * _LONGEST_SENTENCE > len(text)
    )


def _is_closed(lines: Sequence[TextLine], article: Item) -> bool:
    """Return whether a page declares a paywall and shows an opening."""
    if str(article.get("isAccessibleForFree")).lower() != "false":
        return False
    words = sum(len(line.text.split()) for line in lines)
    counted = str(article.get("wordCount") or "").strip()
    return words * _FULLER < (int(counted) if counted.isdecimal() else _FEWEST_STUB_WORDS)


# ---- the run of paragraphs


def _with_run(found: Sequence[TextLine], page: Element) -> tuple[TextLine, ...]:
    """Add the paragraphs with the same ancestors as the found ones."""
    known = _Known([line.text for line in found if line.kind in _PROSE_KINDS])
    places = [place for paragraph in page.iter("p") if (place := _Place.of(paragraph)).text]
    sizes: Counter[str] = Counter()
    containers: Counter[Element] = Counter()
    for place in places:
        if known.has(place.text):
            sizes[place.signature] += len(place.text)
            containers.update(dict.fromkeys(place.containers, len(place.text)))
    least = max(_LEAST_SHARE * sizes.total(), 1)
    alike = [place for place in places if sizes[place.signature] >= least]
    near = {container for container, size in containers.items() if size >= least}
    run = [place for place in alike if known.has(place.text) or not near.isdisjoint(place.containers)]
    if sum(len(place.text) for place in run) <= _FULLER * sizes.total():
        return tuple(found)
    added = [place for place in run if not known.has(place.text)]
    return _merged(tuple(_lines_around(page, run)), found, known) if _is_article_prose(added) else tuple(found)


class _Known:
    """The found paragraphs, recognised by their first and last characters."""

    def __init__(self, texts: Iterable[str]) -> None:
        long = [text for text in texts if len(text) >= _SHORTEST_PARAGRAPH]
        self._openings = {text[:_END] for text in long}
        self._endings = {text[-_END:] for text in long}

    def has(self, text: str) -> bool:
        return text[:_END] in self._openings or text[-_END:] in self._endings


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph of a page with its ancestors' tags and classes."""

    element: Element
    text: str
    signature: str
    containers: tuple[Element, ...]

    @classmethod
    def of(cls, paragraph: Element) -> _Place:
        ancestors = list(islice(paragraph.iterancestors(), _DEEPEST))
        names = (f"{ancestor.tag}.{_DIGITS.sub('', ancestor.get('class') or '')}" for ancestor in ancestors)
        containers = tuple(ancestor for ancestor in ancestors[:_NEAR] if ancestor.tag not in ("body", "html"))
        return cls(paragraph, bounded_text(paragraph, 20_000), "/".join(names), containers)


def _is_article_prose(added: Sequence[_Place]) -> bool:
    """Return whether paragraphs are prose, and no links."""
    linked = sum(len(bounded_text(link)) for place in added for link in place.element.iter("a"))
    is_linked = linked > _MOST_LINKED * sum(len(place.text) for place in added)
    return not is_linked and is_prose(place.text for place in added)


def _lines_around(page: Element, run: Sequence[_Place]) -> Iterator[TextLine]:
    """Yield the paragraphs of a run with headings, bullets and quotations."""
    by_element = {place.element: place.text for place in run}
    containers = {element.getparent() for element in by_element}
    for element in page.iter("p", "li", "blockquote", *_HEADINGS):
        if element in by_element:
            yield TextLine(BlockKind.PARAGRAPH, by_element[element])
        elif element.tag in _HEADINGS and element.getparent() in containers and (text := bounded_text(element)):
            yield TextLine(BlockKind.HEADING, text, _HEADINGS[element.tag])
        elif element.tag == "li" and _grandparent(element) in containers and (text := bounded_text(element)):
            yield TextLine(BlockKind.LIST_ITEM, f"- {text}")
        elif element.tag == "blockquote" and element.getparent() in containers and (text := bounded_text(element)):
            yield TextLine(BlockKind.QUOTATION, text)


def _grandparent(element: Element) -> Element | None:
    parent = element.getparent()
    return None if parent is None else parent.getparent()


def _merged(run: Sequence[TextLine], found: Sequence[TextLine], known: _Known) -> tuple[TextLine, ...]:
    """Merge the lines of a run with the found ones."""
    texts = {line.text for line in run}
    in_run = _Known(texts)
    after: dict[str | None, list[TextLine]] = {}
    last = None
    for line in found:
        if line.text in texts:
            last = line.text
        elif not (known.has(line.text) and in_run.has(line.text)):
            after.setdefault(last, []).append(line)
    merged = list(after.pop(None, ()))
    for line in run:
        merged += [line, *after.pop(line.text, ())]
    return tuple(merged)
