"""Negation in one claim only, or another one: "not", "never", "refused to"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.answer.evidence.polarity import NEGATIVE_STEMS
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.detection import ENGLISH
from bot.desk.similarity.languages.word_lists import Category, words_of
from bot.desk.similarity.reading import ClaimReading, ClaimToken
from bot.normalize import stem
from bot.search.expansion.word_relations import WordRelations

_PLAIN = frozenset({"not", "no", "never", "none", "nobody", "nothing", "neither"})


def negation(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the negations left over."""
    ours = [token for token in comparison.left_ours if _negates(comparison.ours, token)]
    theirs = [token for token in comparison.left_theirs if _negates(comparison.theirs, token)]
    if ours or theirs:
        plain = [sum(token.folded in _PLAIN for token in tokens) for tokens in (ours, theirs)]
        # Two posts comment on what they tell; a "not" there is often in the comment.
        are_posts = comparison.ours.claim.is_post and comparison.theirs.claim.is_post
        decisive = comparison.is_nearly_verbatim or (plain[0] % 2 != plain[1] % 2 and not are_posts)
        yield comparison.difference(DifferenceKind.NEGATION, *comparison.with_partner(ours, theirs), decisive=decisive)


def _negates(reading: ClaimReading, token: ClaimToken) -> bool:
    if reading.is_in(token, Category.NEGATION):
        return True
    if not reading.is_english or not token.is_word:
        return False
    is_negative = _has_negative_lemma(reading.knowledge.relations, token.folded)
    return is_negative and not reading.is_name(token) and not reading.is_in(token, Category.VERACITY)


@lru_cache(maxsize=20_000)
def _has_negative_lemma(relations: WordRelations, word: str) -> bool:
    negations = words_of(Category.NEGATION, ENGLISH)
    return any(stem(lemma) in NEGATIVE_STEMS or lemma in negations for lemma in relations.lemmas(word))
