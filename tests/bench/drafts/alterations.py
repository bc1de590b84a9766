"""Alter statements by rule: a number, a negation, roles, a name's spelling; None if there is nothing to alter."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Token

_NUMBER = re.compile(
    r"(?<![\w/.,:'’#-])"  # no part of COVID-19, 9/11, 10:30
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?![\w/:]|[-.,]\d|-[A-Z])"
)
_WORDED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDED_NUMBER = re.compile(rf"\b(?:{'|'.join(_WORDED)})\b(?!-)")
_NEGATIVE = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|nor|without|hardly|only|cannot|few)\b|n['’]t\b", re.IGNORECASE
)
_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "may"}
)
_IRREGULAR = {"ca": "can", "wo": "will", "ai": "is"}
# Verbs that say the same of both sides.
_SYMMETRIC_VERBS = """
meet marry join face fight play match resemble equal include have be mean involve contain become remain
"""
_SYMMETRIC = frozenset(_SYMMETRIC_VERBS.split())
_PEOPLE = """
agency agent army attorney authority bank board boy brother candidate captain chief child city class coach colleague
commission committee community company council country county court crew customer daughter department director district
doctor driver employee employer expert family fan father firefighter firm force friend girl government governor group
guard hacker husband investigator judge jury king lawmaker lawyer leader man manager mayor member minister mother
neighbor nurse officer official opponent organization owner parent partner party patient people person player police
president prisoner prosecutor queen reporter researcher resident scientist senator sheriff sister soldier son staff
state student suspect teacher team teen tenant trooper union victim visitor voter wife witness woman worker
"""
_ACTORS = frozenset(_PEOPLE.split())
_LONGEST_PHRASE = 6  # tokens
_FEWEST_LETTERS = 6


def other_number(text: str, random: Random) -> tuple[str, str] | None:
    """Return the text with one number changed, and the new number; its count of digits stays.

    >>> other_number("a loan of 4,500 euros", Random(1))
    ('a loan of 7,500 euros', '7,500')
    """
    found = [match for match in _NUMBER.finditer(text) if match[0] not in {"0", "1"}]
    found += list(_WORDED_NUMBER.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    new = _other_word(match[0], random) if match[0].isalpha() else _other_digits(match[0], random)
    return text[: match.start()] + new + text[match.end() :], new


def _other_word(word: str, random: Random) -> str:
    return random.choice([other for other in _WORDED if other != word])


def _other_digits(number: str, random: Random) -> str:
    is_year = len(number) == 4 and number[:2] in {"19", "20"}
    at = len(number) - 1 if is_year or (len(number) == 2 and number[0] in "123") else 0
    digits = "23456789" if at == 0 else "123456789"
    new = random.choice([digit for digit in digits if digit != number[at]])
    return number[:at] + new + number[at + 1 :]


def negated(text: str, nlp: Language) -> tuple[str, str] | None:
    """Return the text with "not" taken from its main verb or added to it, and the word that was added.

    Rule: a "not" of the root goes; a root with an auxiliary, or a form of "be", gets one, if the text has no negative.
    """
    doc = nlp(text)
    sentences = list(doc.sents)
    if len(sentences) != 1 or "?" in text:
        return None
    root = sentences[0].root
    negations = [child for child in root.children if child.dep_ == "neg" and child.lower_ in {"not", "n't", "n’t"}]
    if negations:
        return _without_negation(text, doc, negations[0])
    if _NEGATIVE.search(text):
        return None
    carriers = [token for token in (*root.lefts, root) if token.lower_ in _AUXILIARIES and token.dep_ in _CARRYING]
    if not carriers:
        return None
    end = carriers[0].idx + len(carriers[0].text)
    return f"{text[:end]} not{text[end:]}", "not"


_CARRYING = frozenset({"aux", "auxpass", "ROOT"})


def _without_negation(text: str, doc: Doc, negation: Token) -> tuple[str, str] | None:
    if negation.i == 0:
        return None
    before = doc[negation.i - 1]
    if before.lower_ not in _AUXILIARIES | {"do", "does", "did", "ca", "wo", "ai", "must", "might", "can"}:
        return None
    stem = _IRREGULAR.get(before.lower_, before.text)
    return text[: before.idx] + stem + text[negation.idx + len(negation.text) :], ""


def swapped_roles(text: str, nlp: Language) -> tuple[str, str] | None:
    """Return the text with agent and patient of one clause exchanged; both name somebody and agree in number."""
    doc = nlp(text)
    for first, second in _role_pairs(doc):
        one, other = _phrase(first), _phrase(second)
        if one is None or other is None or one.overlaps(other) or one.start > other.start:
            continue
        swapped = _joined(text, one, other, starts_with_name=doc[0].pos_ == "PROPN")
        if swapped != text:
            return swapped, ""
    return None


def _role_pairs(doc: Doc) -> Iterator[tuple[Token, Token]]:
    for verb in doc:
        if verb.pos_ != "VERB" or verb.lemma_ in _SYMMETRIC:
            continue
        subjects = [child for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass"}]
        objects = [
            child for child in verb.rights if child.dep_ in {"dobj", "dative"} and child.pos_ in {"NOUN", "PROPN"}
        ]
        agents = [grandchild for child in verb.rights if child.dep_ == "agent" for grandchild in child.children]
        for subject in subjects:
            for partner in objects if subject.dep_ == "nsubj" else agents:
                if _can_swap(subject, partner):
                    yield subject, partner


def _can_swap(subject: Token, partner: Token) -> bool:
    """Check that both can act, so that the exchange makes sense, and that the verb goes with either."""
    is_past = subject.head.tag_ == "VBD" or any(child.tag_ == "MD" for child in subject.head.lefts)
    agree = is_past or subject.morph.get("Number", []) == partner.morph.get("Number", [])
    return agree and _can_act(subject) and _can_act(partner)


def _can_act(head: Token) -> bool:
    is_named = any(token.pos_ == "PROPN" for token in head.subtree)
    return head.pos_ in {"NOUN", "PROPN"} and (is_named or head.lemma_.lower() in _ACTORS)


def actor_phrase(head: Token) -> Span | None:
    """Return the span of a short phrase for somebody who can act."""
    return _phrase(head) if _can_act(head) else None


def _phrase(head: Token) -> Span | None:
    """Return the span of a short noun phrase without clauses, pronouns and conjunctions."""
    tokens = list(head.subtree)
    is_whole = tokens[-1].i - tokens[0].i + 1 == len(tokens)
    is_simple = all(token.pos_ not in {"VERB", "AUX", "PRON", "CCONJ", "SCONJ", "PUNCT"} for token in tokens)
    if not is_whole or not is_simple or len(tokens) > _LONGEST_PHRASE or any(t.tag_ == "PRP$" for t in tokens):
        return None
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1].text))


def _joined(text: str, one: Span, other: Span, *, starts_with_name: bool) -> str:
    """Return the text with two spans exchanged; capitals of its beginning stay at its beginning."""
    first, second = one.of(text), other.of(text)
    if one.start == 0 and text[0].isupper():
        second = second[0].upper() + second[1:]
        first = first if starts_with_name else first[0].lower() + first[1:]
    return text[: one.start] + second + text[one.end : other.start] + first + text[other.end :]


def other_title(source: str, name: str, article: str, random: Random) -> str | None:
    """Return the name with the title of another office than the source has before it; the article has no such office.

    >>> other_title("Mayor Ada Lind", "Ada Lind", "Mayor Ada Lind left.", Random(1)).endswith(" Ada Lind")
    True
    """
    title = source[: source.index(name)].strip() if name in source else ""
    if not any(word in title.split() for other in TITLES for word in other.split()):
        return None
    others = [other for other in TITLES if other.lower() not in article.lower()]
    return f"{random.choice(others)} {name}" if others else None


def other_source(article: str, random: Random) -> str | None:
    """Return a source without a name of which the article has no word."""
    folded = article.lower()
    others = [it for it in _SOURCES if not any(word[:5] in folded for word in it.split() if len(word) > len("the"))]
    return random.choice(others) if others else None


TITLES = ("President", "Prime Minister", "Governor", "Mayor", "Senator", "Ambassador", "Foreign Minister", "Chancellor")
_SOURCES = (
    "the police",
    "the central bank",
    "officials",
    "the company",
    "the ministry",
    "union leaders",
    "the airline",
    "residents",
    "prosecutors",
    "the hospital",
    "teachers",
    "a court",
)


def misspelt(name: str, known: frozenset[str], random: Random) -> str | None:
    """Return the name with its last word misspelt as no word of `known`, by one letter doubled, dropped or moved.

    >>> misspelt("Ada Lindqvist", frozenset(), Random(1))
    'Ada Lindvist'
    """
    *first, last = name.split()
    if len(last) < _FEWEST_LETTERS or not last.isalpha():
        return None
    places = list(range(2, len(last) - 1))
    random.shuffle(places)
    for at in places:
        doubled = last[:at] + last[at] + last[at:]
        dropped = last[:at] + last[at + 1 :]
        moved = last[:at] + last[at + 1] + last[at] + last[at + 2 :]
        other = random.choice([doubled, dropped, moved])
        if other != last and other.lower() not in known:
            return " ".join([*first, other])
    return None
