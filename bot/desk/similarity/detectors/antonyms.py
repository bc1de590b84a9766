"""Contrary words: "approved" and "rejected", "legal" and "illegal"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from bot.answer.evidence.wording import antonyms_of
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.expansion.word_relations import WordRelations, american_spelling

_PREFIX = re.compile(r"(?:un|il|ir|im|in|dis|non|anti)(?P<stem>\w{4,})")
_OWN_DETECTOR = (Category.QUANTIFIER, Category.TIME)  # "all" and "some", "before" and "after"
_ENDINGS = (("ful", "less"), ("less", "ful"))


def contrary_words(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the pairs of contrary words left over, as one difference."""
    if not comparison.is_english:
        return
    relations = comparison.ours.knowledge.relations
    places: dict[str, list[ClaimToken]] = defaultdict(list)
    for token in reversed(comparison.left_theirs):
        for key in _identities(relations, token.folded) if token.is_word else ():
            places[key].append(token)
    ours, theirs = list[ClaimToken](), list[ClaimToken]()
    used: set[Span] = set()
    for token in comparison.left_ours if places else ():
        contrary = _first_open(places, _contraries(relations, token.folded), used) if token.is_word else None
        if contrary is not None and not _have_own_detector(comparison, token, contrary):
            used.add(contrary.span)
            ours.append(token)
            theirs.append(contrary)
    if ours:
        yield comparison.difference(DifferenceKind.NEGATION, ours, theirs)


def _first_open(
    places: Mapping[str, list[ClaimToken]], keys: Iterable[str], used: Collection[Span]
) -> ClaimToken | None:
    """Return the first unused token of a key; used ones are dropped for good."""
    for key in keys:
        stack = places.get(key, [])
        while stack and stack[-1].span in used:
            stack.pop()
        if stack:
            return stack[-1]
    return None


def _have_own_detector(comparison: ClaimComparison, ours: ClaimToken, theirs: ClaimToken) -> bool:
    def are_in(category: Category) -> bool:
        readings: tuple[tuple[ClaimReading, ClaimToken], ...] = ((comparison.ours, ours), (comparison.theirs, theirs))
        return all(reading.is_in(token, category) for reading, token in readings)

    return any(map(are_in, _OWN_DETECTOR))


@lru_cache(maxsize=20_000)
def _identities(relations: WordRelations, word: str) -> frozenset[str]:
    """Return keys of a word: its lemmas, their stems (~), and what it denies (un-)."""
    spelled = american_spelling(word)
    lemmas = relations.lemmas(spelled)
    prefix = _PREFIX.fullmatch(spelled)
    return frozenset({*lemmas, *(f"~{stem(lemma)}" for lemma in lemmas), *([f"un-{prefix['stem']}"] if prefix else [])})


@lru_cache(maxsize=20_000)
def _contraries(relations: WordRelations, word: str) -> tuple[str, ...]:
    """Return the keys of the words contrary to a word."""
    spelled = american_spelling(word)
    prefix = _PREFIX.fullmatch(spelled)
    found = {*relations.antonyms_of(spelled), f"un-{spelled}", *([prefix["stem"]] if prefix else [])}
    found |= {f"~{antonym}" for lemma in relations.lemmas(spelled) for antonym in antonyms_of(stem(lemma))}
    found |= {spelled.removesuffix(ending) + other for ending, other in _ENDINGS if spelled.endswith(ending)}
    return tuple(sorted(found))
