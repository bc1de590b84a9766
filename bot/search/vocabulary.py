"""The words of the corpus, as the index tells them: which are known, which are names, how they are written."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from bot.text import fold, stem

_MOSTLY = 0.8


class Vocabulary:
    """The corpus's words, made once for each state of the index."""

    def __init__(self, counts: Mapping[str, int], passages: int) -> None:
        """Take every written form with the number of passages that hold it, out of `passages` in all."""
        self.passages = max(passages, 1)
        self._forms: dict[str, dict[str, int]] = defaultdict(dict)
        self._stems: dict[str, int] = defaultdict(int)
        for form, count in counts.items():
            self._forms[fold(form)][form] = count
            self._stems[stem(form)] += count

    def __len__(self) -> int:
        return len(self._forms)

    def words(self) -> list[str]:
        """Return every known word, folded."""
        return list(self._forms)

    def knows(self, word: str) -> bool:
        """Tell whether the corpus holds `word` or another form of it (plural, tense)."""
        return fold(word) in self._forms or stem(word) in self._stems

    def frequency(self, word: str) -> int:
        """Return about how many passages hold `word` in any of its forms."""
        return min(self._stems.get(stem(word), 0), self.passages)

    def count(self, word: str) -> int:
        """Return how many passages hold exactly this word, whatever its case."""
        return sum(self._forms.get(fold(word), {}).values())

    def weight(self, word: str) -> float:
        """Return how telling `word` is, from 0.5 (everywhere) to 1.5 (nowhere)."""
        rarity = math.log((self.passages + 1) / (self.frequency(word) + 1)) / math.log(self.passages + 1)
        return 0.5 + rarity

    def is_name(self, word: str) -> bool:
        """Tell whether the corpus writes `word` with a capital nearly always."""
        forms = self._forms.get(fold(word), {})
        capital = sum(count for form, count in forms.items() if form[:1].isupper())
        return bool(forms) and capital >= _MOSTLY * sum(forms.values())

    def written(self, word: str) -> str:
        """Return `word` as the corpus writes it most often; unchanged where the corpus does not know it."""
        forms = self._forms.get(fold(word))
        return max(forms, key=lambda form: (forms[form], form)) if forms else word
