"""Headings that carry no mark: a short line without a full stop before prose, a list or a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.corpus.metadata import is_metadata_line
from bot.corpus.parsed_article import RawBlock
from bot.model.documents import BlockKind

_LONGEST = 130  # characters
_MOST_WORDS = 20
_MOST_WORDS_OF_A_QUESTION = 14
_ENDS_A_SENTENCE = re.compile(r"(?:[.!…:;,][\"”’')\]]*|\?[\"”’')\]]+)\Z")
_BEGINS_LIKE_ONE = re.compile(r"[\"“‘'(\[¿¡]*[^\W_]")
_MOST_IN_A_ROW = 3
_STRUCTURES = (BlockKind.LIST_ITEM, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW, BlockKind.QUOTATION)
TITLE, SECTION = 1, 2


def promote(text: str, pieces: Sequence[RawBlock], furniture: Collection[int]) -> list[RawBlock]:
    """Return the pieces with unmarked headings made headings: the opening line a title, the others sections.

    A text that marks headings itself is believed; only its opening line may still be a title.
    """
    marked = any(piece.level for piece in pieces)
    found = list(pieces)
    lines = [piece.span.of(text) for piece in pieces]
    opening = next((at for at, line in enumerate(lines) if at not in furniture and not is_metadata_line(line)), None)
    for at, piece in enumerate(pieces):
        if (marked or text[piece.span.start].islower()) and at != opening:
            continue
        if at in furniture or not _leads_on(text, pieces, at, furniture):
            continue
        found[at] = RawBlock(BlockKind.HEADING, piece.span, TITLE if at == opening else SECTION)
    return found


def _looks_like_one(text: str, piece: RawBlock) -> bool:
    line = piece.span.of(text)
    return (
        piece.kind is BlockKind.PARAGRAPH
        and len(line) <= _LONGEST
        and len(line.split()) <= (_MOST_WORDS_OF_A_QUESTION if line.endswith("?") else _MOST_WORDS)
        and "\n" not in line
        and _BEGINS_LIKE_ONE.match(line) is not None
        and _ENDS_A_SENTENCE.search(line) is None
        and not is_metadata_line(line)
    )


def _leads_on(text: str, pieces: Sequence[RawBlock], at: int, furniture: Collection[int]) -> bool:
    """Return whether the piece is a heading's line and prose, a list or a table comes soon below it."""
    lines = 0
    for below in range(at, len(pieces)):
        piece = pieces[below]
        if below in furniture or lines > _MOST_IN_A_ROW:
            return False
        if below > at and is_metadata_line(piece.span.of(text)):
            continue
        if not _looks_like_one(text, piece):
            return below > at and (piece.kind in _STRUCTURES or _is_prose(text, piece))
        lines += 1
    return False


def _is_prose(text: str, piece: RawBlock) -> bool:
    line = piece.span.of(text)
    return piece.kind is BlockKind.PARAGRAPH and (
        len(line) > _LONGEST or _ENDS_A_SENTENCE.search(line) is not None or line.endswith(("?", '"', "”"))
    )
