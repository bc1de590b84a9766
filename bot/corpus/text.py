""".txt and .md -> Draft. The text is the decoded file, unchanged."""

from __future__ import annotations

from bot.corpus import markdown, plain
from bot.corpus.blocks import promoted
from bot.corpus.draft import Draft, Piece, decode
from bot.corpus.metadata import front_matter, merged, read_lines
from bot.model import BlockKind, Span


def plain_draft(data: bytes) -> Draft:
    """Return a .txt file's draft. Raises UnfitError."""
    return of_plain(decode(data))


def of_plain(text: str) -> Draft:
    """Return the draft of a plain text, whose structure carries no marks."""
    told, start = front_matter(text)
    found = promoted(text, [_shifted(piece, start) for piece in plain.pieces(text[start:])])
    return Draft(text, tuple(found), merged(told, read_lines(text, found)))


def markdown_draft(data: bytes) -> Draft:
    """Return a .md file's draft. Raises UnfitError."""
    text = decode(data)
    told, start = front_matter(text)
    found = markdown.pieces(text, start)
    if not any(piece.kind is BlockKind.HEADING for piece in found):
        found = promoted(text, found)
    return Draft(text, tuple(found), merged(told, read_lines(text, found)))


def _shifted(piece: Piece, by: int) -> Piece:
    return Piece(piece.kind, Span(piece.span.start + by, piece.span.end + by), piece.level) if by else piece
