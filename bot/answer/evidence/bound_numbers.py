"""Numbers of a parsed text, each with its noun or unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.spans import Span
from bot.normalize import stem
from bot.search.numbers import numbers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_YEARS = range(1800, 2100)
CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"}
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|percentage\b)", re.IGNORECASE)
# Hedges right before a number; a sign ("$") may stand between.
_MORE = re.compile(
    r"""
    \b(?: more\ than | over | at\ least | no\ fewer\ than | above | exceeding | upwards\ of | nearly | almost )\s+\S?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LESS = re.compile(
    r"\b(?: up\ to | at\ most | fewer\ than | less\ than | under | below | no\ more\ than )\s+\S?$",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT = re.compile(
    r"\b(?: about | around | some | roughly | approximately | close\ to | an\ estimated )\s+\S?$",
    re.IGNORECASE | re.VERBOSE,
)
_MAGNITUDES = frozenset(map(stem, ["hundred", "thousand", "million", "billion", "trillion"]))
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_NEAR_NOUNS = 3


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A number with its noun or unit.

    `unit` is "percent", a currency, "year", "ordinal" or empty; `nouns` are stems of counted nouns, nearest first.
    `hedge` is "more", "less", "about" or empty. `span` is in code points of the text.
    """

    value: float
    unit: str
    nouns: tuple[str, ...]
    span: Span
    hedge: str = ""

    @property
    def is_year(self) -> bool:
        return self.unit == "year"


def bound_numbers(doc: Doc, offset: int = 0) -> tuple[BoundNumber, ...]:
    """Return the numbers of a parsed text; spans are shifted by `offset`."""
    text = doc.text
    found = []
    for value, span in numbers(text):
        written = span.of(text)
        if written.lower() == "one" and not _counts_something(doc, span):
            continue
        unit = _unit(text, span, value)
        nouns = () if unit in {"year", "ordinal"} else _nouns(doc, span)
        found.append(BoundNumber(value, unit, nouns, Span(span.start + offset, span.end + offset), _hedge(text, span)))
    return tuple(found)


def _counts_something(doc: Doc, span: Span) -> bool:
    token = _token_at(doc, span.start)
    return token is not None and token.dep_ == "nummod"


def _unit(text: str, span: Span, value: float) -> str:
    before = text[span.start - 1 : span.start]
    if before in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[before]
    if _PERCENT.match(text, span.end):
        return "percent"
    if _ORDINAL.match(text, span.end - 2) and text[span.start].isdigit():
        return "ordinal"
    written = span.of(text)
    if value in _YEARS and written.isdigit() and len(written) == 4:
        return "year"
    return ""


def _hedge(text: str, span: Span) -> str:
    before = text[max(0, span.start - 24) : span.start]
    for name, pattern in (("more", _MORE), ("less", _LESS), ("about", _ABOUT)):
        if pattern.search(before):
            return name
    return ""


def _nouns(doc: Doc, span: Span) -> tuple[str, ...]:
    """Return the nouns of a number: head, and noun after "of"."""
    token = _token_at(doc, span.end - 1)
    if token is None:
        return ()
    found: list[str] = []
    for head in _governing_nouns(token):
        found.append(stem(head.text))
        found.extend(
            stem(child.text) for child in head.children if child.dep_ in {"compound", "amod"} and child.is_alpha
        )
        for preposition in head.children:
            if preposition.dep_ == "prep" and preposition.lower_ == "of":
                found.extend(stem(child.text) for child in preposition.children if child.dep_ == "pobj")
    return tuple(dict.fromkeys(noun for noun in found if noun not in _MAGNITUDES))


def _governing_nouns(token: Token) -> list[Token]:
    found = [token] if token.pos_ in {"NOUN", "SYM"} else []
    current = token
    for _ in range(_NEAR_NOUNS):
        if current.head is current or current.dep_ not in {
            "nummod",
            "quantmod",
            "compound",
            "amod",
            "npadvmod",
            "nmod",
        }:
            break
        current = current.head
        if current.pos_ in {"NOUN", "PROPN"}:
            found.append(current)
    if not found and token.dep_ in {"attr", "dobj", "pobj", "nsubj", "nsubjpass", "ROOT", "appos"}:
        found = [noun for preposition in token.children if preposition.dep_ == "prep" for noun in preposition.children]
    if not found and token.dep_ == "attr":
        found = [child for child in token.head.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return found


def _token_at(doc: Doc, offset: int) -> Token | None:
    found = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return found[0] if found is not None and len(found) else None


def compatible(asked: BoundNumber, quoted: BoundNumber) -> bool:
    """Check two numbers for the same unit and noun."""
    if asked.unit != quoted.unit:
        return False
    if asked.unit in {"percent", "year", "ordinal"}:
        return True
    if not asked.nouns or not quoted.nouns:
        return bool(asked.unit)
    return not set(asked.nouns).isdisjoint(quoted.nouns)


def values_agree(asked: BoundNumber, quoted: BoundNumber) -> bool:
    """Check two values for equality within their hedges."""
    if asked.value == quoted.value:
        return True
    if asked.hedge == "more":
        return quoted.value >= asked.value
    if asked.hedge == "less":
        return quoted.value <= asked.value
    if "about" in {asked.hedge, quoted.hedge}:
        return abs(asked.value - quoted.value) <= 0.05 * max(abs(asked.value), abs(quoted.value))
    return False
