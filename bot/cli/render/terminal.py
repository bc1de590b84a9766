"""Makes text safe for a terminal, measures it and wraps it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

import click

_CONTROL_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Style(Enum):
    PLAIN = "plain"
    BOLD = "bold"
    DIM = "dim"
    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


_LOOKS: dict[Style, dict[str, Any]] = {
    Style.BOLD: {"bold": True},
    Style.DIM: {"dim": True},
    Style.SOURCE: {"fg": "cyan", "bold": True},
    Style.CUE: {"fg": "yellow"},
    Style.CONTENT: {"underline": True},
}


class StyledText(NamedTuple):
    text: str
    style: Style = Style.PLAIN


def printable(text: str) -> str:
    """Replace control, escape and bidirectional characters by spaces."""
    return "".join(
        " " if character in _BIDI_CONTROLS or unicodedata.category(character) in _CONTROL_CATEGORIES else character
        for character in text
    )


def columns(text: str) -> int:
    """Return the width of `text` in columns.

    East Asian wide characters and most emoji take two, combining marks none.
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def flow(pieces: Iterable[StyledText], width: int, *, first: str = "", rest: str = "", colour: bool = False) -> str:
    """Wrap the pieces to `width` columns.

    The first line begins with `first`, the others with `rest`.
    """
    lines, line, used = list[str](), first, columns(first)
    is_empty = True
    for word in _words(pieces):
        needed = columns("".join(piece.text for piece in word))
        if not is_empty and used + 1 + needed > width:
            lines.append(line)
            line, used, is_empty = rest, columns(rest), True
        line += ("" if is_empty else " ") + "".join(_painted(piece, colour=colour) for piece in word)
        used += needed + (not is_empty)
        is_empty = False
    return "\n".join([*lines, line])


def _words(pieces: Iterable[StyledText]) -> Iterator[list[StyledText]]:
    """Yield each word as the list of its styled pieces."""
    word: list[StyledText] = []
    for piece in pieces:
        head, *others = printable(piece.text).replace("\N{NO-BREAK SPACE}", " ").split(" ")
        if head:
            word.append(StyledText(head, piece.style))
        for part in others:
            if word:
                yield word
            word = [StyledText(part, piece.style)] if part else []
    if word:
        yield word


def _painted(piece: StyledText, *, colour: bool) -> str:
    if not colour or piece.style is Style.PLAIN:
        return piece.text
    return click.style(piece.text, **_LOOKS[piece.style])
