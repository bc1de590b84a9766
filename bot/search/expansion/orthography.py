"""Other ways in which the corpus may write a question's words: in one, in two, with figures or in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.search import Term
from bot.normalize import words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.numbers import numbers, spelled

_SHORTEST_HALF = 3  # letters: "in" and "to" are halves of too much
_WORD_OF_A_NUMBER = 0.4  # each by itself tells little
_HYPHENED = re.compile(r"\b([^\W\d_]{2,})[-‐‑]([^\W\d_]{2,})\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")


def spelling_variants(question: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return what else to look for: "paratroopers" for para-troopers, "think tank", "RUSI" for R.U.S.I., 3,000."""
    return (*_joined(question, vocabulary), *_parted(question, vocabulary), *_numbers(question))


def _joined(question: str, vocabulary: Vocabulary) -> Iterator[Term]:
    once = [found[1] + found[2] for found in _HYPHENED.finditer(question)]
    once += [found[0].replace(".", "") for found in _DOTTED.finditer(question)]
    return (Term(word) for word in once if vocabulary.knows(word))


def _parted(question: str, vocabulary: Vocabulary) -> Iterator[Term]:
    for word in words(question):
        if word.text.isalpha() and len(word.text) >= 2 * _SHORTEST_HALF and not vocabulary.knows(word.text):
            cuts = range(_SHORTEST_HALF, len(word.text) - _SHORTEST_HALF + 1)
            halves = [(word.text[:cut], word.text[cut:]) for cut in cuts]
            known = [pair for pair in halves if all(map(vocabulary.knows, pair))]
            yield from map(Term, max(known, key=lambda pair: _likely(pair, vocabulary), default=()))


def _likely(halves: tuple[str, str], vocabulary: Vocabulary) -> tuple[int, int]:
    """Return how likely two halves are no chance: the longer the shorter one, and then the commoner the rarer one."""
    return min(map(len, halves)), min(map(vocabulary.frequency, halves))


def _numbers(question: str) -> Iterator[Term]:
    for value, span in numbers(question):
        typed = span.of(question)
        if value.is_integer() and (value > 1 or typed.isdigit()):
            figures = {f"{value:,.0f}", f"{value:.0f}"} - {typed}
            yield from (Term(figure) for figure in sorted(figures))
            if typed[0].isdigit():
                yield from (Term(word, _WORD_OF_A_NUMBER) for word in spelled(int(value)))
