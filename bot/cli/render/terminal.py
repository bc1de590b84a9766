"""Text laid out for a terminal: made harmless, measured in columns, wrapped with its bold and dim parts kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

import click

_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


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
    """Return `text` with a space for whatever could steer a terminal: controls, escapes, changes of direction."""
    return "".join(" " if c in _DIRECTIONS or unicodedata.category(c) in _STEERING else c for c in text)


def columns(text: str) -> int:
    """Return how many columns `text` takes; East Asian characters and most emoji take two, combining marks none."""
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def flow(pieces: Iterable[StyledText], width: int, *, first: str = "", rest: str = "", colour: bool = False) -> str:
    """Return the pieces as wrapped lines, the first behind `first`, the others behind `rest`."""
    lines, line, used = list[str](), first, columns(first)
    fresh = True
    for word in _words(pieces):
        needed = columns("".join(piece.text for piece in word))
        if not fresh and used + 1 + needed > width:
            lines.append(line)
            line, used, fresh = rest, columns(rest), True
        line += ("" if fresh else " ") + "".join(_painted(piece, colour=colour) for piece in word)
        used += needed + (not fresh)
        fresh = False
    return "\n".join([*lines, line])


def _words(pieces: Iterable[StyledText]) -> Iterator[list[StyledText]]:
    """Yield the words; a word is several pieces where its style changes inside it."""
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
