"""Quotation marks: curly, straight, single, over several paragraphs, unbalanced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.spans import Span

_CLOSERS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“", "''": "''", "``": "''"}
# Some news agencies write a double mark as two single ones.
_MARK = re.compile(r"''|``|[“”\"‘’'«»„]")
# Around so few words and without a verb of speech, they are scare quotes or a title.
FEW_WORDS = 3
# Typing errors: a curly mark closed by a straight one, and the reverse.
_MISTYPED_CLOSERS = {"“": '"', '"': "”"}
_UNBALANCED_OPENERS = ("“", '"', "''", "``")


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """A quotation: `span` with its marks, `inner` without.

    `open_end` holds for one without a closing mark.
    """

    span: Span
    inner: Span
    open_end: bool = False

    def words(self, text: str) -> int:
        return len(self.inner.of(text).split())


def find_quotations(text: str, block: Span) -> list[QuotedRange]:
    """Return the outermost quotations of a block in order.

    One without a closing mark ends with the block.
    """
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
        elif match[0] in _UNBALANCED_OPENERS and len(text[match.end() : block.end].split()) > FEW_WORDS:
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
    """Return the closing mark for `opener`."""
    closer = _CLOSERS[opener[0]]
    mistyped = _MISTYPED_CLOSERS.get(opener[0])
    depth = inner = 0
    for mark in _MARK.finditer(text, opener.end(), block.end):
        if mark[0] == closer and _closes(text, mark, block):
            if depth == 0:
                return mark
            depth -= 1
        elif mark[0] == "“" and opener[0] == "“" and text[mark.start() - 1] in ",.!?":
            return mark  # an opening mark in place of a closing one
        elif mark[0] == opener[0] and mark[0] in ("“", "«"):
            depth += 1
        elif mark[0] == mistyped and depth == 0 and not _opens(text, mark, block):
            if inner == 0 and _closes(text, mark, block):
                return mark
            inner -= 1
        elif mark[0] in ("“", '"'):
            inner += 1
    return None


def _closes(text: str, mark: re.Match[str], block: Span) -> bool:
    """Recognise a closing mark.

    An apostrophe is followed by a letter, or follows a space.
    """
    after = text[mark.end()] if mark.end() < block.end else " "
    if mark[0] in ("’", "'"):
        return not after.isalnum() and not text[mark.start() - 1].isspace()
    return mark[0] in ("”", "»", "“") or not after.isalnum()


def quoted_share(spans: tuple[Span, ...], quotations: Sequence[QuotedRange], text: str) -> float:
    """Return the quoted share of letters and digits, in [0, 1]."""
    total = inside = 0
    for span in spans:
        total += _count_alphanumeric(text, span.start, span.end)
        inside += sum(
            _count_alphanumeric(text, max(span.start, quotation.span.start), min(span.end, quotation.span.end))
            for quotation in quotations
            if quotation.span.overlaps(span)
        )
    return inside / total if total else 0.0


def _count_alphanumeric(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))
