"""The corpus's words as the passage index holds them, looked up when they are asked for: nothing is read ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tantivy

from bot.normalize import fold
from bot.store.passages import queries
from bot.store.passages.schema import FORM

_RARE = 64  # passages: a word of so few may have left all of them since they were last merged


class IndexedWords:
    """The words of one commit of the index, or none without a searcher.

    One look-up takes some microseconds, `beginning` some milliseconds.
    """

    def __init__(self, searcher: tantivy.Searcher | None, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return how the corpus writes the word that folds to `folded`, each form with the passages that hold it."""
        prefix = f"{folded}{FORM}"
        counted = [(form, self._live(held, "forms", form)) for form, held in self._terms(prefix)]
        return {form.removeprefix(prefix): held for form, held in counted if held}

    def frequency(self, stemmed: str) -> int:
        """Return about how many passages hold a word of this stem, or how many are introduced by one."""
        return self._held("body", stemmed) or self._held("context", stemmed)

    def beginning(self, letter: str) -> Sequence[str]:
        """Return the words that begin with `letter` (all for ""), folded; some may have left the corpus lately."""
        return list(dict.fromkeys(form.partition(FORM)[0] for form, _ in self._terms(letter)))

    def together(self, form: str, other: str) -> int:
        """Return how many passages hold both written forms."""
        query = queries.all_of(self._schema, "forms", [f"{fold(word)}{FORM}{word}" for word in (form, other)])
        return self._count(query)

    def _terms(self, prefix: str) -> list[tuple[str, int]]:
        return self._searcher.terms_with_prefix("forms", prefix) if self._searcher else []

    def _held(self, field: str, word: str) -> int:
        return self._live(int(self._searcher.doc_freq(field, word)), field, word) if self._searcher else 0

    def _live(self, held: int, field: str, word: str) -> int:
        """Return `held`, which counts deleted passages until they are merged away; a small number is counted anew."""
        return held if not 0 < held <= _RARE else self._count(queries.term(self._schema, field, word))

    def _count(self, query: tantivy.Query) -> int:
        found = self._searcher.search(query, 1, count=True) if self._searcher else None
        return int(found.count) if found else 0  # type: ignore[attr-defined] # the stub leaves it out
