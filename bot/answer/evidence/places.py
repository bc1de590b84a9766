"""Names in phrases of place: "off the coast of Oster"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution.lexicon import words_of
from bot.model.spans import Span
from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PREPOSITIONS = words_of("""
    in at near off outside inside from to into across around through over
""")
_STATIC = words_of("in at near off outside inside")
# "to Velm" is a place only after these: "sold to Oster" names a buyer.
_MOTION = frozenset(
    stem(word)
    for word in words_of("""
    travel fly move go flee drive sail march return head come arrive trip flight visit journey walk run ship deport
    evacuate deploy relocate
""")
)
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_TIMES = words_of("""
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec christmas easter thanksgiving
""")
_PARTS = frozenset({"compound", "poss", "nmod", "amod", "appos", "nummod"})


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name after a preposition of place.

    `stems` are those of its words. `governors` are the stems of the words that the phrase depends on, nearest first:
    noun, then verb.
    """

    kind: str  # "in" for at, near, off, ..., else the preposition itself
    stems: frozenset[str]
    governors: tuple[str, ...]
    span: Span


def places(doc: Doc) -> tuple[NamedPlace, ...]:
    """Return the places of a parsed text, in its order."""
    return tuple(
        _place(preposition, name)
        for preposition in doc
        if preposition.lower_ in _PREPOSITIONS and preposition.dep_ == "prep" and _is_of_place(preposition)
        for name in _names(preposition)
    )


def _is_of_place(preposition: Token) -> bool:
    return preposition.lower_ in _STATIC or stem(preposition.head.lemma_) in _MOTION


def _names(preposition: Token) -> list[Token]:
    """Return the names after a preposition: "off the coast of Oster"."""
    found = []
    for noun in preposition.children:
        if noun.dep_ != "pobj" or noun.lower_ in _TIMES or noun.like_num:
            continue
        if noun.tag_ in _NAME_TAGS:
            found.append(noun)
        else:
            found += [
                name for of in noun.children if of.lower_ == "of" for name in of.children if name.tag_ in _NAME_TAGS
            ]
    return found


def _place(preposition: Token, name: Token) -> NamedPlace:
    words = [name, *(child for child in name.children if child.dep_ in _PARTS and child.tag_ in _NAME_TAGS)]
    words += [conjunct for conjunct in name.conjuncts if conjunct.tag_ in _NAME_TAGS]
    inside = [token for token in words if token.i <= name.i and name.i - token.i < 6] or [name]
    start = min(token.idx for token in inside)
    end = max(token.idx + len(token.text) for token in inside)
    governors = [stem(token.lemma_) for token in preposition.ancestors if token.pos_ in {"NOUN", "VERB", "PROPN"}]
    return NamedPlace(
        kind="in" if preposition.lower_ in _STATIC else preposition.lower_,
        stems=frozenset(stem(token.text) for token in words),
        governors=tuple(governors[:3]),
        span=Span(start, end),
    )
