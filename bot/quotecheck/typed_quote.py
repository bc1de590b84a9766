"""A typed quote with editorial marks: "…" omits words, [brackets] insert them."""

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
_JOINER = "\u2060"  # in the place of a bracket inside a word, which keeps the word whole
_QUOTATION = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
_MAX_ELLIPSES = 12  # later ones count as punctuation
_MIN_QUOTATION = 3  # words


@dataclass(frozen=True, slots=True, eq=False)
class TypedQuote:
    """The tokens of a typed quote.

    `pieces` are runs of words `[first, end)` between ellipses; `bracketed` are the numbers of the editor's words.
    """

    words: TokenizedText
    pieces: tuple[tuple[int, int], ...]
    bracketed: frozenset[int]

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def is_whole(self) -> bool:
        """Whether all words are the original's, in one run."""
        return len(self.pieces) == 1 and not self.bracketed

    def own_words(self, first: int, end: int) -> int:
        """Return the number of words `[first, end)` outside brackets."""
        return sum(number not in self.bracketed for number in range(first, end))

    def after_gap(self, number: int) -> bool:
        """Return True right behind an ellipsis."""
        return any(first == number for first, _ in self.pieces[1:])


def read(text: str) -> TypedQuote:
    """Return the typed quote; its spans are those of `text`.

    >>> sorted(read("He [Lind] left").bracketed)
    [1]
    """
    shadow, brackets = _without_brackets(text)
    words = tokens.read(text, shadow)
    bracketed = frozenset(
        number
        for number, (start, end) in enumerate(words.spans)
        if any(b.start < end and start < b.end for b in brackets)
    )
    return TypedQuote(words, tuple(_pieces(text, words)), bracketed)


def quotation(text: str) -> str:
    """Return the longest quotation in `text`, or all of it without one.

    A quotation has three words at least.
    """
    inside = (next(filter(None, match.groups())) for match in _QUOTATION.finditer(text))
    longest = max(inside, key=len, default="")
    return longest.strip() if len(tokens.read(longest)) >= _MIN_QUOTATION else text.strip()


def _without_brackets(text: str) -> tuple[str, list[Span]]:
    """Return `text`, of equal length, without brackets, and the editor's spans.

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


def _pieces(text: str, words: TokenizedText) -> Iterator[tuple[int, int]]:
    starts = [start for start, _ in words.spans]
    cuts = sorted({bisect_right(starts, match.start()) for match in _ELLIPSIS.finditer(text)})
    first = 0
    for cut in [*cuts[:_MAX_ELLIPSES], len(starts)]:
        if cut > first:
            yield first, cut
            first = cut
