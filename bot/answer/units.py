"""What can be quoted of a document: its sentences, rows, bullets and headings, each with the words it carries."""

from __future__ import annotations

from dataclasses import dataclass

from bot.corpus.sentences import sentences
from bot.model import Block, BlockKind, Document, Span
from bot.search.numbers import numbers
from bot.text import words

_WHOLE = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotable piece. `stems` tells where each of its words stands, `values` where its numbers do.

    `context` holds the stems of what introduces it: headings, lead-in and table header. `section` numbers the
    run of blocks under one heading that it belongs to.
    """

    span: Span
    block: Block
    section: int
    stems: dict[str, list[Span]]
    values: list[tuple[float, Span]]
    context: frozenset[str]

    @property
    def boilerplate(self) -> bool:
        return self.block.kind is BlockKind.BOILERPLATE

    @property
    def heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING


@dataclass(frozen=True, slots=True)
class Taken:
    """A document taken apart: its units in order, and the stems of the whole of it, title and outlet included."""

    document: Document
    units: tuple[Unit, ...]
    stems: frozenset[str]


def stems_in(text: str, span: Span) -> dict[str, list[Span]]:
    """Return the stems of the words inside `span`, each with its places."""
    found: dict[str, list[Span]] = {}
    for word in words(span.of(text), span.start):
        found.setdefault(word.stem, []).append(word.span)
    return found


def take_apart(document: Document) -> Taken:
    """Return the document's units with everything that matching needs to know of them."""
    text = document.text
    about = " ".join(filter(None, (document.reference.title, document.reference.outlet, *document.reference.authors)))
    known = {word.stem for word in words(about)}
    contexts: dict[Span, frozenset[str]] = {}
    units: list[Unit] = []
    section, headings = 0, None
    for block in document.blocks:
        if block.headings != headings:
            section, headings = section + 1, block.headings
        if block.kind is BlockKind.TABLE_HEADER:
            continue
        pieces = [block.span] if block.kind in _WHOLE else sentences(text, block.span)
        around = [span for span in (*block.headings, block.lead_in, block.header) if span is not None]
        for span in around:
            if span not in contexts:
                contexts[span] = frozenset(stems_in(text, span))
        context = frozenset().union(*(contexts[span] for span in around))
        for span in pieces:
            found = stems_in(text, span)
            known.update(found)
            units.append(Unit(span, block, section, found, numbers(span.of(text), span.start), context))
    return Taken(document, tuple(units), frozenset(known))
