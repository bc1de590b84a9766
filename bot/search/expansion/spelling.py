"""Spelling correction of unknown words against the index's vocabulary.

Candidates are words with the same beginning and a similar length, compared by optimal string alignment distance
(restricted Damerau-Levenshtein, rapidfuzz), and words with an edit in the beginning itself. docs/benchmarks.md has the
times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.answers import Correction
from bot.normalize import fold, words
from bot.search.expansion.vocabulary import Vocabulary

_SHORTEST = 5  # letters: Iran and Iraq are one edit apart
_TWO_EDITS_FROM = 9  # letters
_BEGINNING = 3  # letters: a sixth of the words with the same first letter
_MAX_OTHERS = 3  # corrections beside the likeliest
_FIRST_LETTER_FROM = 7  # letters: shorter names often differ only in their first letter


def correct(
    question: str, vocabulary: Vocabulary, is_english: Callable[[str], bool]
) -> tuple[str, tuple[Correction, ...]]:
    """Return `question` with corrected spelling, and the corrections.

    Words of the corpus in any form, English words and common names stay. A capitalised word inside the question is only
    corrected to a name.
    """
    corrections: dict[str, Correction] = {}
    for index, word in enumerate(words(question)):
        folded = fold(word.text)
        if len(folded) < _SHORTEST or any(map(str.isdigit, folded)) or vocabulary.knows(word.text):
            continue
        if is_english(folded) or _is_compound(folded, vocabulary, is_english):
            continue
        must_be_name = index > 0 and word.text[:1].isupper() and not question.isupper()
        for closest in _closest_words(folded, vocabulary):
            best = next((known for known in closest if not must_be_name or vocabulary.is_name(known)), None)
            if best is None:
                continue
            others = [vocabulary.written(known) for known in closest if known != best]
            corrections[word.text] = Correction(word.text, vocabulary.written(best), tuple(others[:_MAX_OTHERS]))
            break
    for typed, correction in corrections.items():
        used = correction.used.replace("\\", r"\\")
        question = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", used, question)
    return question, tuple(corrections.values())


def _closest_words(folded: str, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Yield the known words within the allowed edits, the likeliest first.

    The second list is for nothing fitting in the first one: it adds words with two edits, one of them in the beginning,
    for which all words of two letters have to be read.
    """
    near = _by_frequency(_with_edited_beginning(folded), vocabulary)
    if len(folded) < _TWO_EDITS_FROM:
        yield _closest_in(folded, vocabulary, [folded[:_BEGINNING]], near)
    else:
        # Other forms of a near word are two edits away.
        yield _closest_in(folded, vocabulary, [word[:_BEGINNING] for word in (folded, *near)], near)
        yield _closest_in(folded, vocabulary, folded[:2], [])


def _closest_in(folded: str, vocabulary: Vocabulary, beginnings: Iterable[str], near: Iterable[str]) -> list[str]:
    """Return the known words with some beginnings, and of the words `near`, which are one edit away.

    Order: one edit, another first letter, two edits; within each by frequency. People seldom miss the first letter.
    """
    allowed = 2 if len(folded) >= _TWO_EDITS_FROM else 1
    lengths = range(max(len(folded) - allowed, _SHORTEST - 1), len(folded) + allowed + 1)
    candidates = vocabulary.beginning(beginnings, lengths)
    matches = process.extract(folded, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    one_edit = dict.fromkeys([*(word for word, edits, _ in matches if edits == 1), *near])
    two_edits = [word for word, edits, _ in matches if edits == 2]
    groups = (one_edit, _with_other_first_letter(folded), two_edits)
    return list(dict.fromkeys(word for group in groups for word in _by_frequency(group, vocabulary)))


def _with_edited_beginning(folded: str) -> Iterator[str]:
    """Yield the words that differ by one edit in the first three letters, and begin with one of the first two."""
    for at in range(_BEGINNING):
        before, after = folded[:at], folded[at:]
        yield before + after[1:]
        yield before + after[1] + after[0] + after[2:]
        for letter in folded[:2] if at == 0 else ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _by_frequency(candidates: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return the words of the corpus among `candidates`, the most frequent first."""
    known = [word for word in candidates if vocabulary.count(word)]
    return sorted(known, key=lambda word: (-vocabulary.count(word), word))


def _with_other_first_letter(folded: str) -> list[str]:
    """Return the word with other first letters.

    A letter is added; from seven letters on, the first one is replaced as well.
    """
    endings = (folded, folded[1:]) if len(folded) >= _FIRST_LETTER_FROM else (folded,)
    return [letter + ending for ending in endings for letter in ascii_lowercase]


def _is_compound(folded: str, vocabulary: Vocabulary, is_english: Callable[[str], bool]) -> bool:
    """Return True for two known English words in one: "thinktank"."""
    halves = ((folded[:cut], folded[cut:]) for cut in range(4, len(folded) - 3))
    return any(all(is_english(half) and vocabulary.knows(half) for half in pair) for pair in halves)
