"""Where quotation marks open and close: curly, straight and single ones, over paragraphs, unbalanced too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.spans import Span

_CLOSERS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“", "''": "''", "``": "''"}
# Some wires write a double mark as two single ones.
_MARK = re.compile(r"''|``|[“”\"‘’'«»„]")
# Quotation marks around so few words, with no verb of speech near, are scare quotes or titles.
FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """A quotation: `span` with its marks, `inner` without; `open_end` where the closing mark is missing."""

    span: Span
    inner: Span
    open_end: bool = False

    def words(self, text: str) -> int:
        return len(self.inner.of(text).split())


def quotations(text: str, block: Span) -> list[QuotedRange]:
    """Return the outermost quotations of one block, in order; a mark that never closes runs to the block's end."""
    found: list[QuotedRange] = []
    at = block.start
    while match := _MARK.search(text, at, block.end):
        at = match.end()
        if not _opens(text, match, block):
            continue
        close = _closing(text, match, block)
        if close is not None:
            found.append(QuotedRange(Span(match.start(), close.end()), Span(match.end(), close.start())))
            at = close.end()
        elif match[0] in ("“", '"', "''", "``") and _long(text, match.end(), block.end):
            found.append(QuotedRange(Span(match.start(), block.end), Span(match.end(), block.end), open_end=True))
            break
    return found


def _opens(text: str, mark: re.Match[str], block: Span) -> bool:
    if mark[0] in ("“", "‘", "«", "„", "``"):
        return True
    if mark[0] in ("”", "’", "»"):
        return False
    before = text[mark.start() - 1] if mark.start() > block.start else " "
    after = text[mark.end()] if mark.end() < block.end else " "
    return (before.isspace() or before in "([{—–-:,“‘/") and not after.isspace()


def _closing(text: str, opener: re.Match[str], block: Span) -> re.Match[str] | None:
    """Return the mark that closes `opener`."""
    closer = _CLOSERS[opener[0]]
    # A curly mark closed with a straight one, or the other way round: a keyboard's slip that the web is full of.
    slips = {"“": '"', '"': "”"}.get(opener[0])
    depth = inner = 0
    for mark in _MARK.finditer(text, opener.end(), block.end):
        if mark[0] == closer and _closes(text, mark, block):
            if depth == 0:
                return mark
            depth -= 1
        elif mark[0] == "“" and opener[0] == "“" and text[mark.start() - 1] in ",.!?":
            return mark  # turned the wrong way
        elif mark[0] == opener[0] and mark[0] in ("“", "«"):
            depth += 1
        elif mark[0] == slips and depth == 0 and not _opens(text, mark, block):
            if inner == 0 and _closes(text, mark, block):
                return mark
            inner -= 1
        elif mark[0] in ("“", '"'):
            inner += 1
    return None


def _closes(text: str, mark: re.Match[str], block: Span) -> bool:
    """An apostrophe closes nothing: it stands inside a word, or behind one's plural s with more to come."""
    after = text[mark.end()] if mark.end() < block.end else " "
    if mark[0] in ("’", "'"):
        return not after.isalnum() and not text[mark.start() - 1].isspace()
    return mark[0] in ("”", "»", "“") or not after.isalnum()


def _long(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) > FEW_WORDS


def quoted(spans: tuple[Span, ...], marks: list[QuotedRange], text: str) -> float:
    """Return the share of letters and digits in `spans` that stand between quotation marks."""
    total = inside = 0
    for span in spans:
        total += _count_alphanumeric(text, span.start, span.end)
        inside += sum(
            _count_alphanumeric(text, max(span.start, mark.span.start), min(span.end, mark.span.end))
            for mark in marks
            if mark.span.overlaps(span)
        )
    return inside / total if total else 0.0


def _count_alphanumeric(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))
