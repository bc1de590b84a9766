"""The vocabulary of the corpus: known words, names, frequencies and written forms."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Protocol

from bot.normalize import fold, stem

_MIN_CAPITALISED = 0.8
_ALL_CAPITALS_DISCOUNT = 2.0


class IndexTerms(Protocol):
    """The index's words, as Vocabulary needs them. All methods block.

    Call them off the event loop.
    """

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return the written forms of a folded word, with their passage counts."""

    def frequency(self, stemmed: str) -> int:
        """Return the approximate number of passages with a word of this stem."""

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return the approximate number of passages with each stem, by one look-up for all."""

    def beginning(self, letter: str) -> Sequence[str]:
        """Return the folded words with this first letter or these first letters (all for "").

        Words that left the corpus lately may still be among them.
        """

    def together(self, form: str, other: str) -> int:
        """Return the number of passages with both written forms."""


class Vocabulary:
    """The corpus's words at one state of the index, with a cache.

    >>> vocabulary = Vocabulary({"Lund": 8, "lund": 1, "ferry": 5}, passages=20)
    >>> vocabulary.is_name("lund"), vocabulary.knows("ferries"), vocabulary.written("LUND")
    (True, True, 'Lund')
    """

    def __init__(self, words: IndexTerms | Mapping[str, int], passages: int) -> None:
        """Take the index's words, or some written forms with their passage counts.

        `passages` is the number of all passages. A form of several words ("Ada Lind") counts as passages with all of
        them.
        """
        self.passages = max(passages, 1)
        self._words = _MappingTerms(words) if isinstance(words, Mapping) else words
        self._forms: dict[str, Mapping[str, int]] = {}
        self._stems: dict[str, int] = {}
        self._beginning: dict[str, Mapping[int, Sequence[str]]] = {}
        self._together: dict[tuple[str, str], int] = {}

    def look_up(self, words: Iterable[str]) -> None:
        """Look up the frequencies of several words at once: an index in a cluster answers all in one request."""
        self._look_up_stems({stem(word) for word in words})

    def knows(self, word: str) -> bool:
        """Return True for a corpus word in any form (plural, tense)."""
        return bool(self._forms_of(word)) or self._stem_frequency(stem(word)) > 0

    def count(self, word: str) -> int:
        """Return the number of passages with exactly this word, in any case."""
        return sum(self._forms_of(word).values())

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with `word` in any form."""
        return min(self._stem_frequency(stem(word)), self.passages)

    def inverse_document_frequencies(self, stems: Collection[str]) -> dict[str, float]:
        """Return the inverse document frequency of each stem over passages (Robertson and Sparck Jones 1976)."""
        self._look_up_stems(stems)
        return {stemmed: self._inverse_document_frequency(stemmed) for stemmed in stems}

    def inverse_document_frequency(self, word: str) -> float:
        """Return the inverse document frequency of `word` in any form."""
        return self._inverse_document_frequency(stem(word))

    def weight(self, word: str) -> float:
        """Return 0.5 plus the normalised IDF of `word`: 0.5 to 1.5.

        0.5 for a word of every passage, 1.5 for an unknown one.
        """
        rarity = math.log((self.passages + 1) / (self.frequency(word) + 1)) / math.log(self.passages + 1)
        return 0.5 + rarity

    def is_name(self, word: str) -> bool:
        """Return True for a word with a capital nearly always.

        That is in 80 % of its occurrences.
        """
        forms = self._forms_of(word)
        capital = sum(count for form, count in forms.items() if form[:1].isupper())
        return bool(forms) and capital >= _MIN_CAPITALISED * sum(forms.values())

    def capital_form(self, word: str) -> str | None:
        """Return the most frequent capitalised form of `word`, or None.

        Forms in all capitals count half: transcripts write their speakers' names so.
        """
        forms = {
            form: count / (_ALL_CAPITALS_DISCOUNT if form.isupper() and len(form) > 1 else 1)
            for form, count in self._forms_of(word).items()
            if form[:1].isupper()
        }
        return max(forms, key=lambda form: (forms[form], form)) if forms else None

    def form_count(self, form: str) -> int:
        """Return the number of passages with exactly this written form."""
        return self._forms_of(form).get(form, 0)

    def together(self, form: str, other: str) -> int:
        """Return the number of passages with both written forms."""
        pair = (form, other)
        if pair not in self._together:
            self._together[pair] = self._words.together(form, other)
        return self._together[pair]

    def written(self, word: str) -> str:
        """Return the most frequent form of `word`; an unknown word stays unchanged."""
        forms = self._forms_of(word)
        return max(forms, key=lambda form: (forms[form], form)) if forms else word

    def beginning(self, letters: Iterable[str], lengths: range) -> list[str]:
        """Return the folded words with these first letters and lengths."""
        by_length = [self._by_length(letter) for letter in dict.fromkeys(letters)]
        return list(chain.from_iterable(words.get(length, ()) for words in by_length for length in lengths))

    def _look_up_stems(self, stems: Collection[str]) -> None:
        new = set(stems) - self._stems.keys()
        if new:
            self._stems.update(self._words.frequencies(sorted(new)))

    def _inverse_document_frequency(self, stemmed: str) -> float:
        frequency = min(self._stem_frequency(stemmed), self.passages)
        return math.log(1 + (self.passages - frequency + 0.5) / (frequency + 0.5))

    def _forms_of(self, word: str) -> Mapping[str, int]:
        folded = fold(word)
        if folded not in self._forms:
            self._forms[folded] = self._words.forms(folded)
        return self._forms[folded]

    def _stem_frequency(self, stemmed: str) -> int:
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


class _MappingTerms:
    """IndexTerms of a mapping."""

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

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        return {stemmed: self.frequency(stemmed) for stemmed in stems}

    def beginning(self, letter: str) -> Sequence[str]:
        return [word for word in self._forms if word.startswith(letter)]

    def together(self, form: str, other: str) -> int:
        return self._together.get(frozenset((form, other)), 0)
