"""What can be quoted of a document: its sentences, rows, bullets and headings, each with the words it carries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from bot.corpus.sentences import sentences
from bot.model import Block, BlockKind, Document, Span
from bot.search.numbers import numbers
from bot.text import WORD, stem

_WHOLE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.HEADING})

Places: TypeAlias = dict[str, list[tuple[int, int]]]  # stem -> starts and ends


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotable piece. `stems` tells where each of its words stands.

    `context` holds the stems of what introduces it: headings, lead-in and table header. `section` numbers the
    run of blocks under one heading that it belongs to.
    """

    span: Span
    block: Block
    section: int
    stems: Places
    context: frozenset[str]

    @property
    def boilerplate(self) -> bool:
        return self.block.kind is BlockKind.BOILERPLATE

    @property
    def heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True)
class Taken:
    """A document taken apart: its units in order, and the stems of all of it.

    Among those `stems` are its title and outlet, and those of link lists and pleas are not.

    `holding` tells which units a stem stands in or is introduced by.
    """

    document: Document
    units: tuple[Unit, ...]
    stems: frozenset[str]
    holding: dict[str, list[int]]

    def values(self, position: int) -> list[tuple[float, Span]]:
        """Return the numbers that stand in one unit."""
        span = self.units[position].span
        return numbers(span.of(self.document.text), span.start)


def stems_in(text: str, span: Span) -> Places:
    """Return the stems of the words inside `span`, each with its places."""
    found: Places = defaultdict(list)
    for word in WORD.finditer(text, span.start, span.end):
        found[stem(word[0])].append(word.span())
    return dict(found)


def take_apart(document: Document) -> Taken:
    """Return the document's units with everything that matching needs to know of them."""
    text, reference = document.text, document.reference
    about = " ".join(filter(None, (reference.title, reference.outlet, *reference.authors)))
    known = {stem(word) for word in WORD.findall(about)}
    contexts: dict[tuple[Span, ...], frozenset[str]] = {}
    holding: dict[str, list[int]] = defaultdict(list)
    units: list[Unit] = []
    section, headings = 0, None
    for block in document.blocks:
        if block.headings != headings:
            section, headings = section + 1, block.headings
        if block.kind is BlockKind.TABLE_HEADER:
            continue
        around = tuple(span for span in (*block.headings, block.lead_in, block.header) if span is not None)
        if around not in contexts:
            contexts[around] = frozenset(one for span in around for one in stems_in(text, span))
        context = contexts[around]
        for span in [block.span] if block.kind in _WHOLE else sentences(text, block.span):
            found = stems_in(text, span)
            if block.kind is not BlockKind.BOILERPLATE:
                known.update(found)
            for one in context.union(found):
                holding[one].append(len(units))
            units.append(Unit(span, block, section, found, context))
    return Taken(document, tuple(units), frozenset(known), dict(holding))
