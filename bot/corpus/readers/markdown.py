"""Markdown to blocks, by markdown-it-py's line map; the text stays unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import trimmed
from bot.corpus.structure.plain_text import lines_of
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_QUOTE_MARKS = re.compile(r"[\s>]*")
_HEADING_OPENING = re.compile(r"[\s>]*#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"[\s>]*(?:=+|-+)\s*\Z")
_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_\n]{2,120}(?:\*\*|__)\Z")
# Markup without text: rulers, fences, link definitions, lone marks of quotations and lists.
_MARKS_ONLY = re.compile(r"[-*_=\s|:>+#]*\Z|[`~]{3}|\[[^\]]+\]:\s*\S|\d+[.)]\Z")
_LEAVES = frozenset({"inline", "code_block", "fence", "html_block", "tr_open"})


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - sixty modules, in the way of every start

    # Links and emphasis stay as they are in the text, and to find them in "![![![" takes 12 s a megabyte.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A lowest-level structure with text; `last` is the line after it."""

    kind: BlockKind
    first: int
    last: int
    level: int = 0


def split_blocks(text: str, start: int = 0) -> list[RawBlock]:
    """Return the blocks of the Markdown in `text[start:]`, in order.

    Their spans are offsets into all of `text`.
    """
    lines = [Span(start + line.start, start + line.end) for line in lines_of(text[start:])]
    # The parser counts lines by \n alone; lines_of counts every line end.
    parsed = _parser().parse(text[start:].replace("\r\n", "\n").replace("\r", "\n"))
    blocks: list[RawBlock] = []
    done = 0
    for leaf in _leaves(parsed):
        first, last = max(leaf.first, done), min(leaf.last, len(lines))
        if first < last:
            blocks += _unparsed_lines(text, lines[done:first])
            blocks += _leaf_block(text, lines[first:last], leaf)
            done = last
    blocks += _unparsed_lines(text, lines[done:])
    return blocks


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    ancestors: list[Token] = []
    for token in tokens:
        types = {ancestor.type for ancestor in ancestors}
        if token.map and token.type in _LEAVES and not (token.type == "inline" and "tr_open" in types):
            level = int(ancestors[-1].tag[1]) if ancestors and ancestors[-1].type == "heading_open" else 0
            yield _Leaf(_kind(token, types, level), token.map[0], token.map[1], level)
        if token.nesting == 1:
            ancestors.append(token)
        elif token.nesting == -1:
            ancestors.pop()


def _kind(token: Token, ancestors: set[str], level: int) -> BlockKind:
    if token.type == "tr_open":
        return BlockKind.TABLE_HEADER if "thead_open" in ancestors else BlockKind.TABLE_ROW
    if level:
        return BlockKind.HEADING
    if "blockquote_open" in ancestors:
        return BlockKind.QUOTATION
    return BlockKind.LIST_ITEM if "list_item_open" in ancestors else BlockKind.PARAGRAPH


def _leaf_block(text: str, lines: Sequence[Span], leaf: _Leaf) -> Iterator[RawBlock]:
    """Yield the leaf's block without its markup.

    A bullet keeps its mark: the whole line is the evidence.
    """
    kind, level = leaf.kind, leaf.level
    start, end = lines[0].start, lines[-1].end
    if kind is BlockKind.HEADING:
        if len(lines) > 1 and _UNDERLINE.match(lines[-1].of(text)):
            end = lines[-2].end
        if mark := _HEADING_OPENING.match(text, start, end):
            start = mark.end()
        end = start + len(_without_closing_marks(text[start:end]))
    elif mark := _QUOTE_MARKS.match(text, start, end):
        start = mark.end()
    span = trimmed(text, start, end)
    if span and kind is BlockKind.PARAGRAPH and _BOLD_LINE.match(span.of(text)):
        kind, level = BlockKind.HEADING, 6
        span = Span(span.start + 2, span.end - 2)
    if span:
        yield RawBlock(kind, span, level)


def _without_closing_marks(heading: str) -> str:
    bare = heading.rstrip()
    unmarked = bare.rstrip("#")
    return unmarked.rstrip() if unmarked[-1:].isspace() else bare


def _unparsed_lines(text: str, lines: Sequence[Span]) -> Iterator[RawBlock]:
    """Yield the lines with text outside all leaves.

    No word of a file may be lost.
    """
    for line in lines:
        raw = line.of(text)
        if not _MARKS_ONLY.match(raw.strip()) and (span := trimmed(text, line.start, line.end)):
            yield RawBlock(BlockKind.PARAGRAPH, span)
