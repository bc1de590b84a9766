"""Small words and punctuation that may give the same words in the same order other roles."""

from __future__ import annotations

import re
from collections import Counter

from bot.desk.similarity.comparison import ClaimComparison
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

_PASSIVE = frozenset({"is", "are", "am", "was", "were", "be", "been", "being"})
_FURTHEST = 3  # tokens from the auxiliary to its participle
_IN = "in"
# "sold by Lind to Brandt", "sold to Lind by Brandt". Words of one place may stand for each other.
_ROLE_WORDS = {"by": "by", "to": "to", "and": "and", **dict.fromkeys(("in", "on", "at"), _IN)}
_BREAK = re.compile(r"[,;:—–“”„«»\"()]")
_START = -1  # the place before the first word

RoleWord = tuple[str, int]  # with the number of the aligned pair before it


def may_tell_other_roles(comparison: ClaimComparison) -> bool:
    """Check claims of the same words in the same order for other small words or quotation marks between them."""
    if _breaks(comparison, comparison.ours, is_ours=True) != _breaks(comparison, comparison.theirs, is_ours=False):
        return True
    if not comparison.is_english:
        return False
    ours = _role_words(comparison, comparison.ours, is_ours=True)
    theirs = _role_words(comparison, comparison.theirs, is_ours=False)
    # One "in" more is found by the detector of prepositions.
    ignored = {_IN} if _count(ours, _IN) != _count(theirs, _IN) else set[str]()
    return any(ours[key] != theirs[key] for key in {*ours, *theirs} if key[0] not in ignored)


def _count(words: Counter[RoleWord], word: str) -> int:
    return sum(count for (name, _), count in words.items() if name == word)


def is_passive(reading: ClaimReading, at: int) -> bool:
    """Check the token at a position for a participle after a form of "be"."""
    is_participle = reading.tokens[at].is_word and reading.knowledge.relations.is_past(reading.tokens[at].folded)
    before = reading.tokens[max(0, at - _FURTHEST) : at]
    return is_participle and any(token.folded in _PASSIVE for token in before)


def _role_words(comparison: ClaimComparison, reading: ClaimReading, *, is_ours: bool) -> Counter[RoleWord]:
    """Return "by", "to", "in", "and" and passives, each with its place."""
    number_of = _numbers(comparison, reading, is_ours=is_ours)
    found = Counter[RoleWord]()
    place = _START
    for at, token in enumerate(reading.tokens):
        place = number_of.get(token, place)
        if token.is_light and token.folded in _ROLE_WORDS:
            found[_ROLE_WORDS[token.folded], place] += 1
        if is_passive(reading, at):
            found["passive", place] += 1
    return found


def _breaks(comparison: ClaimComparison, reading: ClaimReading, *, is_ours: bool) -> frozenset[int]:
    """Return the places of punctuation, if a verb of saying makes them tell who says what."""
    if not any(reading.is_in(token, Category.SAYING) for token in reading.tokens):
        return frozenset()
    number_of = _numbers(comparison, reading, is_ours=is_ours)
    found = set[int]()
    for token, following in zip(reading.content, reading.content[1:], strict=False):
        if _BREAK.search(reading.claim.plain, token.span.end, following.span.start):
            found.add(number_of[token])
    return frozenset(found)


def _numbers(comparison: ClaimComparison, reading: ClaimReading, *, is_ours: bool) -> dict[ClaimToken, int]:
    """Return the number of the aligned pair of each content token."""
    return {
        reading.content[position]: number
        for number, pair in enumerate(comparison.alignment.pairs)
        for position in (pair.ours if is_ours else pair.theirs)
    }
