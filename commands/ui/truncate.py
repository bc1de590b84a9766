"""Cutting what is too long for a card: quotes at sentences, so that what stays is still a slice of its document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.corpus.sentences import sentences
from bot.model.spans import Span
from commands.ui.markdown import blockquote, escape, escape_line, one_line, width

ELLIPSIS = "[…]"
# A line's end inside a paragraph, and the mark of a block quotation that its file has before the next line.
_WRAPPED = re.compile(r"(?<=[\w,;:.…”’\"'()–—-])\n(?:> ?)?(?=[\w“‘\"'(])")
_SPACES = re.compile(r" {2,}")


def cut_line(text: str, limit: int) -> str:
    """Return `text` escaped on one line, cut after a word where it would be wider than `limit`."""
    # What lies far beyond the limit is not looked at, however long an article's "title" may be.
    line = one_line(text[: 20 * limit])
    whole = escape_line(line)
    if len(text) <= 20 * limit and width(whole) <= limit:
        return whole
    end = _fitting_end(line, Span(0, len(line)), lambda span: width(escape_line(span.of(line))) <= limit - 2)
    return f"{escape_line(line[:end])} …"


def code_block(text: str, limit: int) -> str:
    """Return `text` on one line in a code block, which is easy to copy whole; cut after a word at `limit`.

    Nothing in a code block is markup but the three backticks that end it: a text that holds them is escaped instead.
    """
    line = one_line(text[: 20 * limit])
    if "```" in line:
        return cut_line(text, limit)
    if width(line) > limit:
        end = _fitting_end(line, Span(0, len(line)), lambda span: width(span.of(line)) <= limit - 2)
        line = f"{line[:end]} …"
    return f"```\n{line or ' '}\n```"


def cut_quote(text: str, highlights: Sequence[Span], limit: int) -> str:
    """Return `text` as a block quotation no wider than `limit`, with the `highlights`, spans of `text`, in bold.

    What is too long is cut at sentences around the first highlight, and marked with […] where something is missing.
    """
    return render_part(text, fitting_span(text, highlights, limit), highlights)


def render_part(text: str, part: Span, highlights: Sequence[Span]) -> str:
    """Return the block quotation of one part of `text`."""
    inside = [
        Span(max(span.start, part.start) - part.start, min(span.end, part.end) - part.start)
        for span in highlights
        if span.overlaps(part)
    ]
    before = f"{ELLIPSIS} " if text[: part.start].strip() else ""
    after = f" {ELLIPSIS}" if text[part.end :].strip() else ""
    return blockquote(before + _SPACES.sub(" ", escape(_unwrap(part.of(text)), inside)) + after)


def _unwrap(text: str) -> str:
    """Return `text` on one line where a paragraph was only wrapped, every character at its place."""
    return _WRAPPED.sub(lambda wrap: " " * len(wrap[0]), text)


def fitting_span(text: str, highlights: Sequence[Span], limit: int) -> Span:
    """Return the part of `text` that a block quotation no wider than `limit` holds, in whole sentences if it can be."""

    def fits(span: Span) -> bool:
        return len(span) <= limit and width(render_part(text, span, highlights)) <= limit

    whole = Span(0, len(text))
    if fits(whole):
        return whole
    parts = sentences(text, whole) or [whole]
    wanted = min((span.start for span in highlights), default=0)
    first = last = max((i for i, span in enumerate(parts) if span.start <= wanted), default=0)
    if not fits(parts[first]):
        return _fitting_words(parts[first], text, wanted, fits)
    growing = True
    while growing:
        growing = False
        if last + 1 < len(parts) and fits(Span(parts[first].start, parts[last + 1].end)):
            last, growing = last + 1, True
        if first > 0 and fits(Span(parts[first - 1].start, parts[last].end)):
            first, growing = first - 1, True
    return Span(parts[first].start, parts[last].end)


def _fitting_words(sentence: Span, text: str, wanted: int, fits: Callable[[Span], bool]) -> Span:
    """Return whole words of a sentence that is too long by itself, its first ones if they reach as far as `wanted`."""
    from_start = Span(sentence.start, _fitting_end(text, sentence, fits))
    if wanted < from_start.end or not sentence.start < wanted < sentence.end:
        return from_start
    rest = Span(wanted, sentence.end)
    return Span(wanted, _fitting_end(text, rest, fits))


def _fitting_end(text: str, span: Span, fits: Callable[[Span], bool]) -> int:
    """Return where the longest fitting head of `span` ends, after a word if there is one."""
    low, high = span.start, span.end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(Span(span.start, middle)) else (low, middle - 1)
    if low < span.end and (blank := text.rfind(" ", span.start, low + 1)) > span.start:
        low = blank
    return span.start + len(text[span.start : low].rstrip())
