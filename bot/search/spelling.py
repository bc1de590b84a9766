"""Words of a question that the corpus does not know, read as words that it does."""

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
    allowed = 2 if len(folded) >= _TWO_EDITS_FROM else 1
    likely = [
        word
        for word in vocabulary.words()
        if abs(len(word) - len(folded)) <= allowed
        and len(word) >= _SHORTEST - 1
        and word[0] in folded[:2]
        and (not as_name or vocabulary.is_name(word))
    ]
    near = process.extract(folded, likely, scorer=OSA.distance, score_cutoff=allowed, limit=20)
    return min(near, key=lambda found: (found[1], -vocabulary.count(found[0]), found[0]))[0] if near else None


def _joined(folded: str, vocabulary: Vocabulary) -> bool:
    """Tell whether the word is two known ones written as one ("thinktank")."""
    return any(vocabulary.knows(folded[:cut]) and vocabulary.knows(folded[cut:]) for cut in range(3, len(folded) - 2))
