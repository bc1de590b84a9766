"""Words of a question that the corpus does not know, read as words that it does.

The index's sorted dictionary of terms serves as the spelling index: it gives the words of one first letter, which are
kept by their length, and rapidfuzz compares those of a fitting length. docs/benchmarks.md tells what that takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model import Correction
from bot.search.vocabulary import Vocabulary
from bot.text import fold, words

_SHORTEST = 5  # Iran and Iraq are one letter apart: shorter words are left alone
_TWO_EDITS_FROM = 9
_FIRST_LETTER_FROM = 7  # shorter names often differ in their first letter alone


def correct(
    question: str, vocabulary: Vocabulary, is_english: Callable[[str], bool]
) -> tuple[str, tuple[Correction, ...]]:
    """Return `question` with its misspelt words replaced, and what was replaced.

    A word that the corpus knows, in any form, is never touched, nor is one that is good English or a common name.
    A word written with a capital inside the question is only ever read as a name.
    """
    corrections: dict[str, Correction] = {}
    for index, word in enumerate(words(question)):
        folded = fold(word.text)
        if len(folded) < _SHORTEST or any(c.isdigit() for c in folded) or vocabulary.knows(word.text):
            continue
        if is_english(folded) or _joined(folded, vocabulary, is_english):
            continue
        as_name = index > 0 and word.text[:1].isupper() and not question.isupper()
        if nearest := _nearest(folded, vocabulary, as_name=as_name):
            corrections[word.text] = Correction(word.text, vocabulary.written(nearest))
    for typed, correction in corrections.items():
        used = correction.used.replace("\\", r"\\")
        question = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", used, question)
    return question, tuple(corrections.values())


def _nearest(folded: str, vocabulary: Vocabulary, *, as_name: bool) -> str | None:
    """Return the known word that is fewest slips away, of several the commonest; None where none is near.

    People seldom miss the first letter: other slips are looked for before that one.
    """
    allowed = 2 if len(folded) >= _TWO_EDITS_FROM else 1
    lengths = range(max(len(folded) - allowed, _SHORTEST - 1), len(folded) + allowed + 1)
    likely = vocabulary.beginning(folded[:2], lengths)
    near = process.extract(folded, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    once = [word for word, slips, _ in near if slips == 1]
    twice = [word for word, slips, _ in near if slips == 2]
    for alike in (once, _first_letter_missed(folded), twice):
        known = [word for word in alike if vocabulary.count(word)]
        if meant := [word for word in known if not as_name or vocabulary.is_name(word)]:
            return min(meant, key=lambda word: (-vocabulary.count(word), word))
    return None


def _first_letter_missed(folded: str) -> list[str]:
    """Return the word with each letter before it; a longer one also with each letter for its first."""
    rests = (folded, folded[1:]) if len(folded) >= _FIRST_LETTER_FROM else (folded,)
    return [letter + rest for rest in rests for letter in ascii_lowercase]


def _joined(folded: str, vocabulary: Vocabulary, is_english: Callable[[str], bool]) -> bool:
    """Tell whether the word is two known English ones written as one ("thinktank")."""
    halves = ((folded[:cut], folded[cut:]) for cut in range(4, len(folded) - 3))
    return any(
        is_english(one) and is_english(other) and all(map(vocabulary.knows, (one, other))) for one, other in halves
    )
