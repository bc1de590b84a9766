"""Where quotation marks open and close: curly, straight and single ones, over paragraphs, unbalanced too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Span

_CLOSERS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_MARK = re.compile(r"[“”\"‘’'«»„]")
# Quotation marks around so few words, with no verb of speech near, are scare quotes or titles.
FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `span` with its marks, `inner` without; `open_end` where the closing mark is missing."""

    span: Span
    inner: Span
    open_end: bool = False

    def words(self, text: str) -> int:
        return len(self.inner.of(text).split())


def quotations(text: str, block: Span) -> list[Quotation]:
    """Return the outermost quotations of one block, in order; a mark that never closes runs to the block's end."""
    found: list[Quotation] = []
    at = block.start
    while match := _MARK.search(text, at, block.end):
        at = match.end()
        if not _opens(text, match.start(), block):
            continue
        end = _closing(text, match.start(), block)
        if end is not None:
            found.append(Quotation(Span(match.start(), end), Span(match.end(), end - 1)))
            at = end
        elif match[0] in '“"' and _long(text, match.end(), block.end):
            found.append(Quotation(Span(match.start(), block.end), Span(match.end(), block.end), open_end=True))
            break
    return found


def _opens(text: str, at: int, block: Span) -> bool:
    mark = text[at]
    if mark in "“‘«„":
        return True
    if mark in "”’»":
        return False
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    return (before.isspace() or before in "([{—–-:,“‘/") and not after.isspace()


def _closing(text: str, at: int, block: Span) -> int | None:
    """Return the offset behind the mark that closes the one at `at`."""
    opener = text[at]
    closer = _CLOSERS[opener]
    depth = 0
    for match in _MARK.finditer(text, at + 1, block.end):
        here, mark = match.start(), match[0]
        if mark == closer and _closes(text, here, block):
            if depth == 0:
                return here + 1
            depth -= 1
        elif mark == opener and opener in "“«" and mark != closer:
            depth += 1
    return None


def _closes(text: str, at: int, block: Span) -> bool:
    """An apostrophe closes nothing: it stands inside a word, or behind one's plural s with more to come."""
    after = text[at + 1] if at + 1 < block.end else " "
    if text[at] in "’'":
        return not after.isalnum() and not text[at - 1].isspace()
    return text[at] != '"' or not after.isalnum()


def _long(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) > FEW_WORDS


def quoted(spans: tuple[Span, ...], marks: list[Quotation], text: str) -> float:
    """Return the share of letters and digits in `spans` that stand between quotation marks."""
    total = inside = 0
    for span in spans:
        for at in range(span.start, span.end):
            if text[at].isalnum():
                total += 1
                inside += any(mark.span.start <= at < mark.span.end for mark in marks)
    return inside / total if total else 0.0
