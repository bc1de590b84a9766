"""Spelling variants: joined or split words, acronyms, figures and number words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.search import Term
from bot.normalize import words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.numbers import numbers, spelled

_SHORTEST_HALF = 3  # letters: "in" and "to" are halves of many words
_NUMBER_WORD_WEIGHT = 0.4  # one word of a number has little information
_HYPHENED = re.compile(r"\b([^\W\d_]{2,})[-‐‑]([^\W\d_]{2,})\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")


def spelling_variants(question: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return the terms for other spellings of the question's words.

    paratroopers for para-troopers, think and tank for thinktank, RUSI for R.U.S.I., 3,000 for three thousand.
    """
    return (*_joined_forms(question, vocabulary), *_split_compounds(question, vocabulary), *_number_spellings(question))


def _joined_forms(question: str, vocabulary: Vocabulary) -> Iterator[Term]:
    joined = [match[1] + match[2] for match in _HYPHENED.finditer(question)]
    joined += [match[0].replace(".", "") for match in _DOTTED.finditer(question)]
    return (Term(word) for word in joined if vocabulary.knows(word))


def _split_compounds(question: str, vocabulary: Vocabulary) -> Iterator[Term]:
    for word in words(question):
        if word.text.isalpha() and len(word.text) >= 2 * _SHORTEST_HALF and not vocabulary.knows(word.text):
            cuts = range(_SHORTEST_HALF, len(word.text) - _SHORTEST_HALF + 1)
            halves = [(word.text[:cut], word.text[cut:]) for cut in cuts]
            known = [pair for pair in halves if all(map(vocabulary.knows, pair))]
            yield from map(Term, max(known, key=lambda pair: _split_score(pair, vocabulary), default=()))


def _split_score(halves: tuple[str, str], vocabulary: Vocabulary) -> tuple[int, int]:
    """Return the length, then the frequency, of a split's weaker half."""
    return min(map(len, halves)), min(map(vocabulary.frequency, halves))


def _number_spellings(question: str) -> Iterator[Term]:
    for value, span in numbers(question):
        typed = span.of(question)
        if value.is_integer() and (value > 1 or typed.isdigit()):
            figures = {f"{value:,.0f}", f"{value:.0f}"} - {typed}
            yield from (Term(figure) for figure in sorted(figures))
            if typed[0].isdigit():
                yield from (Term(word, _NUMBER_WORD_WEIGHT) for word in spelled(int(value)))
