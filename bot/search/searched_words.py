"""Condition on a found passage: all phrases, and at least one word or number of the search."""

from __future__ import annotations

from dataclasses import dataclass

from bot.normalize import WORD, stem
from bot.search.numbers import numbers
from bot.search.search_syntax import contains_phrases


@dataclass(frozen=True, slots=True)
class SearchedWords:
    """Phrases, stems and numbers of one search."""

    stems: frozenset[str]
    values: frozenset[float] = frozenset()
    phrases: tuple[str, ...] = ()

    def match(self, passage: str, head: str = "", *, has_word: bool = False) -> bool:
        """Return whether a passage holds all phrases and any word.

        A word may stand in `head` instead. A number counts in figures and in words. Without words, any passage matches.
        With `has_word`, a word is known to be in the passage.

        >>> SearchedWords(frozenset({"3,000"}), frozenset({3000.0})).match("Three thousand came.")
        True
        """
        if not contains_phrases(self.phrases, passage):
            return False
        return has_word or not self.stems or self._any_in(passage) or self._any_in(head)

    def _any_in(self, text: str) -> bool:
        # Stemming a word for the first time takes longest. A stem begins as its words do, accents aside.
        initials = {stemmed[:1] for stemmed in self.stems}
        words = (match[0] for match in WORD.finditer(text))
        likely = (word for word in words if word[0].lower() in initials or not word[0].isascii())
        if any(stem(word) in self.stems for word in likely):
            return True
        return bool(self.values) and any(value in self.values for value, _ in numbers(text))
