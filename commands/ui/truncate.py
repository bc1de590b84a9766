"""Cutting of long text; quotes are cut at sentences.

What is left of a quote stays a slice of its document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.corpus.sentences import sentences
from bot.model.spans import Span
from commands.ui.markdown import blockquote, escape, escape_line, one_line, width

ELLIPSIS = "[…]"
# A line break inside a paragraph, with the next line's block quotation mark if the file has one.
_WRAPPED = re.compile(r"(?<=[\w,;:.…”’\"'()–—-])\n(?:> ?)?(?=[\w“‘\"'(])")
_SPACES = re.compile(r" {2,}")


def cut_line(text: str, limit: int) -> str:
    """Return escaped text on one line, cut after a word at `limit`."""
    # Text far beyond the limit is not read: an article's "title" may be very long.
    line = one_line(text[: 20 * limit])
    escaped = escape_line(line)
    if len(text) <= 20 * limit and width(escaped) <= limit:
        return escaped
    end = _fitting_end(line, Span(0, len(line)), lambda span: width(escape_line(span.of(line))) <= limit - 2)
    return f"{escape_line(line[:end])} …"


def cut_label(text: str, limit: int = 100) -> str:
    """Return `text` on one line, without escaping, cut after a word at `limit`.

    For labels, which Discord shows without markup.
    """
    line = one_line(text)
    return line if len(line) <= limit else f"{line[: limit - 2].rsplit(' ', 1)[0]} …"


def code_block(text: str, limit: int) -> str:
    """Return `text` on one line in a code block.

    A code block is easy to copy. Text wider than `limit` is cut after a word. Text with three backticks, which would
    end the block, is escaped instead.
    """
    line = one_line(text[: 20 * limit])
    if "```" in line:
        return cut_line(text, limit)
    if width(line) > limit:
        end = _fitting_end(line, Span(0, len(line)), lambda span: width(span.of(line)) <= limit - 2)
        line = f"{line[:end]} …"
    return f"```\n{line or ' '}\n```"


def cut_quote(text: str, highlights: Sequence[Span], limit: int) -> str:
    """Return a block quotation at most `limit` wide.

    The `highlights`, spans of `text`, are in bold. Long text is cut at sentences around the first highlight, and marked
    with […] where something is missing.
    """
    return render_part(text, fitting_span(text, highlights, limit), highlights)


def render_part(text: str, part: Span, highlights: Sequence[Span]) -> str:
    """Return a part of `text` as a block quotation."""
    inside = [
        Span(max(span.start, part.start) - part.start, min(span.end, part.end) - part.start)
        for span in highlights
        if span.overlaps(part)
    ]
    before = f"{ELLIPSIS} " if text[: part.start].strip() else ""
    after = f" {ELLIPSIS}" if text[part.end :].strip() else ""
    return blockquote(before + _SPACES.sub(" ", escape(_unwrap(part.of(text)), inside)) + after)


def _unwrap(text: str) -> str:
    """Return `text` without line breaks inside paragraphs.

    Every character keeps its place.
    """
    return _WRAPPED.sub(lambda wrap: " " * len(wrap[0]), text)


def fitting_span(text: str, highlights: Sequence[Span], limit: int) -> Span:
    """Return the part of `text` for a block quotation.

    It is at most `limit` wide: whole sentences around the first highlight, or whole words of one long sentence.
    """

    def fits(span: Span) -> bool:
        return len(span) <= limit and width(render_part(text, span, highlights)) <= limit

    everything = Span(0, len(text))
    if fits(everything):
        return everything
    parts = sentences(text, everything) or [everything]
    target = min((span.start for span in highlights), default=0)
    first = max((number for number, span in enumerate(parts) if span.start <= target), default=0)
    if not fits(parts[first]):
        return _fitting_words(parts[first], text, target, fits)
    return _grown(parts, first, fits)


def _grown(parts: Sequence[Span], start: int, fits: Callable[[Span], bool]) -> Span:
    """Return the sentence at `start` with neighbours, as far as they fit.

    Sentences are added after and before it in turn.
    """
    first = last = start
    growing = True
    while growing:
        growing = False
        if last + 1 < len(parts) and fits(Span(parts[first].start, parts[last + 1].end)):
            last, growing = last + 1, True
        if first > 0 and fits(Span(parts[first - 1].start, parts[last].end)):
            first, growing = first - 1, True
    return Span(parts[first].start, parts[last].end)


def _fitting_words(sentence: Span, text: str, target: int, fits: Callable[[Span], bool]) -> Span:
    """Return whole words of a sentence longer than the limit.

    They are its first words if these reach `target`.
    """
    from_start = Span(sentence.start, _fitting_end(text, sentence, fits))
    if target < from_start.end or not sentence.start < target < sentence.end:
        return from_start
    remainder = Span(target, sentence.end)
    return Span(target, _fitting_end(text, remainder, fits))


def _fitting_end(text: str, span: Span, fits: Callable[[Span], bool]) -> int:
    """Return the end of the longest fitting beginning of `span`.

    It falls after a word, if there is one.
    """
    low, high = span.start, span.end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(Span(span.start, middle)) else (low, middle - 1)
    if low < span.end and (blank := text.rfind(" ", span.start, low + 1)) > span.start:
        low = blank
    return span.start + len(text[span.start : low].rstrip())
