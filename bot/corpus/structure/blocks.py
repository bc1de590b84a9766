"""Pieces -> Blocks: what each piece takes from its neighbours (headings, lead-in, table header, AI ranges)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.corpus.ai_disclosure import disclosed
from bot.corpus.boilerplate import boilerplate
from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import sentences
from bot.corpus.structure import plain_text
from bot.corpus.structure.headings import promote
from bot.model.documents import Block, BlockKind
from bot.model.spans import Span

_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_LONGEST_LABEL = 6  # words
_END_OF_SENTENCE = tuple(".!?…;,")


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order."""
    return assembled(text, promoted(text, plain_text.pieces(text)))


def promoted(text: str, pieces: Sequence[RawBlock]) -> list[RawBlock]:
    """Return the pieces with unmarked headings found."""
    return promote(text, pieces, boilerplate(text, pieces))


def assembled(text: str, pieces: Sequence[RawBlock]) -> tuple[Block, ...]:
    """Return one block for each piece, with all that its neighbours say of it."""
    furniture = boilerplate(text, pieces)
    generated = disclosed(text, pieces)
    lead_ins = _lead_ins(text, pieces, furniture)
    path: list[RawBlock] = []
    header: Span | None = None
    found: list[Block] = []
    for at, piece in enumerate(pieces):
        heading = piece.kind is BlockKind.HEADING and at not in furniture
        if heading:
            path = [above for above in path if above.level < piece.level]
        if piece.kind is not BlockKind.TABLE_ROW:
            header = piece.span if piece.kind is BlockKind.TABLE_HEADER else None
        found.append(
            Block(
                kind=BlockKind.BOILERPLATE if at in furniture else piece.kind,
                span=piece.span,
                headings=tuple(above.span for above in path),
                lead_in=lead_ins.get(at),
                header=header if piece.kind is BlockKind.TABLE_ROW else None,
                ai_generated=at in generated,
            )
        )
        if heading:
            path.append(piece)
    return tuple(found)


def _lead_ins(text: str, pieces: Sequence[RawBlock], furniture: frozenset[int]) -> dict[int, Span]:
    """Return the sentence that introduces each list item, table line, and paragraph below a colon.

    A list and a table that follow one another share the sentence above them both.
    """
    labels = _labels(text, pieces)
    found: dict[int, Span] = {}
    leading: RawBlock | None = None
    lead_in: Span | None = None  # the last sentence of `leading`, once something asks for it
    links: Span | None = None
    for at, piece in enumerate(pieces):
        if at in furniture:
            # An advertisement between a list and its lead-in leads nothing in but links.
            if piece.kind in _PROSE or piece.kind is BlockKind.HEADING:
                links = piece.span
            elif links:
                found[at] = links
        elif piece.kind is BlockKind.HEADING:
            leading = lead_in = links = None
        elif piece.kind in _PROSE:
            if leading and pieces[at - 1] is leading and text[leading.span.end - 1] == ":":
                found[at] = sentences(text, leading.span)[-1]
            leading, lead_in = piece, None
        elif at in labels:
            found[at] = labels[at]
        elif leading:
            lead_in = lead_in or sentences(text, leading.span)[-1]
            found[at] = lead_in
    return found


def _labels(text: str, pieces: Sequence[RawBlock]) -> dict[int, Span]:
    """Return the label above each bullet of a list that goes "- Label", "- Sentence.", "- Label", "- Sentence."."""
    found: dict[int, Span] = {}
    for is_list, group in groupby(range(len(pieces)), lambda at: pieces[at].kind is BlockKind.LIST_ITEM):
        items = list(group)
        if not is_list or len(items) < 4 or len(items) % 2:
            continue
        pairs = list(zip(items[::2], items[1::2], strict=True))
        if all(_is_label(text, pieces[a]) and not _is_label(text, pieces[b]) for a, b in pairs):
            found |= {sentence: pieces[label].span for label, sentence in pairs}
    return found


def _is_label(text: str, piece: RawBlock) -> bool:
    line = piece.span.of(text)
    return not line.endswith(_END_OF_SENTENCE) and len(line.split()) - 1 <= _LONGEST_LABEL
