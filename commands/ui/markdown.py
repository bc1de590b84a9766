"""The one door through which text of people and articles reaches Discord.

The law, tested as a property: what Discord shows of `escape(text)` is `plain(text)`, none of it a link, a mention,
a heading or any other markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.model.spans import Span

# Characters that mean something wherever they stand. `<` opens mentions, timestamps, custom emoji and bracketed links.
_ANYWHERE = re.compile(r"[\\*_~`|<>\[\]@]|:(?=//|[\w+-]+:)")
# Marks that mean something at the start of a line: headings, lists, small type, numbered lists.
_AT_LINE_START = re.compile(r"^([ \ufdd0\ufdd1]*)(?:([#+-])|(\d+)(\.))", re.MULTILINE)
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Where bold has to stop and start again: a line's markup ends with the line.
_LINE_ENDS = re.compile(r"(?<!\s)(\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*)")
# Joiners shape letters in Persian, Hindi and emoji; all other format characters only hide or reorder what stands there.
_JOINERS = "\u200c\u200d"
_BLANK_LETTERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"
# Noncharacters, which `plain` takes out of every text, can stand for the two ends of bold until all is escaped.
_BOLD, _UNBOLD = "\ufdd0", "\ufdd1"


def plain(text: str) -> str:
    """Return `text` as a reader is to see it: without control, invisible and direction-changing characters."""
    return _BREAKS.sub("\n", text).translate(_SHOWN)


def one_line(text: str) -> str:
    """Return `text` as `plain` does, on a single line and without runs of blanks."""
    return " ".join(plain(text).split())


def escape(text: str, highlights: Sequence[Span] = ()) -> str:
    """Return the markdown that makes Discord show `plain(text)`, with the `highlights`, spans of `text`, in bold."""
    inert = _ANYWHERE.sub(r"\\\g<0>", _marked(text, highlights))
    inert = _AT_LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\.", inert)
    return inert.replace(_BOLD, "**").replace(_UNBOLD, "**")


def escape_line(text: str) -> str:
    """Return `escape` of the text on a single line, for headings and small type."""
    return escape(one_line(text))


def blockquote(markdown: str) -> str:
    """Return the lines of `markdown` as a block quotation."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def width(text: str) -> int:
    """Return the length of `text` in UTF-16 units, the most that any counter of Discord's makes of it."""
    return len(text) + sum(c > "\uffff" for c in text)


class _VisibleText(dict[int, int | None]):
    """What is shown of each character, worked out as characters are met; a table for `str.translate`."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _JOINERS
        self[code] = None if hidden or char in _BLANK_LETTERS + _BOLD + _UNBOLD else code
        return self[code]


_SHOWN = _VisibleText({ord("\n"): ord("\n"), ord("\t"): ord(" ")})


def _marked(text: str, highlights: Sequence[Span]) -> str:
    """Return `plain(text)` with both ends of each highlight marked; a highlight ends where its line ends."""
    pieces, at = [], 0
    for span in _merged(text, highlights):
        pieces.append(plain(text[at : span.start]))
        pieces.extend(
            f"{_BOLD}{shown}{_UNBOLD}" if (shown := plain(line)).strip() else shown
            for line in _LINE_ENDS.split(span.of(text))
        )
        at = span.end
    return "".join(pieces) + plain(text[at:])


def _merged(text: str, highlights: Sequence[Span]) -> list[Span]:
    """Return the highlights in order and without blanks at their ends, neighbours as one."""
    merged: list[Span] = []
    for span in sorted(highlights):
        words = span.of(text)
        start, end = span.end - len(words.lstrip()), span.start + len(words.rstrip())
        if merged and not text[merged[-1].end : start].strip(" "):
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        elif start < end:
            merged.append(Span(start, end))
    return merged
