"""Kinds of sources, by their words: person, organisation, document, anonymous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.noun_phrases import any_token_in, name_words
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUANTITIES = lexicon.words_of(
    """one two three some many most several few hundreds thousands dozens number majority half average share percent
    trove cache batch series set tranche"""
)
_UNNAMED_PEOPLE = ("many", "some", "others", "most", "several", "few", "critics", "those", "all")
_PLURALS_OF_PEOPLE = ("ers", "ors", "ists", "ians", "ees", "men", "women", "crats")
# Endings of abstract nouns.
_ABSTRACT = tuple(lexicon.words_of("tion sion ment ness ity ing ance ence ism ship ure age cy th al"))
# In words: "Torvik Board of Works v. Brandt".
_LONGEST_PARTY = 7
_INSIDE_PARTY = lexicon.words_of("of the and & for . ’s 's")


def kind_of(head: Token) -> SourceKind:
    """Return the kind of source of a noun phrase."""
    low = head.lower_
    if low in _QUANTITIES and (counted := _counted(head)) is not None:
        return kind_of(counted)
    if low in lexicon.PRONOUNS_PERSON or low in lexicon.PRONOUNS_SELF:
        return SourceKind.PERSON
    if low in lexicon.PRONOUNS or low in lexicon.RELATIVES:
        return SourceKind.UNKNOWN
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and not head.is_sent_start):
        return kind_of_name(name_words(head))
    if any_token_in(head, lexicon.DOCUMENT_NOUNS):
        return SourceKind.DOCUMENT
    if any_token_in(head, lexicon.PEOPLE_NOUNS) or _is_plural_of_people(head):
        named = any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)
        return SourceKind.PERSON if named else SourceKind.ANONYMOUS
    if any_token_in(head, lexicon.ORGANISATION_NOUNS):
        return SourceKind.ORGANISATION
    return SourceKind.UNKNOWN


def _counted(quantity: Token) -> Token | None:
    """Return "officials" of "two of the officials"."""
    of = next((child for child in quantity.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    counted = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    return counted if counted is not None and counted.lower_ not in _QUANTITIES else None


def kind_of_name(words: list[str]) -> SourceKind:
    """Guess the kind of a name from its words."""
    low = [word.lower() for word in words]
    if any(is_organisation_word(word) and word not in lexicon.TITLES for word in low):
        return SourceKind.ORGANISATION
    if low and (low[-1] in lexicon.OUTLET_NAMES or low[0] in lexicon.OUTLET_NAMES):
        return SourceKind.ORGANISATION
    if any(word in lexicon.TITLES for word in low[:-1]):
        return SourceKind.PERSON
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return SourceKind.ORGANISATION
    if 2 <= len(words) <= 4 and all(word[0].isupper() for word in words):
        return SourceKind.PERSON
    return SourceKind.UNKNOWN


def is_organisation_word(word: str) -> bool:
    """Recognise a word for an organisation: "council", "Centers", "Courts"."""
    return word in lexicon.ORGANISATION_NOUNS or word.removesuffix("s") in lexicon.ORGANISATION_NOUNS - lexicon.TITLES


def _is_plural_of_people(head: Token) -> bool:
    if head.tag_ == "NNS" and head.lower_.endswith(_PLURALS_OF_PEOPLE):
        return True
    return head.lower_ in _UNNAMED_PEOPLE


def can_be_source(head: Token) -> bool:
    """Recognise a possible source: no party, no time, no event."""
    return not is_party(head) and head.lower_ not in lexicon.TIMES and not any_token_in(head, lexicon.EVENTS)


def is_party(head: Token) -> bool:
    """Recognise a side of "Oll v. Brandt", a case or match."""
    doc, first, last = head.doc, max(head.sent.start + 1, head.i - _LONGEST_PARTY), head.i + _LONGEST_PARTY
    for at in range(first, min(last, head.sent.end - 1)):
        if doc[at].text in lexicon.AGAINST and doc[at - 1].text[:1].isupper() and doc[at + 1].text[:1].isupper():
            between = doc[at + 1 : head.i + 1] if head.i > at else doc[head.i : at]
            return all(token.text[:1].isupper() or token.lower_ in _INSIDE_PARTY for token in between)
    return False


def is_abstract(head: Token) -> bool:
    """Recognise an abstract noun by its ending: "closure", "measures"."""
    return head.pos_ == "NOUN" and head.lower_.removesuffix("s").endswith(_ABSTRACT)
