"""The names in a claim, read from capitals alone: fast enough for every candidate, and good enough to compare two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.desk.similarity.normalize import FUNCTION_WORDS, NormalizedClaim
from bot.normalize import Word

_BEGINS = re.compile(r"[.!?:;|“\"‘(][\s“\"‘'(]*$")
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
_SHOUTED = 0.6
_INSIDE_A_NAME = frozenset({" ", "-", ". "})
_DIGIT = re.compile(r"\d")

Common = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class CapitalizedName:
    """A run of words that name somebody or something; titles, and words that hold a number, are left out."""

    words: tuple[Word, ...]

    @property
    def initials(self) -> str:
        return "".join(word.folded[:1] for word in self.words) if len(self.words) > 1 else ""


def names(wording: NormalizedClaim, common: Common) -> list[CapitalizedName]:
    """Return the names in order. `common` tells whether a folded word is an everyday English one.

    It decides at the start of a sentence, and where capitals tell nothing, as everything has one or nothing has.
    """
    blind = _is_loud(wording) or not any(word.text[0].isupper() for word in wording.words)
    found: list[CapitalizedName] = []
    run: list[Word] = []
    for word in wording.words:
        between = wording.plain[run[-1].span.end : word.span.start] if run else ""
        if run and between not in _INSIDE_A_NAME:
            found += _name(wording, run, common, blind=blind)
            run = []
        if _may_name(word, blind=blind):
            run.append(word)
        elif run:
            found += _name(wording, run, common, blind=blind)
            run = []
    return found + list(_name(wording, run, common, blind=blind))


def _name(wording: NormalizedClaim, run: list[Word], common: Common, *, blind: bool) -> Iterator[CapitalizedName]:
    """Yield the name that a run of words holds."""
    words = [word for word in run if word.folded not in _TITLES and not _DIGIT.search(word.text)]
    alone = len(run) == 1 and not run[0].text.isupper() and _begins(wording, run[0])
    if blind or alone:
        words = [word for word in words if not common(word.folded) and word.folded not in _ONLINE]
    if words:
        yield CapitalizedName(tuple(words))


def _may_name(word: Word, *, blind: bool) -> bool:
    if word.folded in FUNCTION_WORDS and word.text != "May":
        return False
    return word.text[0].isupper() or (blind and len(word.text) > 2)


def _begins(wording: NormalizedClaim, word: Word) -> bool:
    return word is wording.words[0] or bool(
        _BEGINS.search(wording.plain[max(0, word.span.start - 4) : word.span.start])
    )


def _is_loud(wording: NormalizedClaim) -> bool:
    """Tell whether capitals mean nothing: a headline, or a text that shouts."""
    telling = [word for word in wording.words if len(word.text) > 3 and word.text[0].isalpha()]
    return len(telling) > 5 and sum(word.text[0].isupper() for word in telling) > _SHOUTED * len(telling)
