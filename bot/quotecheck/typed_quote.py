"""What somebody typed, read as an editor would: "…" leaves words out, and [brackets] hold words of the editor's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.spans import Span
from bot.quotecheck import tokens
from bot.quotecheck.tokens import TokenizedText

_ELLIPSIS = re.compile(r"…|\.(?:\s?\.){2,}")
_BRACKET = re.compile(r"\[([^\[\]]{0,200})\]")
_JOINER = "\u2060"  # stands for a bracket inside a word, so that the word stays one
_QUOTATION = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
_ELLIPSES = 12  # those after them are taken for marks: nobody quotes so
_A_QUOTATION = 3  # words at the least


@dataclass(frozen=True, slots=True, eq=False)
class TypedQuote:
    """The typed words. `pieces` are runs of words `[first, end)` between ellipses, `editors` words in brackets."""

    words: TokenizedText
    pieces: tuple[tuple[int, int], ...]
    editors: frozenset[int]

    @property
    def text(self) -> str:
        return self.words.text

    def own_words(self, first: int, end: int) -> int:
        """Return how many of the words `[first, end)` are not the editor's."""
        return sum(number not in self.editors for number in range(first, end))

    def after_gap(self, number: int) -> bool:
        """Tell whether an ellipsis stands right before this word."""
        return any(first == number for first, _ in self.pieces[1:])


def read(text: str) -> TypedQuote:
    """Return what was typed, taken apart. Spans are those of `text`."""
    shadow, brackets = _without_brackets(text)
    own = tokens.read(text, shadow)
    editors = frozenset(
        number
        for number, (start, end) in enumerate(own.spans)
        if any(b.start < end and start < b.end for b in brackets)
    )
    return TypedQuote(own, tuple(_pieces(text, own)), editors)


def quotation(text: str) -> str:
    """Return the longest piece of `text` between quotation marks, or all of it where there is none of some words."""
    inside = (next(filter(None, match.groups())) for match in _QUOTATION.finditer(text))
    longest = max(inside, key=len, default="")
    return longest.strip() if len(tokens.read(longest)) >= _A_QUOTATION else text.strip()


def _without_brackets(text: str) -> tuple[str, list[Span]]:
    """Return `text`, as long as it was, without its brackets, and where the words inside them are the editor's.

    "[H]e" is "He" with another case; in "includ[ed]" the ending, and so the word, is the editor's.
    """
    shadow, brackets = list(text), []
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start].isalpha(), text[end : end + 1].isalpha()
        shadow[start] = _JOINER if before else " "
        shadow[end - 1] = _JOINER if after else " "
        if not (after and not before and len(match[1]) == 1):
            brackets.append(Span(start, end))
    return "".join(shadow), brackets


def _pieces(text: str, found: TokenizedText) -> Iterator[tuple[int, int]]:
    starts = [start for start, _ in found.spans]
    cuts = sorted({bisect_right(starts, match.start()) for match in _ELLIPSIS.finditer(text)})
    first = 0
    for cut in [*cuts[:_ELLIPSES], len(starts)]:
        if cut > first:
            yield first, cut
            first = cut
