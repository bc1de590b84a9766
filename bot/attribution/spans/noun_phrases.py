"""Noun phrases: the words of a head or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

_CLAUSES = ("relcl", "advcl", "parataxis", "ccomp")


def any_token_in(token: Token, nouns: frozenset[str]) -> bool:
    """Recognise `token` in `nouns`, in the singular or as written."""
    low = token.lower_  # the tagger may take "analysts" for a verb, and then its lemma is no singular
    return token.lemma_.lower() in nouns or low in nouns or low.removesuffix("s") in nouns


def noun_phrase(head: Token, without: Collection[int]) -> list[Token]:
    """Return the noun phrase of `head`, without the tokens numbered `without`.

    Appositions and titles are included: "Mara Oll, the mayor of Torvik".
    """
    tokens = [token for token in head.subtree if token.i not in without and not _is_nonrestrictive(token, head)]
    present = {token.i for token in tokens}
    connected = _run_around(head, present)
    # A name is not cut in two, even if the parser splits it.
    at = head.i + 1
    while _continues_name(head, at) and at not in connected and at not in without:
        connected.add(at)
        tokens.append(head.doc[at])
        at += 1
    if _ends_at_hyphen(head):
        compound = _compound_after_hyphen(head)
        connected |= {token.i for token in compound}
        tokens += [token for token in compound if token not in tokens]
    if any_token_in(head, lexicon.DOCUMENT_NOUNS) and head.i > 0 and head.nbor(-1).lower_ in lexicon.SECRET:
        # The parser takes "leaked" for a verb in "..., leaked documents reveal".
        connected.add(head.i - 1)
        tokens = [head.nbor(-1), *tokens]
    return [token for token in tokens if token.i in connected]


def _run_around(head: Token, present: set[int]) -> set[int]:
    """Return the numbers in `present` without a gap around `head`.

    A wrong parse scatters tokens.
    """
    connected = {head.i}
    for step in (-1, 1):
        i = head.i + step
        while i in present:
            connected.add(i)
            i += step
    return connected


def _continues_name(head: Token, at: int) -> bool:
    return head.pos_ == "PROPN" and at < len(head.doc) and head.doc[at].pos_ == "PROPN"


def _ends_at_hyphen(head: Token) -> bool:
    """Recognise a name cut at its hyphen: "Lantern co-host Jo Berg"."""
    inside = head.i + 2 < len(head.doc) and head.nbor(1).text == "-"
    return inside and not head.whitespace_ and head.nbor(2).is_alpha


def _compound_after_hyphen(head: Token) -> list[Token]:
    """Return the hyphen, the next word and the name behind it."""
    end = head.i + 3
    while end < len(head.doc) and head.doc[end].pos_ == "PROPN":
        end += 1
    return list(head.doc[head.i + 1 : end])


def _is_nonrestrictive(token: Token, head: Token) -> bool:
    """Recognise a token in a nonrestrictive clause.

    ", who was on holiday,"
    """
    while token != head:
        if token.dep_ in _CLAUSES and token.head == head:
            return any(left.text in (",", "–", "—") for left in head.doc[head.i : token.i])
        token = token.head
    return False


def name_words(head: Token) -> list[str]:
    """Return the capitalised words around `head`."""
    doc, start, end = head.doc, head.i, head.i + 1
    while start > 0 and _is_name_word(doc[start - 1]):
        start -= 1
    while end < len(doc) and (doc[end].pos_ == "PROPN" or doc[end].text in ("(", ")") or doc[end].text.isupper()):
        end += 1
    return [token.text for token in doc[start:end] if token.text[:1].isalnum()]


def _is_name_word(token: Token) -> bool:
    return (token.text[:1].isupper() and token.is_alpha and not token.is_stop) or token.pos_ == "PROPN"
