"""Words of a question that the corpus does not know, read as words that it does.

The index's sorted dictionary of terms serves as the spelling index: it gives the words of one first letter, which are
kept by their length, and rapidfuzz compares those of a fitting length. docs/benchmarks.md tells what that takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model import Correction
from bot.search.vocabulary import Vocabulary
from bot.text import fold, words

_SHORTEST = 5  # Iran and Iraq are one letter apart: shorter words are left alone
_TWO_EDITS_FROM = 9


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
        if _joined(folded, vocabulary) or is_english(folded):
            continue
        as_name = index > 0 and word.text[:1].isupper() and not question.isupper()
        if nearest := _nearest(folded, vocabulary, as_name=as_name):
            corrections[word.text] = Correction(word.text, vocabulary.written(nearest))
    for typed, correction in corrections.items():
        used = correction.used.replace("\\", r"\\")
        question = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", used, question)
    return question, tuple(corrections.values())


def _nearest(folded: str, vocabulary: Vocabulary, *, as_name: bool) -> str | None:
    """Return the known word that is fewest slips away, of several the commonest; None where none is near."""
    allowed = 2 if len(folded) >= _TWO_EDITS_FROM else 1
    lengths = range(max(len(folded) - allowed, _SHORTEST - 1), len(folded) + allowed + 1)
    likely = vocabulary.beginning(folded[:2], lengths)
    near = process.extract(folded, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    for slips in range(1, allowed + 1):
        alike = [word for word, distance, _ in near if distance == slips and vocabulary.count(word)]
        if meant := [word for word in alike if not as_name or vocabulary.is_name(word)]:
            return min(meant, key=lambda word: (-vocabulary.count(word), word))
    return None


def _joined(folded: str, vocabulary: Vocabulary) -> bool:
    """Tell whether the word is two known ones written as one ("thinktank")."""
    return any(vocabulary.knows(folded[:cut]) and vocabulary.knows(folded[cut:]) for cut in range(3, len(folded) - 2))
