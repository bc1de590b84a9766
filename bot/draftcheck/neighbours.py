"""Words of a draft's sentence that the article has in another sentence, or for another one in the same sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from bot.answer.evidence.wording import is_same_action
from bot.attribution.lexicon import PRONOUNS
from bot.corpus.sentences import sentences
from bot.draftcheck.person_titles import descriptions
from bot.model.spans import Span
from bot.normalize import fold, stem, words
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_Pairs: TypeAlias = frozenset[tuple[str, str]]
_ANTECEDENT = 600  # characters before a sentence with a pronoun
_SENTENCES_BEFORE = 2
_ROOT = 5  # letters: "Torvik", "Torvikian"


@dataclass(frozen=True, slots=True)
class Replaced:
    """Content words of the draft, and all words of the article in whose place they stand; those may be none."""

    typed: Sequence[str]
    original: Sequence[str]

    @property
    def content(self) -> list[str]:
        return [word for word in self.original if fold(word) not in FUNCTION_WORDS | PRONOUNS]


def from_elsewhere(replaced: Replaced, compared: str, sentence: str, article: str) -> list[str]:
    """Return the draft's words that the article has, but not of what its sentence says.

    A name in place of a pronoun or of the bearer's title is established, and so is a longer form of a name.
    """
    if not replaced.typed:
        return []
    inside, (anywhere, pairs) = _stems(sentence), _stems_and_pairs(article)
    known = [word for word in replaced.typed if stem(word) in anywhere and not _is_same_word(word, replaced.original)]
    found = [word for word in known if stem(word) not in inside]
    if not found and _is_name(replaced.typed) and _is_name(replaced.content):
        found = known if _stems(compared).isdisjoint(map(stem, replaced.content)) else []
    if not found or _stands_for_pronoun(replaced, sentence, article):
        return []
    established = _beside_the_same(replaced.typed, compared, pairs)
    found = [word for word in found if stem(word) not in established]
    return [] if found and _is_description(replaced, article) else found


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text))


def _is_name(found: Sequence[str]) -> bool:
    return any(word[:1].isupper() for word in found)


def _is_same_word(word: str, original: Sequence[str]) -> bool:
    return any(
        is_same_action(stem(word), stem(other)) or (len(word) > _ROOT and fold(word)[:_ROOT] == fold(other)[:_ROOT])
        for other in original
    )


def _stands_for_pronoun(replaced: Replaced, sentence: str, article: str) -> bool:
    """Return True for words in place of a pronoun that may mean them: the sentence or the two before it have one."""
    if replaced.content or not any(fold(word) in PRONOUNS for word in replaced.original):
        return False
    place = article.find(sentence)
    before = (
        list(sentences(article, Span(max(place - _ANTECEDENT, 0), place)))[-_SENTENCES_BEFORE:] if place > 0 else []
    )
    near = _stems(sentence).union(*(_stems(span.of(article)) for span in before))
    return place < 0 or not near.isdisjoint(map(stem, replaced.typed))


def _beside_the_same(typed: Sequence[str], compared: str, pairs: _Pairs) -> frozenset[str]:
    """Return the stems of words that stand beside the same unchanged word in the article, too: "Ida Brandt"."""
    changed = frozenset(map(stem, typed))
    ours = {pair for pair in _pairs(compared) & pairs if not changed.issuperset(pair)}
    return changed & {word for pair in ours for word in pair}


@lru_cache(maxsize=4)
def _stems_and_pairs(article: str) -> tuple[frozenset[str], _Pairs]:
    return _stems(article), _pairs(article)


def _pairs(text: str) -> _Pairs:
    found = words(text)
    return frozenset(
        (first.stem, second.stem)
        for first, second in pairwise(found)
        if first.folded not in FUNCTION_WORDS and second.folded not in FUNCTION_WORDS
    )


def _is_description(replaced: Replaced, article: str) -> bool:
    """Return True if the article says that one is the other: "the minister" for "Velm"."""
    typed, original = list(replaced.typed), replaced.content
    for name, others in ((typed, original), (original, typed)):
        wanted = frozenset(map(stem, others))
        if others and _is_name(name[-1:]) and any(wanted <= _stems(it) for it in descriptions(article, " ".join(name))):
            return True
    return False
