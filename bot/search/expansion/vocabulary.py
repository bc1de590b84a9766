"""The words of the corpus, as the index tells them: which are known, which are names, how they are written."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Protocol

from bot.normalize import fold, stem

_MOSTLY = 0.8
_SHOUTED = 2.0


class IndexTerms(Protocol):
    """What is asked of the index's words. All methods block: call them off the event loop."""

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return how the corpus writes the word that folds to `folded`, each form with the passages that hold it."""

    def frequency(self, stemmed: str) -> int:
        """Return about how many passages hold a word of this stem."""

    def beginning(self, letter: str) -> Sequence[str]:
        """Return the words that begin with `letter` (all for ""), folded; some may have left the corpus lately."""

    def together(self, form: str, other: str) -> int:
        """Return how many passages hold both written forms."""


class Vocabulary:
    """The corpus's words at one state of the index; what has been looked up once is kept."""

    def __init__(self, words: IndexTerms | Mapping[str, int], passages: int) -> None:
        """Take the index's words, or a few written forms with how many passages hold each, out of `passages`.

        A form of several words ("Ada Lind") stands for its words side by side.
        """
        self.passages = max(passages, 1)
        self._words = _Few(words) if isinstance(words, Mapping) else words
        self._forms: dict[str, Mapping[str, int]] = {}
        self._stems: dict[str, int] = {}
        self._beginning: dict[str, Mapping[int, Sequence[str]]] = {}
        self._together: dict[tuple[str, str], int] = {}

    def knows(self, word: str) -> bool:
        """Tell whether the corpus holds `word` or another form of it (plural, tense)."""
        return bool(self._forms_of(word)) or self._held(stem(word)) > 0

    def count(self, word: str) -> int:
        """Return how many passages hold exactly this word, whatever its case."""
        return sum(self._forms_of(word).values())

    def frequency(self, word: str) -> int:
        """Return about how many passages hold `word` in any of its forms."""
        return min(self._held(stem(word)), self.passages)

    def weight(self, word: str) -> float:
        """Return how telling `word` is, from 0.5 (everywhere) to 1.5 (nowhere)."""
        rarity = math.log((self.passages + 1) / (self.frequency(word) + 1)) / math.log(self.passages + 1)
        return 0.5 + rarity

    def is_name(self, word: str) -> bool:
        """Tell whether the corpus writes `word` with a capital nearly always."""
        forms = self._forms_of(word)
        capital = sum(count for form, count in forms.items() if form[:1].isupper())
        return bool(forms) and capital >= _MOSTLY * sum(forms.values())

    def capital_form(self, word: str) -> str | None:
        """Return the commonest form of `word` that begins with a capital, or None.

        One in capitals throughout must be much commoner: a transcript shouts its speakers' names.
        """
        forms = {
            form: count / (_SHOUTED if form.isupper() and len(form) > 1 else 1)
            for form, count in self._forms_of(word).items()
            if form[:1].isupper()
        }
        return max(forms, key=lambda form: (forms[form], form)) if forms else None

    def form_count(self, form: str) -> int:
        """Return how many passages hold `form` written exactly so."""
        return self._forms_of(form).get(form, 0)

    def together(self, form: str, other: str) -> int:
        """Return how many passages hold both written forms."""
        pair = (form, other)
        if pair not in self._together:
            self._together[pair] = self._words.together(form, other)
        return self._together[pair]

    def written(self, word: str) -> str:
        """Return `word` as the corpus writes it most often; unchanged where the corpus does not know it."""
        forms = self._forms_of(word)
        return max(forms, key=lambda form: (forms[form], form)) if forms else word

    def beginning(self, letters: Iterable[str], lengths: range) -> list[str]:
        """Return the known words of these lengths, folded, that begin with one of `letters`."""
        by_length = [self._by_length(letter) for letter in dict.fromkeys(letters)]
        return list(chain.from_iterable(words.get(length, ()) for words in by_length for length in lengths))

    def _forms_of(self, word: str) -> Mapping[str, int]:
        folded = fold(word)
        if folded not in self._forms:
            self._forms[folded] = self._words.forms(folded)
        return self._forms[folded]

    def _held(self, stemmed: str) -> int:
        if stemmed not in self._stems:
            self._stems[stemmed] = self._words.frequency(stemmed)
        return self._stems[stemmed]

    def _by_length(self, letter: str) -> Mapping[int, Sequence[str]]:
        if letter not in self._beginning:
            by_length: dict[int, list[str]] = defaultdict(list)
            for word in self._words.beginning(letter):
                by_length[len(word)].append(word)
            self._beginning[letter] = by_length
        return self._beginning[letter]


class _Few:
    """Words given by a mapping."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._forms: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._stems: dict[str, int] = defaultdict(int)
        self._together: dict[frozenset[str], int] = defaultdict(int)
        for phrase, count in counts.items():
            forms = phrase.split()
            for form in forms:
                self._forms[fold(form)][form] += count
                self._stems[stem(form)] += count
            for pair in combinations(forms, 2):
                self._together[frozenset(pair)] += count

    def forms(self, folded: str) -> Mapping[str, int]:
        return self._forms.get(folded, {})

    def frequency(self, stemmed: str) -> int:
        return self._stems.get(stemmed, 0)

    def beginning(self, letter: str) -> Sequence[str]:
        return [word for word in self._forms if word.startswith(letter)]

    def together(self, form: str, other: str) -> int:
        return self._together.get(frozenset((form, other)), 0)
