""".txt and .md -> Draft. The text is the decoded file, unchanged."""

from __future__ import annotations

from bot.corpus.decoding import decode
from bot.corpus.metadata import front_matter, merged, read_lines
from bot.corpus.parsed_article import ParsedArticle, RawBlock
from bot.corpus.readers import markdown
from bot.corpus.structure import plain_text
from bot.corpus.structure.blocks import promoted
from bot.model.documents import BlockKind
from bot.model.spans import Span


def plain_draft(data: bytes) -> ParsedArticle:
    """Return a .txt file's draft. Raises UnreadableFileError."""
    return of_plain(decode(data))


def of_plain(text: str) -> ParsedArticle:
    """Return the draft of a plain text, whose structure carries no marks."""
    told, start = front_matter(text)
    found = promoted(text, [_shifted(piece, start) for piece in plain_text.pieces(text[start:])])
    return ParsedArticle(text, tuple(found), merged(told, read_lines(text, found)))


def markdown_draft(data: bytes) -> ParsedArticle:
    """Return a .md file's draft. Raises UnreadableFileError."""
    text = decode(data)
    told, start = front_matter(text)
    found = markdown.pieces(text, start)
    if not any(piece.kind is BlockKind.HEADING for piece in found):
        found = promoted(text, found)
    return ParsedArticle(text, tuple(found), merged(told, read_lines(text, found)))


def _shifted(piece: RawBlock, by: int) -> RawBlock:
    return RawBlock(piece.kind, Span(piece.span.start + by, piece.span.end + by), piece.level) if by else piece
