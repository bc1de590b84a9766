"""Names in a claim, found by their capitals alone.

This is fast enough for every candidate, and good enough to compare two claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.desk.similarity.normalize import FUNCTION_WORDS, NormalizedClaim
from bot.normalize import Word

_SENTENCE_START = re.compile(r"[.!?:;|“\"‘(][\s“\"‘'(]*$")
_TITLE_WORDS = """
president vice senator sen representative rep congressman congresswoman governor gov mayor minister prime secretary
chancellor king queen prince princess pope judge justice general captain dr mr mrs ms miss sir dame lord lady
professor prof actor actress singer rapper former reverend rev sheriff st saint
"""
_ONLINE_WORDS = """
meme memes screenshot screenshots tweet tweets hashtag gif infographic email emails
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_ONLINE = frozenset(_ONLINE_WORDS.split())
_MOSTLY_CAPITALS = 0.6
_JOINING = frozenset({" ", "-", ". "})
_DIGIT = re.compile(r"\d")

Common = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class CapitalizedName:
    """A run of capitalized words, without titles and words with digits."""

    words: tuple[Word, ...]

    @property
    def initials(self) -> str:
        return "".join(word.folded[:1] for word in self.words) if len(self.words) > 1 else ""


def names(claim: NormalizedClaim, common: Common) -> list[CapitalizedName]:
    """Return a claim's names, in order.

    `common` returns whether a folded word is everyday English. It decides at the start of a sentence, and if capitals
    say nothing because nearly all words have one or none has.
    """
    ignores_case = _is_mostly_capitals(claim) or not any(word.text[0].isupper() for word in claim.words)
    found: list[CapitalizedName] = []
    run: list[Word] = []
    for word in claim.words:
        between = claim.plain[run[-1].span.end : word.span.start] if run else ""
        if run and between not in _JOINING:
            found += _name(claim, run, common, ignores_case=ignores_case)
            run = []
        if _may_name(word, ignores_case=ignores_case):
            run.append(word)
        elif run:
            found += _name(claim, run, common, ignores_case=ignores_case)
            run = []
    return found + list(_name(claim, run, common, ignores_case=ignores_case))


def _name(claim: NormalizedClaim, run: list[Word], common: Common, *, ignores_case: bool) -> Iterator[CapitalizedName]:
    """Yield the name in a run of words, or nothing."""
    words = [word for word in run if word.folded not in _TITLES and not _DIGIT.search(word.text)]
    is_single_opener = len(run) == 1 and not run[0].text.isupper() and _opens_sentence(claim, run[0])
    if ignores_case or is_single_opener:
        words = [word for word in words if not common(word.folded) and word.folded not in _ONLINE]
    if words:
        yield CapitalizedName(tuple(words))


def _may_name(word: Word, *, ignores_case: bool) -> bool:
    if word.folded in FUNCTION_WORDS and word.text != "May":
        return False
    return word.text[0].isupper() or (ignores_case and len(word.text) > 2)


def _opens_sentence(claim: NormalizedClaim, word: Word) -> bool:
    return word is claim.words[0] or bool(
        _SENTENCE_START.search(claim.plain[max(0, word.span.start - 4) : word.span.start])
    )


def _is_mostly_capitals(claim: NormalizedClaim) -> bool:
    """Check for a capital on most words, as in headlines."""
    long_words = [word for word in claim.words if len(word.text) > 3 and word.text[0].isalpha()]
    return len(long_words) > 5 and sum(word.text[0].isupper() for word in long_words) > _MOSTLY_CAPITALS * len(
        long_words
    )
