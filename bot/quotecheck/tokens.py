"""Tokens for comparison, without case, accents, punctuation and spacing; offsets stay."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from bot.model.spans import Span

# Scripts without blanks between words: each character is a token.
_UNSPACED_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Characters inside a word that are no letters: apostrophes, combining accents, vowel signs, invisible joiners.
_INNER_MARKS = (
    "'’ʼ\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0dff\u200b-\u200d\u2060\ufeff"
)
_LETTERS = rf"[^\W_{_UNSPACED_SCRIPTS}]+"
_WORD = re.compile(
    rf"""
    [{_UNSPACED_SCRIPTS}]
    | {_LETTERS}
      (?:(?:[{_INNER_MARKS}]+|(?<=\d)[.,](?=\d)){_LETTERS})*     # "don't", "3,000"
      [{_INNER_MARKS}]*(?<!['’ʼ])                                 # an apostrophe at the end closes a quotation
    | [%$€£¥₹₽₴]
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIGNS = {"%": "percent"}
_MILLI = re.compile(r"m(?:W|Wh|V|J|Pa|Hz|eV)")  # in capitals, "M" is a million times a thousand as much
_SENTENCE_ENDS = re.compile(r"[.!?…:;\n“”\"]")


@dataclass(frozen=True, eq=False)
class TokenizedText:
    """The match keys of a text's tokens; spans on demand.

    `shadow` is the tokenised string: the part of the text from `start` on, or a replacement of equal length.
    """

    text: str
    keys: Sequence[str]
    shadow: str
    start: int = 0

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Start and end of each token in the text."""
        matches = (match.span() for match in _WORD.finditer(self.shadow))
        return [(self.start + start, self.start + end) for start, end in matches] if self.start else list(matches)

    @cached_property
    def compact(self) -> str:
        """All keys in one string, without blanks."""
        return "".join(spaced(self.keys))

    @cached_property
    def _ends(self) -> Sequence[int]:
        """The end of each key in `compact`."""
        return list(accumulate(map(len, spaced(self.keys))))

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, end: int) -> Span:
        """Return the span of the tokens `[first, end)`.

        An empty range gives an empty span before token `first`.
        """
        if first < end:
            return Span(self.spans[first][0], self.spans[end - 1][1])
        place = self.spans[first][0] if first < len(self) else self.start + len(self.shadow)
        return Span(place, place)

    def new_sentence(self, number: int) -> bool:
        """Return True at a sentence or quotation boundary before this token."""
        if not 0 < number < len(self):
            return True
        return _SENTENCE_ENDS.search(self.text, self.spans[number - 1][1], self.spans[number][0]) is not None

    def occurrences(self, compact: str) -> Iterator[tuple[int, int]]:
        """Yield every run of tokens `[first, end)` equal to `compact`.

        Spacing may differ.
        """
        if not compact or compact.replace(" ", "") not in "".join(self.keys):
            return
        start = self.compact.find(compact)
        while start >= 0:
            # The keys at the ends of the match: it has to begin and end with whole words.
            first, last = bisect_right(self._ends, start), bisect_left(self._ends, start + len(compact))
            begins = self._ends[first] - len(self.keys[first])
            is_whole = begins == start and self._ends[last] == start + len(compact)
            if is_whole:
                yield first, last + 1
            start = self.compact.find(compact, start + (len(compact) if is_whole else 1))


def read(text: str, shadow: str | None = None) -> TokenizedText:
    """Return the tokens of `text`, found in its `shadow`.

    >>> read("Don't ask.").keys
    ['dont', 'ask']
    """
    return read_shadow(text, text if shadow is None else shadow)


def read_shadow(text: str, shadow: str, start: int = 0) -> TokenizedText:
    """Return the tokens of `shadow`, which stands for `text` from `start` on."""
    return TokenizedText(text, [match_key(word) for word in _WORD.findall(shadow)], shadow, start)


def read_part(text: str, part: Span) -> TokenizedText:
    """Return the tokens of a part of `text`, partly covered ones included."""
    start = max((text.rfind(blank, 0, part.start) for blank in " \n"), default=0) + 1
    ends = [end for blank in " \n" if (end := text.find(blank, part.end)) >= 0]
    return read_shadow(text, text[start : min(ends, default=len(text))], start)


def occurrences(text: str, part: str) -> Iterator[Span]:
    """Yield the spans of `part` in `text`, also within words."""
    start = text.find(part) if part else -1
    while start >= 0:
        yield Span(start, start + len(part))
        start = text.find(part, start + len(part))


def spaced(keys: Sequence[str]) -> list[str]:
    """Return the keys for concatenation, with blanks between separate numbers.

    "10" and "500" make ten thousand five hundred; "5" and "10" make no number.

    >>> spaced(["10", "500"]), spaced(["5", "10"])
    (['10', '500'], ['5', ' 10'])
    """
    pieces, before = [], ""
    for key in keys:
        apart = before[-1:].isdigit() and key[:1].isdigit() and not (len(key) == 3 and len(before) <= 3)
        pieces.append(f" {key}" if apart else key)
        before = key
    return pieces


@lru_cache(maxsize=50_000)
def match_key(word: str) -> str:
    """Return the comparison key of a token.

    >>> match_key("3,000"), match_key("Müller’s"), match_key("%")
    ('3000', 'mullers', 'percent')
    """
    if word in _SIGNS:
        return _SIGNS[word]
    if _MILLI.fullmatch(word):
        return f"milli{word.rpartition('m')[2]}".lower()
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if not ("\u0300" <= c <= "\u036f" or c in "'’ʼ" or unicodedata.category(c) == "Cf"))
