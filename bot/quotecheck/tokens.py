"""A text as words that can be compared: case, accents, marks, dashes and spacing fall away, offsets stay."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from bot.model.spans import Span

# Scripts that set no blanks between words: each character counts as one.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# What stands inside a word without being a letter: apostrophes, accents set apart, vowel signs, invisible joiners.
_INSIDE = (
    "'’ʼ\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0dff\u200b-\u200d\u2060\ufeff"
)
_LETTERS = rf"[^\W_{_ALONE}]+"
_WORD = re.compile(
    rf"""
    [{_ALONE}]
    | {_LETTERS}
      (?:(?:[{_INSIDE}]+|(?<=\d)[.,](?=\d)){_LETTERS})*     # "don't", "3,000"
      [{_INSIDE}]*(?<!['’ʼ])                                 # an apostrophe at the end closes a quotation
    | [%$€£¥₹₽₴]
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SIGNS = {"%": "percent"}
_SENTENCE_ENDS = re.compile(r"[.!?…:;\n“”\"]")


@dataclass(frozen=True, eq=False)
class TokenizedText:
    """The words of a text, or of a part of it, by what each is compared by; where they stand is worked out on demand.

    `shadow` is what was searched for words: the part of the text that begins at `start`, or what stands in its place.
    """

    text: str
    keys: Sequence[str]
    shadow: str
    start: int = 0

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each word stands in the text."""
        found = (match.span() for match in _WORD.finditer(self.shadow))
        return [(self.start + start, self.start + end) for start, end in found] if self.start else list(found)

    @cached_property
    def compact(self) -> str:
        """All keys without anything between them."""
        return "".join(spaced(self.keys))

    @cached_property
    def _ends(self) -> Sequence[int]:
        """Where each key ends in `compact`."""
        return list(accumulate(map(len, spaced(self.keys))))

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, end: int) -> Span:
        """Return where the words `[first, end)` stand in the text; what is none lies before word `first`."""
        if first < end:
            return Span(self.spans[first][0], self.spans[end - 1][1])
        place = self.spans[first][0] if first < len(self) else self.start + len(self.shadow)
        return Span(place, place)

    def new_sentence(self, number: int) -> bool:
        """Tell whether a sentence, or what somebody says, ends or begins right before this word."""
        if not 0 < number < len(self):
            return True
        return _SENTENCE_ENDS.search(self.text, self.spans[number - 1][1], self.spans[number][0]) is not None

    def occurrences(self, compact: str) -> Iterator[tuple[int, int]]:
        """Yield every run of words `[first, end)` that reads the same as `compact`, whatever the spacing."""
        if not compact or compact.replace(" ", "") not in "".join(self.keys):
            return
        start = self.compact.find(compact)
        while start >= 0:
            # The keys that end last before the run, and with it: the run has to begin and end with whole words.
            first, last = bisect_right(self._ends, start), bisect_left(self._ends, start + len(compact))
            begins = self._ends[first] - len(self.keys[first])
            whole = begins == start and self._ends[last] == start + len(compact)
            if whole:
                yield first, last + 1
            start = self.compact.find(compact, start + (len(compact) if whole else 1))


def read(text: str, shadow: str | None = None) -> TokenizedText:
    """Return the words of `text`, as they are found in its `shadow` where there is one."""
    shadow = text if shadow is None else shadow
    return TokenizedText(text, [match_key(word) for word in _WORD.findall(shadow)], shadow)


def read_part(text: str, part: Span) -> TokenizedText:
    """Return the words of a part of `text`; those that it cuts through are in it."""
    start = max((text.rfind(blank, 0, part.start) for blank in " \n"), default=0) + 1
    ends = [end for blank in " \n" if (end := text.find(blank, part.end)) >= 0]
    shadow = text[start : min(ends, default=len(text))]
    return TokenizedText(text, [match_key(word) for word in _WORD.findall(shadow)], shadow, start)


def spaced(keys: Sequence[str]) -> list[str]:
    """Return the keys as they may be set side by side: "10" and "500" make ten thousand, "5" and "10" no number."""
    pieces, before = [], ""
    for one in keys:
        apart = before[-1:].isdigit() and one[:1].isdigit() and not (len(one) == 3 and len(before) <= 3)
        pieces.append(f" {one}" if apart else one)
        before = one
    return pieces


@lru_cache(maxsize=50_000)
def match_key(word: str) -> str:
    """Return what a word is compared by."""
    if word in _SIGNS:
        return _SIGNS[word]
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if not ("\u0300" <= c <= "\u036f" or c in "'’ʼ" or unicodedata.category(c) == "Cf"))
