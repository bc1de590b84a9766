"""What a claim says, without what posting it brought along: links, handles, a tweet's signature.

Spans hold in the text as it was written: what is left out is blanked, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
from bot.search.numbers import numbers

_SIGNATURE = re.compile(
    r"\s[—–-]+\s*(?P<name>[^—]{1,60}?)\s*\(@\w+\)"  # an embedded tweet: "— Jo Berg (@joberg) March 3, 2016"
    r"(?:\s*[^\W\d_]+ \d{1,2}, \d{4}|\s*\d{1,2} [^\W\d_]+ \d{4})?\s*$"
)
_FURNITURE = re.compile(
    r"(?:https?://|www\.|pic\.twitter\.com/)\S*|<[@#:at][^<>\s]*>|&(?:amp|lt|gt|quot|#\d+);|^\s*RT @\w+:", re.IGNORECASE
)
_TAG = re.compile(r"[#@](\w+)")
_INSIDE_A_TAG = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_MARKS = str.maketrans("", "", ".,'’-")
_LONGEST_WORD = 60  # characters; what is longer is no word

_FUNCTION_WORDS = """
a about after again all also am an and any are as at be because been before being but by can could did do does doing
done down for from had has have having he her here hers him his how i if in into is it its just may me might more most
must my of off on once only or other our out over own rt she should so some such than that the their them then there
these they this those through to too under up upon us very via was we were what when where which while who whom whose
why will with would you your yours amp said says say
"""
# They tell nothing of what a claim is about, yet much of what it says of that: see differences.py.
_NEGATIONS = """
no not never none nobody nothing nowhere neither nor without cannot untrue false falsely dont doesnt didnt wont
wouldnt isnt arent wasnt werent cant couldnt shouldnt hasnt havent hadnt aint
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
NEGATIONS = frozenset(_NEGATIONS.split())


@dataclass(frozen=True, slots=True)
class NormalizedClaim:
    """A claim taken apart. `terms` are its telling words, each once, as the index holds them; numbers are values.

    `plain` is its text with spaces for the furniture, `words` all of its words and `numbers` all of its numbers, in
    order and with their spans; `author` are the terms of who signed it.
    """

    plain: str
    words: tuple[Word, ...]
    numbers: tuple[tuple[float, Span], ...]
    terms: tuple[str, ...]
    author: tuple[str, ...] = ()


def normalize(text: str) -> NormalizedClaim:
    """Return what `text` says, taken apart."""
    plain, author = _without_furniture(text)
    found, values = _words(plain), numbers(plain)
    signed = _in_order(_words(author), numbers(author)) if author else []
    return NormalizedClaim(plain, tuple(found), tuple(values), _each_once(_in_order(found, values)), _each_once(signed))


def is_negation(word: Word) -> bool:
    """Tell whether `word` denies: "not", "never", "isn't"."""
    return _denies(word.folded)


def index_terms(text: str, title: str | None) -> str:
    """Return the terms of a claim and its title as the index takes them, with spaces between."""
    parts = [part for each in (text, title or "") for part in _without_furniture(each)]
    return " ".join(term for part in parts for term in _in_order(_words(part), numbers(part)))


def _without_furniture(text: str) -> tuple[str, str]:
    """Return `text` with spaces for its furniture, and the name that it is signed with."""
    signature = _SIGNATURE.search(text) if "(@" in text else None
    name = signature["name"] if signature else ""
    if signature:
        text = text[: signature.start()] + " " * len(signature[0]) + text[signature.end() :]
    return _FURNITURE.sub(lambda found: " " * len(found[0]), text), name


def _words(plain: str) -> list[Word]:
    """Return the words; those of a tag, "#FerryLineClosed", stand one by one."""
    found: list[Word] = []
    at = 0
    for tag in _TAG.finditer(plain):
        found += words(plain[at : tag.start()], at)
        found += [Word(part[0], _span(part, tag.start(1))) for part in _INSIDE_A_TAG.finditer(tag[1])]
        at = tag.end()
    return found + words(plain[at:], at)


def _span(found: re.Match[str], offset: int) -> Span:
    return Span(offset + found.start(), offset + found.end())


def _in_order(found: Iterable[Word], its_numbers: Iterable[tuple[float, Span]]) -> list[str]:
    """Return the telling words' stems and the numbers' values, in the order of the text."""
    values = {span.start: (span.end, value) for value, span in its_numbers}
    terms: list[str] = []
    until = 0
    for word in found:
        start = word.span.start
        if start in values:
            until, value = values[start]
            terms.append(f"{value:.12g}")
        elif start >= until and (term := _term(word.text)):
            terms.append(term)
    return terms


def _each_once(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """Return what the index holds of a word; nothing where it tells nothing, or is too long to be one."""
    folded = fold(word)
    if folded in FUNCTION_WORDS or _denies(folded) or len(word) > _LONGEST_WORD:
        return ""
    return stem(word).translate(_MARKS)


@lru_cache(maxsize=50_000)
def _denies(folded: str) -> bool:
    return folded in NEGATIONS or folded.endswith("n't")
