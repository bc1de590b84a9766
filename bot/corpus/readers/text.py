""".txt and .md to ParsedArticle; its text is the decoded file, unchanged."""

from __future__ import annotations

from dataclasses import replace

from bot.corpus.decoding import decode
from bot.corpus.metadata import front_matter, merge, read_lines
from bot.corpus.parsed_article import ParsedArticle, RawBlock
from bot.corpus.readers import markdown
from bot.corpus.structure import plain_text
from bot.corpus.structure.blocks import with_detected_headings
from bot.model.documents import BlockKind
from bot.model.spans import Span


def parse_plain_text(data: bytes) -> ParsedArticle:
    """Return a .txt file's article. Raises UnreadableFileError."""
    return parse_text(decode(data))


def parse_text(text: str) -> ParsedArticle:
    """Return the article of a plain text, without markup."""
    metadata, start = front_matter(text)
    raw_blocks = with_detected_headings(
        text, [_shifted(raw_block, start) for raw_block in plain_text.split_blocks(text[start:])]
    )
    return ParsedArticle(text, tuple(raw_blocks), merge(metadata, read_lines(text, raw_blocks)))


def parse_markdown(data: bytes) -> ParsedArticle:
    """Return a .md file's article. Raises UnreadableFileError."""
    text = decode(data)
    metadata, start = front_matter(text)
    raw_blocks = markdown.split_blocks(text, start)
    if not any(raw_block.kind is BlockKind.HEADING for raw_block in raw_blocks):
        raw_blocks = with_detected_headings(text, raw_blocks)
    return ParsedArticle(text, tuple(raw_blocks), merge(metadata, read_lines(text, raw_blocks)))


def _shifted(raw_block: RawBlock, offset: int) -> RawBlock:
    return replace(raw_block, span=Span(raw_block.span.start + offset, raw_block.span.end + offset))
