"""Quantifiers with their nouns: "most of the ferries" -> most, ferri."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.evidence.wording import quantifiers_of
from bot.model.spans import Span
from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEPS = frozenset(
    {"det", "predet", "amod", "advmod", "nsubj", "nsubjpass", "dobj", "pobj", "dep", "attr", "neg", "conj"}
)
_PARTS = frozenset({"third", "quarter", "fifth", "tenth", "part", "handful", "dozens"})
# Shares that exclude each other: asked -> quoted.
_CONFLICTS = {
    "all": frozenset({"most", "some", "few", "none", "half"}),
    "most": frozenset({"few", "none", "half", "some"}),
    "half": frozenset({"all", "most", "none", "few"}),
    "some": frozenset({"none"}),
    "few": frozenset({"all", "most"}),
    "none": frozenset({"all", "most", "some", "half", "few"}),
}


@dataclass(frozen=True, slots=True)
class Quantified:
    """A class of quantifier with the stems of its nouns.

    Classes: "all", "most", "some", "few", "half", "none".
    """

    kind: str
    nouns: tuple[str, ...]
    span: Span

    def conflicts_with(self, quoted: Quantified) -> bool:
        """Check for another share of the same things."""
        return self.excludes(quoted) and not set(self.nouns).isdisjoint(quoted.nouns)

    def excludes(self, quoted: Quantified) -> bool:
        """Check two quantifiers for mutual exclusion."""
        return quoted.kind in _CONFLICTS[self.kind]


def quantified(doc: Doc) -> tuple[Quantified, ...]:
    """Return the quantifiers of a parsed text, in its order."""
    return tuple(
        Quantified(kind, nouns, Span(token.idx, token.idx + len(token.text)))
        for token in doc
        if token.dep_ in _DEPS or token.pos_ == "NUM"
        for kind in _kinds(token)
        if kind in _CONFLICTS and (nouns := _nouns(token))
    )


def _kinds(token: Token) -> frozenset[str]:
    """Return the classes of a quantifier.

    "five of the six" and "a third of the" are some, not all.
    """
    is_part = token.like_num or token.lower_ in _PARTS
    if is_part and any(child.lower_ == "of" for child in token.children):
        return frozenset({"some"})
    return quantifiers_of([token.lower_])


def _nouns(quantifier: Token) -> tuple[str, ...]:
    """Return the counted nouns, head first: "some of the strains"."""
    of = [
        noun for child in quantifier.children if child.lower_ == "of" for noun in child.children if noun.dep_ == "pobj"
    ]
    heads = of or ([quantifier.head] if quantifier.head.pos_ in {"NOUN", "PROPN"} else [])
    found = [stem(head.lemma_) for head in heads]
    for head in heads:
        found += [stem(child.lemma_) for child in head.children if child.dep_ == "compound" and child.is_alpha]
    return tuple(found)
