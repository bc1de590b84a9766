"""Whether a predicate is affirmed, denied or only supposed: negation, its lexical kin, and hedges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.attribution.lexicon import words_of
from bot.text import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs whose complement does not happen, or is said not to be so.
NEGATIVE_VERBS = words_of("""
    deny refuse decline reject fail refute dispute dismiss stop prevent avoid forbid ban block oppose lack
    cancel abandon drop halt resist withhold rebuff debunk disprove disavow contradict discourage
""")
_NEGATIVE_ADJECTIVES = words_of("""
    false untrue unlikely unable unwilling wrong fake reluctant impossible incorrect bogus baseless unfounded
""")
_NEGATIVE_NOUNS = words_of("""
    hoax myth lie denial refusal failure rejection lack absence
""")
_NEGATIVE_WORDS = words_of("""
    not n't n’t never no nobody none neither nor nothing hardly barely scarcely without nowhere
""")
_NEGATIVE_SUBJECTS = frozenset({"no", "nobody", "none", "neither", "few", "nothing"})
# Only complements are in the scope of a negative verb, not what the same sentence says beside it.
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp", "dobj", "acl", "prep", "pobj"})
HEDGES = words_of("""
    may might could would should can reportedly allegedly possibly perhaps likely probably apparently
    supposedly plan plans planned planning hope hopes hoped want wants wanted intend intends intended consider
    considers considering considered threaten threatens threatened propose proposes proposed seek seeks sought
    expect expects expected if unless whether rumored rumoured potential potentially proposal
""")
NEGATIVE_STEMS = frozenset(map(stem, NEGATIVE_VERBS | _NEGATIVE_ADJECTIVES | _NEGATIVE_NOUNS))
_WITHOUT_APOSTROPHE = words_of("""
    isnt didnt doesnt wont cant wasnt arent hasnt havent dont couldnt wouldnt shouldnt werent hadnt
""")
_FURTHEST = 3


def has_negation(words: Iterable[str]) -> bool:
    """Return whether a word of negation stands among lower-case words, "didn't" and "didnt" included."""
    return any(
        word in _NEGATIVE_WORDS or word in _WITHOUT_APOSTROPHE or word.endswith(("n't", "n’t")) for word in words
    )


def is_negated(predicate: Token) -> bool:
    """Return whether an odd number of negations stands over a predicate."""
    return _negations(predicate, _FURTHEST) % 2 == 1


def _negations(token: Token, depth: int) -> int:
    count = sum(child.dep_ == "neg" or child.lower_ in _NEGATIVE_WORDS for child in token.children)
    count += sum(
        grandchild.lower_ in _NEGATIVE_SUBJECTS
        for child in token.children
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}
        for grandchild in (child, *child.children)
        if grandchild.lower_ not in _NEGATIVE_WORDS or grandchild.dep_ == "det"
    )
    if depth and token.dep_ in _COMPLEMENTS and token.head is not token:
        head = token.head
        if head.dep_ in {"prep", "pobj"} or head.lemma_.lower() in {"plan", "intention", "evidence"}:
            count += _negations(head, depth - 1)
        elif is_negative_word(head):
            count += 1 + _negations(head, depth - 1)
        elif token.dep_ in {"xcomp", "pcomp"}:
            count += _negations(head, depth - 1)
    return count


def is_negative_word(token: Token) -> bool:
    """Return whether the word itself denies what it governs ("refuse", "false", "hoax")."""
    lemma = token.lemma_.lower()
    return lemma in NEGATIVE_VERBS or lemma in _NEGATIVE_ADJECTIVES or lemma in _NEGATIVE_NOUNS
