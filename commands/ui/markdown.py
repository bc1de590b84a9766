"""Escaping of text from people and articles for Discord.

All such text passes through here. A property test holds that Discord shows `plain(text)` for `escape(text)`, without a
link, mention, heading or other markup in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.model.spans import Span

# Markup anywhere in a line. `<` opens mentions, timestamps, custom emoji and bracketed links.
_ANYWHERE = re.compile(r"[\\*_~`|<>\[\]@]|:(?=//|[\w+-]+:)")
# Markup at the start of a line: headings, lists, subtext, numbered lists.
_AT_LINE_START = re.compile(r"^([ \ufdd0\ufdd1]*)(?:([#+-])|(\d+)(\.))", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Bold has to end and start again here: Discord's markup ends with the line.
_LINE_ENDS = re.compile(r"(?<!\s)(\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*)")
# Joiners shape letters in Persian, Hindi and emoji; other format characters only hide or reorder text.
_JOINERS = "\u200c\u200d"
_BLANK_LETTERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"
# Noncharacters, which `plain` removes from every text, mark the two ends of bold until all is escaped.
_BOLD, _UNBOLD = "\ufdd0", "\ufdd1"


def plain(text: str) -> str:
    """Return `text` without control, invisible and bidirectional characters."""
    return _BREAKS.sub("\n", text).translate(_VISIBLE)


def one_line(text: str) -> str:
    """Return plain text on one line, with single spaces."""
    return " ".join(plain(text).split())


def escape(text: str, highlights: Sequence[Span] = ()) -> str:
    """Return `text` as inert markdown with the highlights in bold."""
    inert = _ANYWHERE.sub(r"\\\g<0>", _mark_bold(text, highlights))
    inert = _AT_LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\.", inert)
    return inert.replace(_BOLD, "**").replace(_UNBOLD, "**")


def escape_except_code(text: str) -> str:
    """Return `text` as inert markdown with its code spans: for our own texts with commands in them."""
    parts = _CODE_SPAN.split(plain(text))
    return "".join(f"`{part}`" if place % 2 else escape(part) for place, part in enumerate(parts))


def escape_line(text: str) -> str:
    """Return escaped text on one line, for headings and subtext."""
    return escape(one_line(text))


def blockquote(markdown: str) -> str:
    """Return `markdown` as a block quotation."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def width(text: str) -> int:
    """Return the length in UTF-16 units, Discord's largest count."""
    return len(text) + sum(c > "\uffff" for c in text)


class _VisibleText(dict[int, int | None]):
    """Table for str.translate: each character as shown, None for hidden ones.

    Filled as characters are met.
    """

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _JOINERS
        self[code] = None if hidden or char in _BLANK_LETTERS + _BOLD + _UNBOLD else code
        return self[code]


_VISIBLE = _VisibleText({ord("\n"): ord("\n"), ord("\t"): ord(" ")})


def _mark_bold(text: str, highlights: Sequence[Span]) -> str:
    """Return plain text with both ends of each highlight marked.

    A highlight ends at the end of its line, as Discord's bold does.
    """
    pieces, at = [], 0
    for span in _merge(text, highlights):
        pieces.append(plain(text[at : span.start]))
        pieces.extend(
            f"{_BOLD}{shown}{_UNBOLD}" if (shown := plain(line)).strip() else shown
            for line in _LINE_ENDS.split(span.of(text))
        )
        at = span.end
    return "".join(pieces) + plain(text[at:])


def _merge(text: str, highlights: Sequence[Span]) -> list[Span]:
    """Return sorted highlights without outer blanks, neighbours merged."""
    merged: list[Span] = []
    for span in sorted(highlights):
        words = span.of(text)
        start, end = span.end - len(words.lstrip()), span.start + len(words.rstrip())
        if merged and not text[merged[-1].end : start].strip(" "):
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        elif start < end:
            merged.append(Span(start, end))
    return merged
