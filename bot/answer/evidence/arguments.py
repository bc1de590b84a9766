"""Arguments of a frame: noun phrases of its participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAME_TAGS = frozenset({"NNP", "NNPS"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_PHRASE = frozenset({"compound", "amod", "nmod", "poss", "nummod", "flat"})


@dataclass(frozen=True, slots=True)
class Argument:
    """One participant of a frame: head, stems, and range in code points."""

    head: str
    stems: frozenset[str]
    start: int
    end: int
    is_name: bool = False
    preposition: str = ""
    names: frozenset[str] = frozenset()  # the stems of the names in it
    initials: str = ""  # of a name of several words, in lower case

    def is_same_name(self, other: Argument) -> bool:
        """Check two arguments for one name.

        Of two full names two words have to agree ("North" and "South Velm").
        """
        if (self.initials and self.initials in other.names) or (other.initials and other.initials in self.names):
            return True
        shared = self.names & other.names
        return bool(shared) and len(shared) >= min(2, len(self.names), len(other.names))


def prepositional_arguments(preposition: Token) -> list[Argument]:
    found = arguments_of([child for child in preposition.children if child.dep_ == "pobj"])
    return [replace(argument, preposition=preposition.lower_) for argument in found]


def arguments_of(heads: Iterable[Token]) -> list[Argument]:
    found: list[Argument] = []
    for head in heads:
        coordinated = (head, *(noun for noun in head.conjuncts if not _is_excluded(noun)))
        found.extend(argument_of(noun) for noun in coordinated if noun.pos_ in _NOUNS or noun.dep_ == "pobj")
    return found


def _is_excluded(noun: Token) -> bool:
    """Check for an excluded noun: "by doctors, not nurses"."""
    return any(child.dep_ == "neg" for child in (*noun.children, *noun.lefts)) or (
        noun.i > 0 and noun.nbor(-1).lower_ == "not"
    )


def argument_of(head: Token) -> Argument:
    """Return the noun phrase of a head, without its clauses."""
    inside = [head, *(child for child in head.children if child.dep_ in _PHRASE)]
    inside += [grandchild for child in inside[1:] for grandchild in child.children if grandchild.dep_ in _PHRASE]
    appositions = [child for child in head.children if child.dep_ == "appos"]
    appositions += [child for child in head.head.children if _is_name_after(child, head)]
    inside += [
        token
        for apposition in appositions
        if not _is_excluded(apposition)
        for token in (apposition, *apposition.children)
    ]
    words = [token for token in inside if token.is_alpha or token.like_num]
    names = _name_tokens(inside)
    start = min(token.idx for token in inside)
    end = max(token.idx + len(token.text) for token in inside)
    return Argument(
        head=stem(head.text),
        stems=frozenset(stem(token.text) for token in words if not token.is_stop or token.tag_ in _NAME_TAGS),
        start=start,
        end=end,
        is_name=bool(names),
        names=frozenset(stem(token.text).replace(".", "") for token in names),
        initials="".join(token.text[0] for token in names).lower() if len(names) > 1 else "",
    )


def _is_name_after(name: Token, noun: Token) -> bool:
    """Check for a name directly after a noun: "nominee Ada Lind".

    The parser attaches such a name to the verb.
    """
    return name.dep_ == "npadvmod" and name.tag_ in _NAME_TAGS and name.left_edge.i == noun.i + 1


def _name_tokens(inside: Iterable[Token]) -> list[Token]:
    """Return the words of names in a noun phrase.

    The tagger takes some capitalised names for common nouns.
    """
    return sorted(
        (
            token
            for token in inside
            if token.text[:1].isupper()
            and (token.tag_ in _NAME_TAGS or (token.tag_ in {"NN", "NNS"} and (token.i or not token.text.istitle())))
        ),
        key=lambda token: token.i,
    )
