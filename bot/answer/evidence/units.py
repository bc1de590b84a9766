"""Units of a document: sentences, rows, bullets, headings, with a word index.

A unit has at most LONGEST_SENTENCE characters, so that what is searched in it takes bounded time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.corpus.sentences import LONGEST_SENTENCE, sentences
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span
from bot.normalize import WORD, stem
from bot.search.numbers import numbers

UNITS_VERSION = "3"  # raise it when a document is split in another way, or its stems are others

_WHOLE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotable unit of a document.

    `context` holds the stems of its introduction: headings, lead-in and table header. `section` is the number of its
    run of blocks under one heading.
    """

    span: Span
    block: Block
    section: int
    context: frozenset[str]

    @property
    def boilerplate(self) -> bool:
        return self.block.kind is BlockKind.BOILERPLATE

    @property
    def heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True)
class WordStarts:
    """Inverted index of one document: stem -> ascending word starts.

    The starts of all stems share one array: a tenth of the memory of a list for each stem.
    """

    numbers: Mapping[str, int]
    ends: array[int]  # the end of each stem's run in `starts`, by its number
    starts: array[int]

    def __contains__(self, stemmed: str) -> bool:
        return stemmed in self.numbers

    def get(self, stemmed: str) -> array[int]:
        """Return the starts of a stem."""
        first, end = self._range(stemmed)
        return self.starts[first:end]

    def between(self, stemmed: str, span: Span) -> array[int]:
        """Return the starts of a stem in `span`."""
        first, end = self._range(stemmed)
        inside = bisect_left(self.starts, span.start, first, end)
        return self.starts[inside : bisect_left(self.starts, span.end, inside, end)]

    def any_between(self, stemmed: str, span: Span) -> bool:
        """Check `span` for a stem."""
        first, end = self._range(stemmed)
        inside = bisect_left(self.starts, span.start, first, end)
        return inside < end and self.starts[inside] < span.end

    def _range(self, stemmed: str) -> tuple[int, int]:
        number = self.numbers.get(stemmed)
        if number is None:
            return 0, 0
        return (self.ends[number - 1] if number else 0), self.ends[number]


@dataclass(frozen=True, slots=True)
class DocumentUnits:
    """A document's units in order, with an index of their stems.

    `known` are the stems of the reporting, with title, outlet and authors, and without link lists and donation appeals.
    """

    document: Document
    units: tuple[Unit, ...]
    known: frozenset[str]
    _unit_starts: array[int]
    _word_starts: WordStarts

    def places(self, position: int, stemmed: str) -> list[Span]:
        """Return the spans of a stem in one unit."""
        starts = self._word_starts.between(stemmed, self.units[position].span)
        return [Span(start, self._end(start)) for start in starts]

    def holds(self, position: int, stemmed: str) -> bool:
        """Check one unit for a stem."""
        return self._word_starts.any_between(stemmed, self.units[position].span)

    def anywhere(self, stemmed: str) -> bool:
        """Check the whole text for a stem, boilerplate included."""
        return stemmed in self._word_starts

    def holding(self, stemmed: Iterable[str]) -> set[int]:
        """Return the positions of units with any of the stems.

        A stem in the unit's introduction counts as well.
        """
        wanted = set(stemmed)
        positions = {
            bisect_right(self._unit_starts, start) - 1
            for stemmed_word in wanted
            for start in self._word_starts.get(stemmed_word)
        }
        introduced = {context for context in {unit.context for unit in self.units} if not wanted.isdisjoint(context)}
        positions.update(position for position, unit in enumerate(self.units) if unit.context in introduced)
        return positions - {-1}

    def overlapping(self, span: Span) -> range:
        """Return the positions of the units over `span`."""
        first = max(bisect_right(self._unit_starts, span.start) - 1, 0)
        end = bisect_left(self._unit_starts, span.end)
        if first < end and self.units[first].span.end <= span.start:
            first += 1
        return range(first, end)

    def positions(self, stemmed: str) -> list[int]:
        """Return the unit's position for each occurrence of a stem."""
        found = (bisect_right(self._unit_starts, start) - 1 for start in self._word_starts.get(stemmed))
        return [position for position in found if position >= 0]

    def values(self, position: int) -> list[tuple[float, Span]]:
        """Return the numbers in one unit, with their spans."""
        span = self.units[position].span
        return numbers(span.of(self.document.text), span.start)

    def _end(self, start: int) -> int:
        word = WORD.match(self.document.text, start)
        return word.end() if word else start


def stems_of(text: str, span: Span) -> set[str]:
    """Return the stems of the words inside `span`."""
    return {stem(word) for word in WORD.findall(text, span.start, span.end)}


def split_units(document: Document) -> DocumentUnits:
    """Return the document's units with their word index."""
    units = tuple(_units(document))
    word_starts: dict[str, list[int]] = defaultdict(list)
    known: set[str] = set()
    for quotable in (True, False):
        for block in document.blocks:
            if quotable is not (block.kind is BlockKind.BOILERPLATE):
                for word in WORD.finditer(document.text, block.span.start, block.span.end):
                    word_starts[stem(word[0])].append(word.start())
        if quotable:
            known = set(word_starts)
    about = " ".join(filter(None, (document.reference.title, document.reference.outlet, *document.reference.authors)))
    known.update(stem(word) for word in WORD.findall(about))
    return document_units(document, units, frozenset(known), _inverted(word_starts))


def document_units(
    document: Document, units: tuple[Unit, ...], known: frozenset[str], word_starts: WordStarts
) -> DocumentUnits:
    """Return a document's units from their parts."""
    return DocumentUnits(document, units, known, array("I", [unit.span.start for unit in units]), word_starts)


def _inverted(word_starts: Mapping[str, list[int]]) -> WordStarts:
    ends, starts = array("I"), array("I")
    for found in word_starts.values():
        starts.extend(sorted(found))
        ends.append(len(starts))
    return WordStarts({stemmed: number for number, stemmed in enumerate(word_starts)}, ends, starts)


def _units(document: Document) -> Iterable[Unit]:
    text = document.text
    contexts: dict[tuple[Span, ...], frozenset[str]] = {}
    section, headings = 0, None
    for block in document.blocks:
        if block.headings != headings:
            section, headings = section + 1, block.headings
        if block.kind is BlockKind.TABLE_HEADER:
            continue
        around = tuple(span for span in (*block.headings, block.lead_in, block.header) if span is not None)
        if around not in contexts:
            contexts[around] = frozenset(stemmed for span in around for stemmed in stems_of(text, span))
        is_one_unit = block.kind in _WHOLE and len(block.span) <= LONGEST_SENTENCE
        for span in [block.span] if is_one_unit else sentences(text, block.span):
            yield Unit(span, block, section, contexts[around])
