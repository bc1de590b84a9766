"""Polarity of a predicate: negation, negative words, and hedges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.attribution.lexicon import words_of
from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that negate their complement.
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
# Only complements are in the scope of a negative verb, not the rest of the sentence.
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
_NOT_HELD = frozenset(
    {"plan", "intention", "evidence", "proof", "sign", "indication"}
)  # "has no plans to", "no sign that"
_MODALS = words_of("may might could would should will 'll ’ll can")
# Words with an irrealis infinitive or clause.
_IRREALIS = words_of("""
    plan hope want wish intend consider threaten propose seek expect schedule slate aim try attempt urge ask call demand
    order promise pledge vow set due poise ready likely bind prepare offer recommend suggest
    proposal plan bid effort intention attempt threat promise pledge offer push possibility chance
""")


def has_negation(words: Iterable[str]) -> bool:
    """Check lower-case words for negation, "didn't" and "didnt" included."""
    return any(
        word in _NEGATIVE_WORDS or word in _WITHOUT_APOSTROPHE or word.endswith(("n't", "n’t")) for word in words
    )


def is_negated(predicate: Token) -> bool:
    """Check a predicate for an odd number of negations."""
    return len(negators(predicate)) % 2 == 1


def negators(predicate: Token) -> tuple[Token, ...]:
    """Return the negators of a predicate, in the order of the text."""
    return tuple(sorted(_negators(predicate, _FURTHEST), key=lambda token: token.i))


def _negators(token: Token, depth: int) -> list[Token]:
    found = [child for child in token.children if _negates(child)]
    found += [
        participant
        for child in token.children
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}
        for participant in (child, *child.children)
        if participant.lower_ in _NEGATIVE_SUBJECTS and participant not in found
    ]
    head = token.head
    if not depth or head is token or token.dep_ not in _COMPLEMENTS:
        return found
    found += _denials(token)
    if is_negative_word(head):
        return [*found, head, *_negators(head, depth - 1)]
    if head.dep_ in {"prep", "pobj"} or head.lemma_.lower() in _NOT_HELD or token.dep_ in {"xcomp", "pcomp"}:
        return [*found, *_negators(head, depth - 1)]
    return found


def _denials(clause: Token) -> list[Token]:
    """Return the denials around a clause: "it is false", "ruled out"."""
    head = clause.head
    copula = head.head if clause.dep_ == "acl" and head.dep_ == "nsubj" else head
    if copula.lemma_ == "be":
        return [child for child in copula.children if child.dep_ in {"acomp", "attr"} and is_negative_word(child)]
    if head.lemma_ == "rule" and any(child.lower_ == "out" for child in head.children):
        return [head]
    return [head.head] if clause.dep_ == "pcomp" and head.head.lower_ == "short" else []


def _negates(child: Token) -> bool:
    return child.dep_ == "neg" or (child.lower_ in _NEGATIVE_WORDS and child.dep_ not in {"cc", "preconj", "conj"})


def hedges(predicate: Token) -> tuple[Token, ...]:
    """Return the hedges of a predicate: "may sink", "plans to sink"."""
    return tuple(sorted(_hedges(predicate, _FURTHEST), key=lambda token: token.i))


def _hedges(token: Token, depth: int) -> list[Token]:
    found = [
        child
        for child in token.children
        if (child.dep_ == "aux" and child.lower_ in _MODALS)
        or (child.dep_ in {"advmod", "mark"} and child.lower_ in HEDGES)
    ]
    head = token.head
    if depth and head is not token and token.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "conj"}:
        if head.lemma_.lower() in _IRREALIS and token.dep_ != "conj":
            found.append(head)
        if token.dep_ in {"xcomp", "conj"}:
            found += _hedges(head, depth - 1)
    return found


def is_negative_word(token: Token) -> bool:
    """Check for a word of denial: "refuse", "false", "hoax"."""
    lemma = token.lemma_.lower()
    return lemma in NEGATIVE_VERBS or lemma in _NEGATIVE_ADJECTIVES or lemma in _NEGATIVE_NOUNS
