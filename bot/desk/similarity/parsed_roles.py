"""Roles in a parsed English claim, as edges that are equal for active and passive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.desk.similarity.comparison import RoleEdge, Roles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PATIENTS = frozenset({"dobj", "nsubjpass", "csubjpass", "obj"})
_AGENTS = frozenset({"nsubj", "csubj"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "appos"})
_WITHOUT_HEAD = frozenset({"npadvmod", "prt", "quantmod"})
_SKIPPED = frozenset({"punct", "case", "prep", "agent", "expl"})
# A phrase with one of these may stand anywhere: "in March" is no role of its neighbour.
_MOVABLE = frozenset({"in", "on", "at", "during", "since", "after", "before", "until"})


def roles_of(doc: Doc) -> Roles:
    """Return the edges of a parsed claim."""
    movable = Counter(token.lower_ for token in doc if token.dep_ == "prep" and token.lower_ in _MOVABLE)
    return frozenset(
        edge
        for token in doc
        if token.dep_ not in _SKIPPED and not token.is_space
        for edge in _edges(token, {word for word, count in movable.items() if count == 1})
    )


def _edges(token: Token, movable: set[str]) -> Iterator[RoleEdge]:
    carrier = _carrier(token)
    head, role = carrier.head, _role(carrier)
    if carrier.dep_ == "ROOT":
        return
    if carrier.dep_ in {"pobj", "pcomp"} and head.dep_ in {"prep", "agent", "dative"}:
        role = "agent" if _is_agent(head) else "modifier" if head.lower_ == "of" else head.lower_
        head = head.head
        if role in movable:
            yield -1, role, token.idx
            return
    if carrier.dep_ in _WITHOUT_HEAD:
        yield -1, role, token.idx
        return
    yield _content_head(head).idx, role, token.idx


def _carrier(token: Token) -> Token:
    """Return the first conjunct, whose role all share."""
    while token.dep_ == "conj":
        token = token.head
    return token


def _is_agent(preposition: Token) -> bool:
    return preposition.dep_ == "agent" or (preposition.lower_ == "by" and any(
        child.dep_ in {"auxpass", "nsubjpass"} for child in preposition.head.children
    ))  # fmt: skip


def _role(token: Token) -> str:
    if token.dep_ in _PATIENTS:
        return "patient"
    if token.dep_ in _AGENTS:
        return "agent"
    if token.dep_ == "dative":
        return "to"
    return "modifier" if token.dep_ in _MODIFIERS else token.dep_


def _content_head(head: Token) -> Token:
    """Return the complement of "be" instead of "be" itself."""
    if head.lemma_ != "be":
        return head
    return next((child for child in head.children if child.dep_ in {"attr", "acomp"}), head)
