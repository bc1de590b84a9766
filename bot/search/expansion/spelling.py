"""Words of a question that the corpus does not know, read as words that it does.

The index's sorted dictionary of terms serves as the spelling index: it gives the words of one first letter, which are
kept by their length, and rapidfuzz compares those of a fitting length. docs/benchmarks.md tells what that takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.answers import Correction
from bot.normalize import fold, words
from bot.search.expansion.vocabulary import Vocabulary

_SHORTEST = 5  # Iran and Iraq are one letter apart: shorter words are left alone
_TWO_EDITS_FROM = 9
_OTHERS = 3  # readings beside the likeliest
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
        near = _near(folded, vocabulary)
        meant = [other for other in near if not as_name or vocabulary.is_name(other)]
        if meant:
            others = [vocabulary.written(other) for other in near if other != meant[0]]
            corrections[word.text] = Correction(word.text, vocabulary.written(meant[0]), tuple(others[:_OTHERS]))
    for typed, correction in corrections.items():
        used = correction.used.replace("\\", r"\\")
        question = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", used, question)
    return question, tuple(corrections.values())


def _near(folded: str, vocabulary: Vocabulary) -> list[str]:
    """Return the known words that are fewest slips away, and of as many slips the commonest, first.

    People seldom miss the first letter: other words that are one slip away come before those.
    """
    allowed = 2 if len(folded) >= _TWO_EDITS_FROM else 1
    lengths = range(max(len(folded) - allowed, _SHORTEST - 1), len(folded) + allowed + 1)
    likely = vocabulary.beginning(folded[:2], lengths)
    found = process.extract(folded, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    once = [word for word, slips, _ in found if slips == 1]
    twice = [word for word, slips, _ in found if slips == 2]
    first, other = _commonest(once, vocabulary), _commonest(_first_letter_missed(folded), vocabulary)
    return [*first, *other, *_commonest(twice, vocabulary)]


def _commonest(found: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return those that the corpus holds, the commonest first."""
    known = [word for word in found if vocabulary.count(word)]
    return sorted(known, key=lambda word: (-vocabulary.count(word), word))


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
