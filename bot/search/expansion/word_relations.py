"""Synonyms, antonyms and inflected forms of English words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_AMERICAN = (
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|able)?$"), r"or\1"),
    (re.compile(r"([bt])re(s)?$"), r"\1er\2"),
    (re.compile(r"(gue|mme)(s)?$"), lambda found: found[1][0] + (found[2] or "")),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
)
_SHORTEST_RESPELLED = 6
_ONLY_PLURAL = frozenset({"news", "arms", "customs", "goods", "means", "politics", "economics", "physics"})
_DOUBLED = 2
_SHORTEST = 3  # letters of a lemma without its ending


@dataclass(frozen=True, eq=False)  # compared and hashed by identity, so that look-ups can be cached
class WordRelations:
    """Relations of lemmas; an irregular form has one or more lemmas.

    `synonyms` are numbers of groups: words of one group are synonyms. `pasts` are irregular past forms of verbs.
    """

    synonyms: Mapping[str, frozenset[int]]
    antonyms: Mapping[str, frozenset[str]]
    forms: Mapping[str, frozenset[str]]
    pasts: frozenset[str] = frozenset()

    @lru_cache(maxsize=20_000)  # noqa: B019 - one object lives as long as the process
    def lemmas(self, word: str) -> frozenset[str]:
        """Return a word's possible lemmas, itself included."""
        return frozenset({word, *self.forms.get(word, ()), *regular_lemmas(word)})

    def is_inflected(self, word: str, other: str) -> bool:
        """Check two words for one lemma: "bought", "buys"."""
        return not self.lemmas(word).isdisjoint(self.lemmas(other))

    @lru_cache(maxsize=20_000)  # noqa: B019 - as above
    def groups(self, word: str) -> frozenset[int]:
        """Return the groups of synonyms of a word."""
        return frozenset(group for lemma in self.lemmas(word) for group in self.synonyms.get(lemma, ()))

    def is_past(self, word: str) -> bool:
        """Check for the form of a past tense or participle."""
        return word.endswith("ed") or word in self.pasts

    def antonyms_of(self, word: str) -> frozenset[str]:
        """Return the lemmas of the antonyms of a word in any form."""
        return frozenset(antonym for lemma in self.lemmas(word) for antonym in self.antonyms.get(lemma, ()))

    def is_antonym(self, word: str, other: str) -> bool:
        """Check two words, in any form, for antonyms."""
        return not self.lemmas(other).isdisjoint(self.antonyms_of(word))


@lru_cache(maxsize=20_000)
def american_spelling(word: str) -> str:
    """Return a word in lower case with American endings.

    >>> american_spelling("criticised"), american_spelling("harbours")
    ('criticized', 'harbors')
    """
    if len(word) < _SHORTEST_RESPELLED:
        return word
    for pattern, ending in _AMERICAN:
        word = pattern.sub(ending, word)
    return word


def regular_lemmas(word: str) -> set[str]:
    """Return what a word may be without a regular ending.

    >>> sorted(regular_lemmas("closing"))
    ['clos', 'close']
    """
    found: set[str] = set()
    if word in _ONLY_PLURAL:
        return found
    if word.endswith(("ies", "ied")):
        found.add(word[:-3] + "y")
    if word.endswith("es"):
        found.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            found |= _without_ending(word.removesuffix(ending))
    return {lemma for lemma in found if len(lemma) >= _SHORTEST}


def _without_ending(start: str) -> set[str]:
    is_doubled = len(start) > _DOUBLED and start[-1] == start[-2]
    return {start, start + "e", *([start[:-1]] if is_doubled else [])}
